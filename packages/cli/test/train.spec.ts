import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DescribeTrainingJobCommand,
  ListTrainingJobsCommand,
  type SageMakerClient,
} from "@aws-sdk/client-sagemaker";
import { type TrainingSummary, trainingRunId, trainingRunKeys } from "@pictor/contracts/training";
import type { TrainCommandOptions } from "../src/commands/train";
import { describeFailure } from "../src/run/failure";
import { Interrupted } from "../src/run/interrupt";
import { layout } from "../src/run/layout";
import { trainPlace } from "../src/train/place";
import { type TrainProps, train } from "../src/train/run";
import { CollectingDisplay, FakeBatch, writeFiles } from "./batch-fixture";
import { place } from "./release-fixture";

const where = trainPlace(place);
const succeeded = { status: "SUCCEEDED", state: "Done" };
const artefact = `s3://${where.bucket}/training/runs/r/output/job/output/model.tar.gz`;
const build = ["--weights", "weights.pth", "--sha256", "0a1b", "--labels", "labels.txt"];

let directory: string;
let dataset: string;
let out: string;
let aws: FakeBatch;
let display: CollectingDisplay;
let controller: AbortController;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "pictor-train-test-"));
  dataset = join(directory, "pets");
  out = join(directory, "out");
  aws = new FakeBatch(where);
  aws.looks = [succeeded];
  display = new CollectingDisplay();
  controller = new AbortController();
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** SageMaker with one job of a run. */
const sagemaker = {
  send: async (command: unknown) => {
    if (command instanceof ListTrainingJobsCommand) {
      return { TrainingJobSummaries: [{ TrainingJobName: `x-${command.input.NameContains}-1` }] };
    }
    if (!(command instanceof DescribeTrainingJobCommand)) throw new Error("unknown call");
    return {
      SecondaryStatus: "Training",
      TrainingStartTime: new Date(Date.now() - 90_000),
      SecondaryStatusTransitions: [{ Status: "Interrupted" }, { Status: "Training" }],
    };
  },
} as unknown as SageMakerClient;

const command = (task: TrainProps["task"], options: Partial<TrainCommandOptions> = {}) =>
  train({
    ...{ where, task, display, signal: controller.signal, pollMs: 1 },
    clients: { ...aws.clients, sagemaker },
    packSource: async (into) => writeFileSync(join(into, "sourcedir.tar.gz"), "script"),
    options: { set: { layers: "all", epochs: 3 }, out, ...options },
  });
const start = (options: Partial<TrainCommandOptions> = {}) =>
  command({ kind: "start", dataset }, options);
const failed = async (running: Promise<void>) => {
  const error = await running.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeDefined();
  return describeFailure(error, false);
};
const writePets = () => writeFiles(dataset, { "cat/a.jpg": 10, "cat/b.jpg": 11, "dog/a.png": 12 });

/** An archive of files, as SageMaker packs them. */
function archive(files: Readonly<Record<string, string>>): Buffer {
  const source = mkdtempSync(join(directory, "archive-"));
  writeFiles(source, files);
  const made = `${source}.tar.gz`;
  const args = ["-m", "tarfile", "-c", made, ...Object.keys(files)];
  expect(spawnSync(layout.modelPython, args, { cwd: source }).status).toBe(0);
  return readFileSync(made);
}

/** Lets the run end when it is looked at. */
function endsWith(changes: Partial<TrainingSummary> = {}): void {
  aws.onLook = ({ status }) => {
    if (status === "RUNNING") return;
    const run = aws.started.at(-1)?.name ?? "";
    const summary = {
      ...{ run, status: "complete", jobs: 1, trainingSeconds: 100, billableSeconds: 30 },
      ...{ savingPercent: 70, metrics: {}, reason: "", artefact },
      ...changes,
    };
    aws.put(trainingRunKeys(where.runs, run).summary, JSON.stringify(summary));
  };
  const at = "training/runs/r/output/job/output";
  const metrics = JSON.stringify({ accuracy: 0.9625, heldOut: 80, build });
  aws.objects.set(`${at}/model.tar.gz`, archive({ "weights.pth": "w", "labels.txt": "l" }));
  aws.objects.set(`${at}/output.tar.gz`, archive({ "metrics.json": metrics }));
}

describe("pictor train", () => {
  it("uploads dataset and script, trains, downloads the model and says how to release it", async () => {
    writePets();
    endsWith({ cost: { usd: 0.003, usdPerInstanceHour: 0.34, priced: "2026-11-01" } });
    await start();
    const [{ input, name } = { input: {}, name: "" }] = aws.started;
    const { code, data, hyperparameters, token } = input as Record<string, string>;
    expect(data).toMatch(/^training\/data\/[0-9a-f]{32}\/$/);
    expect(code).toMatch(/^training\/code\/[0-9a-f]{32}\/sourcedir\.tar\.gz$/);
    expect([...aws.uploads].sort()).toEqual(
      [code, ...["cat/a.jpg", "cat/b.jpg", "dog/a.png"].map((file) => `${data}${file}`)].sort(),
    );
    expect(hyperparameters).toEqual({ layers: "all", epochs: 3 });
    const texts = { layers: '"all"', epochs: "3" };
    expect(name).toBe(trainingRunId({ data, code, token, hyperparameters: texts } as never));
    expect(readdirSync(out).sort()).toEqual(["labels.txt", "metrics.json", "weights.pth"]);
    expect(display.steps).toEqual([
      "dataset done: 3 pictures of 2 classes",
      "upload done: 3 files",
      "script done: 1 files",
      `start done: run ${name}`,
      "run done: succeeded",
      `files done: ${out}`,
    ]);
    const [{ result, text } = { result: {}, text: "" }] = display.results;
    expect(text).toContain("accuracy   96.25 % of 80 held-out pictures");
    expect(text).toContain("saving     70 % by Managed Spot");
    expect(text).toContain("cost       $0.0030, at $0.34 for an instance and hour");
    expect(result).toMatchObject({
      ...{ run: name, out, accuracy: 0.9625, skipped: [] },
      release: [
        `pictor model build --weights ${out}/weights.pth --sha256 0a1b --labels ${out}/labels.txt --out ${out}/release`,
        `pictor model publish ${place.environment} ${out}/release/model.tar.gz`,
      ],
    });
  });

  it("uploads nothing twice", async () => {
    writePets();
    endsWith();
    await start();
    await start({ out: `${out}-2` });
    expect(aws.uploads).toHaveLength(4);
    expect(display.steps).toContain("upload done: 0 files, 3 were there");
    expect(new Set(aws.started.map(({ name }) => name)).size).toBe(2);
  });

  it("shows the machine's state, the job and its interruptions", async () => {
    writePets();
    aws.looks = [{ status: "RUNNING", state: "Train" }, succeeded];
    endsWith();
    await start();
    expect(display.progresses).toContainEqual(
      expect.stringMatching(/^run: Train, job 1, Training, 9\d s, interrupted 1 times$/),
    );
  });

  it("leaves a run alive at Ctrl-C, says how to return to it, and returns", async () => {
    writePets();
    aws.looks = [{ status: "RUNNING", state: "Train" }];
    aws.onLook = () => controller.abort(new Interrupted("SIGINT"));
    expect((await failed(start())).exitCode).toBe(130);
    const run = aws.started[0]?.name ?? "";
    expect(display.notes.at(-1)).toBe(
      `run ${run} goes on; return to it with: pictor train ${place.environment} --attach ${run}`,
    );
    controller = new AbortController();
    aws.looks = [succeeded];
    endsWith();
    await command({ kind: "attach", run });
    expect(aws.started).toHaveLength(1);
    expect(readdirSync(out)).toContain("weights.pth");
  });

  it("says at Ctrl-C before a run that none was started", async () => {
    writePets();
    aws.onUpload = () => controller.abort(new Interrupted("SIGINT"));
    expect((await failed(start())).exitCode).toBe(130);
    expect(display.notes.at(-1)).toContain("no run was started");
    expect(aws.started).toEqual([]);
  });

  it.each([
    ["one class", { "cat/a.jpg": 10 }, {}, /two classes at least, and '.*' has 'cat' alone$/],
    ["no class", { "a.jpg": 10 }, {}, /has none$/],
    [
      "the last layer without weights",
      { "cat/a.jpg": 10, "dog/a.jpg": 10 },
      { set: {} },
      /has no weights\.pth$/,
    ],
  ])("refuses %s before it uploads anything", async (_, files, options, message) => {
    writeFiles(dataset, files);
    const { event } = await failed(start(options));
    expect(event?.message).toMatch(message);
    expect(aws.uploads).toEqual([]);
  });

  it("uploads the weights to begin with, and leaves out what is in no class", async () => {
    writePets();
    writeFiles(dataset, { "weights.pth": "weights", "stray.jpg": 10 });
    endsWith();
    await start({ set: {} });
    expect(aws.uploads.filter((key) => key.endsWith("/weights.pth"))).toHaveLength(1);
    expect(aws.uploads.some((key) => key.endsWith("stray.jpg"))).toBe(false);
    expect(display.notes[0]).toBe(
      "files left out: 1, such as 'stray.jpg': it is in no class's directory",
    );
  });

  it("refuses to write into a directory that is not empty", async () => {
    writePets();
    mkdirSync(out);
    writeFileSync(join(out, "mine"), "x");
    endsWith();
    expect((await failed(start())).event?.message).toContain("is not an empty directory");
    expect(readdirSync(out)).toEqual(["mine"]);
  });

  it("leaves no half of a model behind, so that the download can be repeated", async () => {
    writePets();
    endsWith();
    const at = "training/runs/r/output/job/output";
    const whole = aws.objects.get(`${at}/output.tar.gz`) ?? Buffer.of();
    aws.objects.set(`${at}/output.tar.gz`, Buffer.from("torn"));
    expect((await failed(start())).event?.message).toMatch(
      /^output\.tar\.gz cannot be unpacked: ./,
    );
    expect(readdirSync(directory).filter((name) => name.startsWith("out"))).toEqual([]);
    aws.objects.set(`${at}/output.tar.gz`, whole);
    await command({ kind: "attach", run: aws.started[0]?.name ?? "" });
    expect(readdirSync(out)).toContain("weights.pth");
  });

  it.each([
    ["outOfTime", "the job took longer", /exceeded its time limits: the job took longer$/],
    ["stopped", "somebody stopped the job", /was stopped: somebody stopped the job$/],
    ["failed", "AlgorithmError: no classes", /failed: AlgorithmError: no classes$/],
  ] as const)("ends with the reason of a run that is %s", async (status, reason, message) => {
    writePets();
    aws.looks = [{ status: "FAILED", state: "Incomplete" }];
    endsWith({ status, reason });
    const { event, exitCode } = await failed(start());
    expect({ exitCode, message: event?.message }).toEqual({
      exitCode: 1,
      message: expect.stringMatching(message),
    });
    expect(display.results).toHaveLength(1);
    expect(readdirSync(directory)).not.toContain("out");
  });

  it("says why a run was not planned", async () => {
    writePets();
    const failure = { Error: "Error", Cause: JSON.stringify({ errorMessage: "no such data" }) };
    aws.looks = [{ status: "FAILED", state: "TellFailure", input: { failure } }];
    expect((await failed(start())).event?.message).toMatch(/failed: no such data$/);
  });

  it("refuses an environment without training, before it reads anything", async () => {
    aws.hasMachine = false;
    const { event, text } = await failed(start());
    expect(event?.message).toContain(`'${place.environment}' has no training`);
    expect(text).toContain("give the environment a 'training'");
  });
});
