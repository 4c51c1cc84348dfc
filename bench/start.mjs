// How long a start takes from a set-up clone to the first label, step by step, beside the same steps one after another.
// `npm run bench -- start --cached` leaves out training and building the model.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const root = join(import.meta.dirname, "..");
const cached = process.argv.includes("--cached");
const goalSeconds = cached ? 60 : 180;

const home = mkdtempSync(join(tmpdir(), "pictor-bench-"));
const steps = [];
try {
  const { PICTOR_CACHE, PICTOR_RELEASES_DIR, ...others } = process.env;
  const env = {
    ...others,
    PICTOR_HOME: home,
    ...(cached ? PICTOR_CACHE && { PICTOR_CACHE } : { PICTOR_CACHE: join(home, "cache") }),
  };
  print(await run([join(root, "packages/cli/dist/main.js"), "start", "--once", "--json"], env));
} finally {
  rmSync(home, { recursive: true, force: true });
}

/** Runs a start to its end and returns the seconds to the first label, and to the end of all that is applied. */
async function run(args, env) {
  const started = performance.now();
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit", "ipc"] });
  const seconds = {};
  const since = () => (performance.now() - started) / 1000;
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line);
    if (event.event === "step") steps.push(event);
    if (event.step === "predict") seconds.label = since();
    if (event.event === "result") seconds.all = since();
  }
  if (seconds.all === undefined) throw new Error("the start came to no result");
  return seconds;
}

function print({ label, all }) {
  const row = (name, seconds, more = "") =>
    console.log(`${name.padEnd(22)} ${seconds.toFixed(1).padStart(7)} s  ${more}`.trimEnd());
  for (const { step, status, seconds } of steps) row(step, seconds, status);
  const oneByOne = steps.reduce((sum, { seconds }) => sum + seconds, 0);
  console.log();
  row(
    "first label",
    label,
    `${(oneByOne / label).toFixed(1)} times faster than the steps one after another`,
  );
  row("everything applied", all);
  const verdict = label <= goalSeconds ? "reached" : "missed";
  row("goal for the label", goalSeconds, `on two idle cores: ${verdict}`);
}
