// How long the app takes to synthesise every environment, against `cdktf synth`, which wraps the same process.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const rounds = 5;
const app = join(import.meta.dirname, "..", "apps", "image-classifier");
const directory = mkdtempSync(join(tmpdir(), "pictor-bench-"));
const contestants = {
  "node dist/src/main.js": [process.execPath, ["dist/src/main.js"]],
  "cdktf synth": [join(app, "node_modules", ".bin", "cdktf"), ["synth"]],
};

function secondsOf([command, args]) {
  const started = performance.now();
  const { status, stderr } = spawnSync(command, args, {
    cwd: app,
    env: { ...process.env, CDKTF_OUTDIR: directory, CI: "1", CHECKPOINT_DISABLE: "1" },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr}`);
  return (performance.now() - started) / 1000;
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const seconds = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
try {
  // Taken in turns, so that what else the machine does falls on both.
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, command] of Object.entries(contestants)) {
      seconds[name].push(secondsOf(command));
    }
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}

const [figure, baseline] = Object.values(seconds);
for (const [name, values] of Object.entries(seconds)) {
  const range = `${Math.min(...values).toFixed(2)}–${Math.max(...values).toFixed(2)}`;
  console.log(`${name.padEnd(24)} ${median(values).toFixed(2)} s  (${range}, ${rounds} rounds)`);
}
const ratios = baseline.map((value, round) => value / figure[round]);
console.log(`ratio                    ${median(ratios).toFixed(1)}×`);
