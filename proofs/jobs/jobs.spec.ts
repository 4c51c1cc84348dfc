import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type BatchSummary, batchPrefixes } from "@pictor/jobs";
import type { BusEvent, EventTap } from "../shared/event-tap";
import { JobsAtWork, statusesOf } from "../shared/jobs-at-work";
import { jobsNames } from "../shared/jobs-stack";
import { writePictures } from "../shared/pictures";
import { until } from "../shared/until";

const { input, manifests, output } = batchPrefixes("batch/");
const pictures = 205;
const broken = 5;
const executionChange = "Step Functions Execution Status Change";
const jobChange = "SageMaker Transform Job State Change";

describe("jobs, applied on a local AWS", () => {
  let jobs: JobsAtWork;
  let tap: EventTap;
  let folder: string;

  const summaries = () => jobs.keys(output, "/summary.json");
  const reschedule = (expression: string) =>
    jobs.synthesise([{ name: "daily", expression, prefix: `${input}daily/` }]);
  // No test lasts until then, even with its clock moved on.
  const seldom = "cron(0 3 29 2 ? *)";

  beforeAll(async () => {
    jobs = await JobsAtWork.open();
  });

  afterAll(() => jobs?.close());

  it("are created, and then Terraform has nothing left to do", async () => {
    reschedule(seldom);
    await jobs.apply();
    for (const name of ["ground", "jobs"]) {
      expect(await jobs.aws.terraform(name).hasChanges()).toBe(false);
    }
  });

  it("classify 205 pictures of three formats when a manifest is stored, five broken ones among them", async () => {
    tap = await jobs.tapEvents();
    folder = join(jobs.directory, "pictures");
    mkdirSync(folder);
    const names = writePictures(folder, pictures - broken, broken);
    await Promise.all(
      names.map((name) => jobs.put(`${input}day/${name}`, readFileSync(join(folder, name)))),
    );
    await jobs.put(
      `${manifests}day.json`,
      JSON.stringify([{ prefix: `s3://${jobsNames.bucket}/${input}day/` }, ...names]),
    );
    await until("the run has a summary", async () => (await summaries()).length > 0);
    const [key = ""] = await summaries();
    const summary = JSON.parse(await jobs.read(key)) as BatchSummary;
    expect(summary).toMatchObject({
      status: "complete",
      request: { kind: "manifest", key: `${manifests}day.json` },
      pictures,
      classified: pictures - broken,
      failures: { "undecodable-image": broken },
      labels: { JPEG: 67, PNG: 67, WEBP: 66 },
      jobs: 3,
    });
    expect(summary.jobSeconds).toBeGreaterThan(0);
    const lines = (await jobs.read(key.replace("summary.json", "results.jsonl"))).trim();
    const results = lines.split("\n").map((line) => JSON.parse(line));
    expect(results.map((line) => line.key)).toEqual(names.map((name) => `${input}day/${name}`));
    expect(results.filter((line) => line.error).map((line) => line.error.detail)).toEqual(
      Array(broken).fill("sent as image/*"),
    );
  });

  it("start no second run by what the first one wrote", async () => {
    await sleep(3000);
    expect(await summaries()).toHaveLength(1);
    expect(await jobs.keys(output, "/run.json")).toHaveLength(1);
    expect(await jobs.notices()).toEqual(["Batch run complete: 200"]);
  });

  it("send events of a run and of its jobs, with AWS's fields", async () => {
    let events: readonly BusEvent[] = [];
    await until("the run's end was reported", async () => {
      events = await tap.events();
      return statusesOf(events, executionChange, "status").includes("SUCCEEDED");
    });
    expect(statusesOf(events, executionChange, "status")).toEqual(["RUNNING", "SUCCEEDED"]);
    const machine = jobs.machine("transform");
    const end = events.find(({ detail }) => detail.status === "SUCCEEDED");
    expect(end).toMatchObject({
      ...{ source: "aws.states", account: "999999999999", region: "us-east-1" },
      resources: [end?.detail.executionArn],
      detail: {
        ...{ stateMachineArn: machine, error: null, cause: null },
        executionArn: expect.stringContaining(machine.replace(":stateMachine:", ":execution:")),
        ...{ startDate: expect.any(Number), stopDate: expect.any(Number) },
        output: expect.stringContaining('"status": "complete"'),
      },
    });
    const [{ params: created = {} } = {}] = await jobs.calls("CreateTransformJob");
    const own = events.filter(({ detail }) => detail.TransformJobName === created.TransformJobName);
    expect(statusesOf(own, jobChange, "TransformJobStatus")).toEqual(["InProgress", "Completed"]);
    expect(statusesOf(events, jobChange, "TransformJobStatus")).toHaveLength(2 * 3);
    expect(own.at(-1)).toMatchObject({
      source: "aws.sagemaker",
      resources: [own.at(-1)?.detail.TransformJobArn],
      detail: {
        ...{ ModelName: created.ModelName, Environment: { PICTOR_ERRORS: "inline" } },
        TransformInput: { ContentType: "image/*" },
        ...{ CreationTime: expect.any(Number), TransformEndTime: expect.any(Number) },
        Tags: { MANAGED_BY_AWS: "STARTED_BY_STEP_FUNCTIONS" },
      },
    });
  });

  it("ring no alarm of a run that is complete", async () => {
    await jobs.ring([], 1);
  });

  it("tell of a run that fails, by a notice, an event and an alarm that ends", async () => {
    await jobs.put(
      `${manifests}elsewhere.json`,
      JSON.stringify([{ prefix: `s3://${jobsNames.bucket}/` }, "capture/a.jpg"]),
    );
    await until("the run has told", async () => (await jobs.notices()).length > 1);
    expect(await jobs.notices()).toEqual(["Batch run complete: 200", "Batch run failed: 200"]);
    let events: readonly BusEvent[] = [];
    await until("the run's end was reported", async () => {
      events = await tap.events();
      return statusesOf(events, executionChange, "status").includes("FAILED");
    });
    expect(events.find(({ detail }) => detail.status === "FAILED")?.detail).toMatchObject({
      error: "Batch.Failed",
      cause: expect.stringContaining("The run could not be planned"),
      output: null,
    });
    await jobs.ring(["batch-failed", "symptom-jobs"], 2);
    await jobs.silence();
    await tap.close();
  });

  it("classify what lies below the prefix of a schedule, when its time has come", async () => {
    const [name = ""] = readdirSync(folder);
    await jobs.put(`${input}daily/${name}`, readFileSync(join(folder, name)));
    reschedule("rate(1 minute)");
    await jobs.aws.terraform("jobs").apply();
    await jobs.hand.change("clock", { advance: 60 });
    await until("the run has a summary", async () => (await summaries()).length > 1);
    const texts = await Promise.all((await summaries()).map((key) => jobs.read(key)));
    expect(texts.map((text) => (JSON.parse(text) as BatchSummary).request)).toContainEqual(
      expect.objectContaining({ kind: "prefix", key: `${input}daily/` }),
    );
    reschedule(seldom);
    await jobs.aws.terraform("jobs").apply();
  });

  it("send AWS no request that its models refuse", async () => {
    expect(await jobs.aws.look("violations")).toMatchObject({ findings: [], notUnderstood: [] });
  });

  it("are destroyed without a trace", async () => {
    for (const name of ["jobs", "ground"]) await jobs.aws.terraform(name).destroy();
    // The emulator remembers the ids of uploads in parts: AWS shows none that is complete.
    const { "s3._completed_multipart_uploads": _, ...left } = await jobs.aws.inventory();
    expect(left).toEqual(jobs.before);
  });
});
