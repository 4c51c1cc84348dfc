import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { names } from "@pictor/contracts";
import { LocalAws } from "../shared/local-aws";
import { trainingPython } from "../shared/model-python";
import { writeDigits } from "./digits";

const root = join(__dirname, "..", "..");
/** Development's account: its jobs stack trains. */
const place = { environment: "dev", accountId: "111111111111", region: "us-east-1" };
const { jobs, stacks } = names(place);
/** Pictures of each digit. */
const each = 24;

/** A call of AWS, as the local AWS records it. */
interface Call {
  readonly service: string;
  readonly operation: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly status: number;
}

/** What `pictor train --json` writes at its end. */
interface Trained {
  readonly run: string;
  readonly out: string;
  readonly accuracy: number;
  readonly heldOut: number;
  readonly release: readonly string[];
  readonly summary: Readonly<Record<string, unknown>>;
}

describe("pictor train, with SageMaker's toolkit on a local AWS", () => {
  let directory: string;
  let aws: LocalAws;
  let trained: Trained;

  /** Runs `pictor` in the test's directory; its standard output. */
  const pictor = (words: readonly string[], until?: string) =>
    new Promise<{ readonly code: number | null; readonly output: string }>((resolve) => {
      const main = join(root, "packages", "cli", "dist", "main.js");
      const child = spawn(process.execPath, [main, ...words], {
        cwd: directory,
        env: { ...aws.variables, PICTOR_RELEASES_DIR: join(directory, "releases") },
        stdio: ["ignore", "pipe", "inherit"],
      });
      let output = "";
      child.stdout.on("data", (piece) => {
        const before = output.includes(until ?? "\0");
        output += piece;
        // One Ctrl-C: a second one would end the command at once.
        if (until !== undefined && !before && output.includes(until)) child.kill("SIGINT");
      });
      child.on("close", (code) => resolve({ code, output }));
    });
  const runOf = (output: string) => /run ([0-9a-f]{16})/.exec(output)?.[1] ?? "";

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "pictor-training-"));
    aws = await LocalAws.start(place, directory, { trainingPython: trainingPython() });
    mkdirSync(join(directory, "releases"));
    await aws.applyAccount();
    aws.synthesiseService(join(directory, "releases"));
    for (const name of [stacks.data, stacks.jobs]) {
      const stack = aws.terraform(name);
      await stack.init();
      await stack.apply();
    }
    writeDigits(join(directory, "digits"), each);
  });

  afterAll(async () => {
    await aws?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it("starts a run that goes on after Ctrl-C, and returns to it", async () => {
    const set = ["layers=all", "input=32", "epochs=4", "batch-size=32", "learning-rate=0.002"];
    const words = ["train", "dev", "digits", "--json", ...set.flatMap((word) => ["--set", word])];
    const ended = await pictor(words, "Ctrl-C ends this command");
    expect(ended).toMatchObject({ code: 130 });
    const run = runOf(ended.output);
    const { code, output } = await pictor(["train", "dev", "--attach", run, "--json"]);
    expect({ code, output }).toMatchObject({ code: 0 });
    const lines = output.trim().split("\n");
    const { result, ...rest } = JSON.parse(lines.at(-1) ?? "{}");
    trained = result ?? rest;
    expect(trained.run).toBe(run);
    expect(trained.summary).toMatchObject({
      ...{ run, status: "complete", jobs: 1, reason: "" },
      // The local AWS bills three tenths of each second on spot instances.
      savingPercent: expect.any(Number),
    });
    expect(trained.summary.savingPercent).toBeGreaterThan(60);
    // So few pictures teach little. The bench `model-training` measures the accuracy on a larger set.
    const metrics = trained.summary.metrics as Readonly<Record<string, number>>;
    expect(metrics["validation:accuracy"]).toBeCloseTo(trained.accuracy, 3);
    expect(readdirSync(join(directory, trained.out))).toEqual(
      expect.arrayContaining(["labels.txt", "measured.json", "smoke.png", "weights.pth"]),
    );
  });

  it("started one job, on Managed Spot and without a network, and reported its end", async () => {
    const { calls } = await aws.look<{ readonly calls: readonly Call[] }>("requests");
    const made = (operation: string) => calls.filter((call) => call.operation === operation);
    expect(made("CreateTrainingJob").map(({ params }) => params)).toEqual([
      expect.objectContaining({
        TrainingJobName: `${jobs.training}-${trained.run}-1`,
        EnableManagedSpotTraining: true,
        EnableNetworkIsolation: true,
      }),
    ]);
    expect(made("Publish")).toEqual([
      expect.objectContaining({
        status: 200,
        params: expect.objectContaining({
          Subject: "Training complete",
          Message: expect.stringContaining(`Training run ${trained.run} is complete`),
        }),
      }),
    ]);
  });

  it("prints lines that really build and publish a release", async () => {
    for (const line of trained.release) {
      const [, ...words] = line.split(" ");
      expect(await pictor(words)).toMatchObject({ code: 0 });
    }
    const { live } = JSON.parse(readFileSync(join(directory, "releases", "dev.json"), "utf8"));
    expect(live.measured).toMatchObject({ accuracy: trained.accuracy });
  });

  it("sends AWS no request that its models refuse", async () => {
    expect(await aws.look("violations")).toMatchObject({ findings: [], notUnderstood: [] });
  });

  it("leaves nothing running", async () => {
    await aws.terraform(stacks.jobs).destroy();
    expect((await aws.inventory())["sagemaker.runningJobs"] ?? []).toEqual([]);
  });
});
