import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { layout } from "@pictor/cli";
import { trainingPython } from "../shared/model-python";
import { writeDigits } from "./digits";

const main = join(layout.root, "packages", "cli", "dist", "main.js");

describe("pictor train, in a run of pictor start", () => {
  let directory: string;
  let start: ChildProcess;
  let ready: Promise<void>;
  let output = "";
  let variables: NodeJS.ProcessEnv;

  const pictor = (...words: readonly string[]) =>
    spawnSync(process.execPath, [main, ...words], {
      cwd: directory,
      env: { ...process.env, ...variables },
      encoding: "utf8",
    });

  beforeAll(() => {
    trainingPython();
    directory = mkdtempSync(join(tmpdir(), "pictor-start-"));
    variables = { PICTOR_HOME: join(directory, "home") };
    writeDigits(join(directory, "digits"), 8);
    start = spawn(process.execPath, [main, "start", "--env", "dev"], {
      env: { ...process.env, ...variables },
    });
    ready = new Promise((resolve, reject) => {
      start.stdout?.on("data", (piece) => {
        output += piece;
        if (output.includes("It runs until")) resolve();
      });
      start.on("close", () => reject(new Error(`the start has ended:\n${output}`)));
    });
    // The first test waits for it.
    ready.catch(() => undefined);
  });

  afterAll(async () => {
    const ended = new Promise((resolve) => start.on("close", resolve));
    if (start.exitCode === null) {
      start.kill("SIGTERM");
      await ended;
    }
    rmSync(directory, { recursive: true, force: true });
  });

  it("finds the environment's jobs deployed", async () => {
    await ready;
    expect(output).toMatch(/✓ stack dev-jobs .* resources changed/);
    const { stacks } = JSON.parse(pictor("status", "--json").stdout);
    expect(stacks).toContainEqual({ name: "dev-jobs", applied: true });
  });

  it("trains with SageMaker's toolkit, which the start has handed to the local AWS", () => {
    variables = { ...variables, ...JSON.parse(pictor("env", "--json").stdout).variables };
    const set = ["layers=all", "input=32", "epochs=1"].flatMap((word) => ["--set", word]);
    const { status, stdout } = pictor("train", "dev", "digits", "--json", ...set);
    const last = JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}");
    expect({ status, last }).toMatchObject({
      status: 0,
      last: { result: { summary: { status: "complete" } } },
    });
  });
});
