import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  CreateTransformJobCommand,
  type CreateTransformJobCommandInput,
  DescribeTransformJobCommand,
  SageMakerClient,
  StopTransformJobCommand,
} from "@aws-sdk/client-sagemaker";
import { runId } from "@pictor/contracts/batch";
import { type BatchSummary, batchPrefixes, runKeys } from "@pictor/jobs";
import { type Call, type Ended, JobsAtWork } from "../shared/jobs-at-work";
import { jobsMinutes, jobsNames } from "../shared/jobs-stack";
import { writePictures } from "../shared/pictures";
import { until } from "../shared/until";

const { input, output } = batchPrefixes("batch/");
const prefix = `${input}few/`;
/** More than a job has answered when a fault hits it: it asks for four at the same time. */
const pictures = 9;

describe("a batch run on a local AWS", () => {
  let jobs: JobsAtWork;
  let sagemaker: SageMakerClient;
  let ends = 0;

  const idOf = (token: string) => runId({ kind: "prefix", key: prefix, token });
  const start = (token: string, name?: string) => jobs.start("transform", { prefix, token }, name);
  const ended = async (arn: string): Promise<Ended> => {
    const found = await jobs.ended(arn);
    ends += 1;
    return found;
  };
  const summaryOf = async (token: string) =>
    JSON.parse(await jobs.read(runKeys(output, idOf(token)).summary)) as BatchSummary;
  /** Requests for jobs of a run. */
  const creations = async (token: string): Promise<readonly Call[]> =>
    (await jobs.calls("CreateTransformJob")).filter(({ params }) =>
      String(params.TransformJobName).includes(idOf(token)),
    );
  const created = (token: string, count = 1) =>
    until(`run ${token} has asked for ${count} jobs`, async () => {
      const calls = await creations(token);
      return calls.length === count;
    });
  const jobOf = (token: string, attempt = 1) =>
    `${jobsNames.transform}-${idOf(token)}-0001-${attempt}`;
  const statusOf = async (job: string) =>
    (await sagemaker.send(new DescribeTransformJobCommand({ TransformJobName: job })))
      .TransformJobStatus;
  const stopped = (job: string) =>
    until(`${job} is stopped`, async () => (await statusOf(job)) === "Stopped");
  const fault = (kind: string, more: object = { times: 1 }) =>
    jobs.hand.change("faults", {
      ...{ service: "sagemaker", operation: "CreateTransformJob", kind },
      ...more,
    });
  const answersOf = (token: string) => jobs.keys(`${output}${idOf(token)}/answers/`, ".out");
  /** Waits until a hanging job has answered some pictures. */
  const answered = (token: string) =>
    until(`the job of ${token} has answered`, async () => (await answersOf(token)).length > 1);
  /** What a run that has a single job, ended before its time, says of it. */
  const expectKept = async (token: string) => {
    const classified = (await answersOf(token)).length;
    expect(classified).toBeLessThan(pictures);
    expect(await summaryOf(token)).toMatchObject({
      ...{ status: "incomplete", jobs: 1, classified },
      failures: { unanswered: pictures - classified },
    });
  };

  beforeAll(async () => {
    jobs = await JobsAtWork.open();
    sagemaker = new SageMakerClient(jobs.aws.client);
    jobs.synthesise();
    await jobs.apply();
    const folder = join(jobs.directory, "pictures");
    mkdirSync(folder);
    for (const name of writePictures(folder, pictures, 0)) {
      await jobs.put(`${prefix}${name}`, readFileSync(join(folder, name)));
    }
  });

  afterEach(() => jobs.hand.change("faults", {}, "DELETE"));
  afterAll(() => jobs?.close());

  it("that is throttled asks again under the same name, and rings no alarm", async () => {
    await fault("throttling", { times: 2 });
    expect(await ended(await start("throttled"))).toMatchObject({ status: "SUCCEEDED" });
    const calls = await creations("throttled");
    expect(calls.map(({ status }) => status)).toEqual([400, 400, 200]);
    expect(new Set(calls.map(({ params }) => params.TransformJobName)).size).toBe(1);
    expect(await summaryOf("throttled")).toMatchObject({ status: "complete", jobs: 1 });
    await jobs.ring([], ends);
  });

  it("whose request for a job is lost asks again under the same name", async () => {
    await fault("reset");
    expect(await ended(await start("lost"))).toMatchObject({ status: "SUCCEEDED" });
    const names = (await creations("lost")).map(({ params }) => params.TransformJobName);
    expect(names).toEqual([jobOf("lost"), jobOf("lost")]);
    expect(await summaryOf("lost")).toMatchObject({ status: "complete", jobs: 1 });
  });

  it("without instances waits, and has another job", async () => {
    await fault("job-capacity");
    const arn = await start("capacity");
    await created("capacity");
    const next = runKeys(output, idOf("capacity")).manifest("0001", 2);
    await until("a second job is planned", async () => (await jobs.keys(next, "")).length > 0);
    await jobs.passWait(
      300,
      "a second job is asked for",
      async () => (await creations("capacity")).length > 1,
    );
    expect(await ended(arn)).toMatchObject({ status: "SUCCEEDED" });
    expect(await summaryOf("capacity")).toMatchObject({ classified: pictures, jobs: 2 });
  });

  it("whose job fails has another one, for the pictures without an answer alone", async () => {
    await fault("job-failure", { after: 2, times: 1 });
    expect(await ended(await start("failed"))).toMatchObject({ status: "SUCCEEDED" });
    expect(await summaryOf("failed")).toMatchObject({ classified: pictures, jobs: 2 });
    const keys = runKeys(output, idOf("failed"));
    const [first, second] = await Promise.all(
      [1, 2].map(async (attempt) => JSON.parse(await jobs.read(keys.manifest("0001", attempt)))),
    );
    expect(first).toHaveLength(1 + pictures);
    expect(second.length).toBeLessThan(first.length);
    await jobs.ring([], ends);
  });

  it("whose second job fails, too, tells what it lacks, by a notice and an alarm", async () => {
    await fault("job-failure", { times: 2 });
    expect(await ended(await start("broken"))).toMatchObject({
      ...{ status: "FAILED", error: "Batch.Incomplete" },
    });
    expect(await summaryOf("broken")).toMatchObject({
      ...{ status: "incomplete", classified: 0, failures: { unanswered: pictures }, jobs: 2 },
    });
    expect((await jobs.notices()).at(-1)).toBe("Batch run incomplete: 200");
    await jobs.ring(["batch-failed", "symptom-jobs"], ends);
    await jobs.silence();
  });

  it("whose job somebody stops keeps what it answered, and has no other job", async () => {
    await fault("job-hang", { after: 2, times: 1 });
    const arn = await start("stopped");
    await answered("stopped");
    await sagemaker.send(new StopTransformJobCommand({ TransformJobName: jobOf("stopped") }));
    expect(await ended(arn)).toMatchObject({ status: "FAILED", error: "Batch.Incomplete" });
    expect(await creations("stopped")).toHaveLength(1);
    await expectKept("stopped");
  });

  it("whose job takes too long stops it, keeps what it answered, and has no other job", async () => {
    await fault("job-hang", { after: 2, times: 1 });
    const arn = await start("late");
    await answered("late");
    await jobs.hand.change("clock", { advance: jobsMinutes.job * 60 });
    expect(await ended(arn)).toMatchObject({ status: "FAILED", error: "Batch.Incomplete" });
    await stopped(jobOf("late"));
    expect(await creations("late")).toHaveLength(1);
    await expectKept("late");
    await jobs.silence();
  });

  it("that is asked for twice runs once, and tells once", async () => {
    const notices = await jobs.notices();
    const first = await start("twice", "first");
    // The start itself may be delivered twice as well.
    expect(await start("twice", "first")).toBe(first);
    expect(await ended(first)).toMatchObject({ status: "SUCCEEDED" });
    const second = await start("twice", "second");
    expect(await ended(second)).toMatchObject({ status: "SUCCEEDED" });
    expect(await jobs.states(second)).toEqual(["Plan", "Claimed", "DeliveredAgain"]);
    expect(await creations("twice")).toHaveLength(1);
    expect(await jobs.notices()).toEqual([...notices, "Batch run complete: 200"]);
  });

  it("whose job exists already follows it", async () => {
    const keys = runKeys(output, idOf("followed"));
    const [model] = await creations("twice");
    const text = JSON.stringify(model?.params).replaceAll(idOf("twice"), idOf("followed"));
    await jobs.put(
      keys.manifest("0001", 1),
      await jobs.read(runKeys(output, idOf("twice")).manifest("0001", 1)),
    );
    const request = JSON.parse(text) as CreateTransformJobCommandInput;
    await sagemaker.send(new CreateTransformJobCommand(request));
    const arn = await start("followed");
    await created("followed", 2);
    await until("the job is complete", async () =>
      ["Completed"].includes(String(await statusOf(jobOf("followed")))),
    );
    await jobs.passWait(
      60,
      "the run has ended",
      async () => (await jobs.describe(arn)).status !== "RUNNING",
    );
    expect(await ended(arn)).toMatchObject({ status: "SUCCEEDED" });
    expect((await creations("followed")).map(({ status }) => status)).toEqual([200, 400]);
    expect(await summaryOf("followed")).toMatchObject({ classified: pictures, jobs: 1 });
  });

  it("that takes too long itself is ended with its job, and rings its alarm", async () => {
    await fault("job-hang");
    const arn = await start("endless");
    await created("endless");
    await until("the job exists", async () =>
      ["InProgress"].includes(String(await statusOf(jobOf("endless")))),
    );
    await jobs.hand.change("clock", { advance: jobsMinutes.run * 60 });
    expect(await ended(arn)).toMatchObject({ status: "TIMED_OUT" });
    await stopped(jobOf("endless"));
    await jobs.ring(["batch-timed-out", "symptom-jobs"], ends);
    await jobs.silence();
  });

  it("that somebody aborts is ended with its job, and rings its alarm", async () => {
    await fault("job-hang");
    const arn = await start("aborted");
    await created("aborted");
    await until("the job exists", async () =>
      ["InProgress"].includes(String(await statusOf(jobOf("aborted")))),
    );
    await jobs.abort(arn);
    expect(await ended(arn)).toMatchObject({ status: "ABORTED" });
    await stopped(jobOf("aborted"));
    await jobs.ring(["batch-aborted", "symptom-jobs"], ends);
    await jobs.silence();
  });

  it("whose transitions are throttled rings its alarm the second time", async () => {
    const throttled = async (token: string) => {
      const transition = { service: "stepfunctions", kind: "transition-throttling", times: 1 };
      await jobs.hand.change("faults", transition);
      const arn = await jobs.start("transform", { prefix: `${input}none/`, token });
      expect(await ended(arn)).toMatchObject({ status: "SUCCEEDED" });
    };
    await throttled("once");
    await jobs.ring([], ends);
    await throttled("again");
    await jobs.ring(["batch-throttled", "symptom-jobs"], ends);
  });

  it("sends AWS no request that its models refuse, and leaves nothing running", async () => {
    expect(await jobs.aws.look("violations")).toMatchObject({ findings: [], notUnderstood: [] });
    const left = await jobs.aws.inventory();
    expect(left["sagemaker.runningJobs"] ?? []).toEqual([]);
    expect(left["states.runningExecutions"] ?? []).toEqual([]);
  });
});
