import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { root } from "../setup/paths.mjs";
import { killProcessesWith, processesWith } from "./processes.mjs";
import { readReport } from "./proof-report.mjs";

const quick = { name: "quick", folder: "quick", proves: [], workers: 5, minutes: 1 };
const endless = { name: "endless", folder: "endless", proves: [], workers: 2, minutes: 1 };
const suites = [quick, endless].map((suite) => ({ ...suite, limitSeconds: 60 }));

/** Starts a process as the local AWS does, in a group of its own, and waits for ever. */
const endlessSpec = (name) => `
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
it("waits", async () => {
  const code = "setInterval(() => undefined, 1000)";
  spawn(process.execPath, ["-e", code], { detached: true, stdio: "ignore" });
  writeFileSync(process.env.FIXTURE + "/${name}.waits", "");
  await new Promise(() => setInterval(() => undefined, 1000));
});
`;

let directory;
let reportFile;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "pictor-interrupted-"));
  reportFile = join(directory, "proof.md");
  const write = (path, text) => {
    mkdirSync(join(directory, path, ".."), { recursive: true });
    writeFileSync(join(directory, path), text);
  };
  write("proofs/quick/quick.spec.ts", 'it("passes", () => expect(1).toBe(1));');
  for (const name of ["a", "b"]) write(`proofs/endless/${name}.spec.ts`, endlessSpec(name));
  write("tmp/.keep", "");
  symlinkSync(join(root, "proofs/node_modules"), join(directory, "proofs/node_modules"));
  const module = (name) => JSON.stringify(join(import.meta.dirname, name));
  write(
    "prove.mjs",
    `import { report } from ${module("command.mjs")};
    import { proveAndReport } from ${module("prove-and-report.mjs")};
    import { begin } from ${module("session.mjs")};
    report.directory = ${JSON.stringify(join(directory, "report"))};
    const session = begin();
    const suites = ${JSON.stringify(suites)};
    const places = ${JSON.stringify({ folder: join(directory, "proofs"), file: reportFile })};
    await session.suites("proofs", () => proveAndReport(suites, suites, places));
    process.exitCode = session.summary();`,
  );
});
afterEach(() => {
  killProcessesWith([directory]);
  rmSync(directory, { recursive: true, force: true });
});

for (const [name, send] of [
  ["Ctrl-C", (pid) => process.kill(-pid, "SIGINT")],
  ["SIGTERM to the main process", (pid) => process.kill(pid, "SIGTERM")],
]) {
  test(`after ${name} nothing runs, and what passed before is reported`, async () => {
    const run = spawn(process.execPath, [join(directory, "prove.mjs")], {
      detached: true,
      stdio: "ignore",
      env: { ...process.env, TMPDIR: join(directory, "tmp"), FIXTURE: directory },
    });
    const ended = once(run, "exit");
    while (run.exitCode === null && !bothWait()) await pause(50);
    assert.deepEqual(
      readReport(readFileSync(reportFile, "utf8")).map((row) => row.name),
      ["quick"],
    );
    assert.ok(processesWith([directory]).length > 4);

    send(run.pid);
    const [code] = await ended;

    assert.equal(code, name === "Ctrl-C" ? 130 : 143);
    assert.deepEqual(processesWith([directory]), []);
    assert.deepEqual(
      readReport(readFileSync(reportFile, "utf8")).map((row) => row.name),
      ["quick"],
    );
  });
}

function bothWait() {
  return ["a", "b"].every((name) => existsSync(join(directory, `${name}.waits`)));
}
