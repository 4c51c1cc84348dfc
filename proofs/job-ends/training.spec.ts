import {
  CreateTrainingJobCommand,
  type CreateTrainingJobCommandInput,
  DescribeTrainingJobCommand,
  SageMakerClient,
  StopTrainingJobCommand,
} from "@aws-sdk/client-sagemaker";
import {
  type TrainingSummary,
  trainingPrefixes,
  trainingRunId,
  trainingRunKeys,
} from "@pictor/contracts/training";
import type { BusEvent, EventTap } from "../shared/event-tap";
import { type Call, type Ended, JobsAtWork, statusesOf } from "../shared/jobs-at-work";
import { jobsMinutes, jobsNames } from "../shared/jobs-stack";
import { trainingPython } from "../shared/model-python";
import { until } from "../shared/until";
import { tinyScript } from "./tiny-script";

const { runs } = trainingPrefixes("training/");
const data = "training/data/letters/";
const code = "training/code/tiny/sourcedir.tar.gz";
const jobChange = "SageMaker Training Job State Change";
/** Minutes that Step Functions waits for a job, which SageMaker itself should have ended by then. */
const jobMinutes = jobsMinutes.trainingWithWaits + 60;

type End = "well" | "badly" | "never";

describe("a training run on a local AWS, by SageMaker's toolkit", () => {
  let jobs: JobsAtWork;
  let tap: EventTap;
  let sagemaker: SageMakerClient;
  let ends = 0;

  const idOf = (token: string, end: End = "well") =>
    trainingRunId({ data, code, token, hyperparameters: { end: JSON.stringify(end) } });
  const start = (token: string, end: End = "well", name?: string) =>
    jobs.start("training", { data, code, token, hyperparameters: { end } }, name);
  const ended = async (arn: string): Promise<Ended> => {
    const found = await jobs.ended(arn);
    ends += 1;
    return found;
  };
  const summaryOf = async (run: string) =>
    JSON.parse(await jobs.read(trainingRunKeys(runs, run).summary)) as TrainingSummary;
  /** Requests for jobs of a run. */
  const creations = async (run: string): Promise<readonly Call[]> =>
    (await jobs.calls("CreateTrainingJob")).filter(({ params }) =>
      String(params.TrainingJobName).includes(run),
    );
  const jobOf = (run: string, attempt = 1) => `${jobsNames.training}-${run}-${attempt}`;
  const describeJob = async (run: string, attempt = 1) => {
    const TrainingJobName = jobOf(run, attempt);
    return sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName }));
  };
  /** Waits until a run's job has a status, or a secondary one. */
  const becomes = (run: string, status: string) =>
    until(`the job of run ${run} is ${status}`, async () => {
      if ((await creations(run)).length === 0) return false;
      const { SecondaryStatus, TrainingJobStatus } = await describeJob(run);
      return [SecondaryStatus, TrainingJobStatus].some((each) => each === status);
    });
  const fault = (kind: string, more: object = { times: 1 }) =>
    jobs.hand.change("faults", {
      ...{ service: "sagemaker", operation: "CreateTrainingJob", kind },
      ...more,
    });

  beforeAll(async () => {
    jobs = await JobsAtWork.open(trainingPython());
    sagemaker = new SageMakerClient(jobs.aws.client);
    jobs.synthesise();
    await jobs.apply();
    await jobs.put(`${data}a/one.txt`, "a");
    await jobs.put(code, tinyScript(jobs.directory));
    tap = await jobs.tapEvents();
  });

  afterEach(() => jobs.hand.change("faults", {}, "DELETE"));
  afterAll(() => jobs?.close());

  it("that is complete tells by a notice and by events with AWS's fields, and rings no alarm", async () => {
    const arn = await start("good");
    expect(await ended(arn)).toMatchObject({ status: "SUCCEEDED" });
    const run = idOf("good");
    expect(await summaryOf(run)).toMatchObject({
      ...{ status: "complete", jobs: 1, metrics: { "validation:accuracy": 0.97 } },
    });
    expect(await jobs.notices()).toEqual(["Training complete: 200"]);
    let events: readonly BusEvent[] = [];
    await until("the ends of run and job were reported", async () => {
      events = await tap.events();
      const found = [...statusesOf(events, jobChange, "TrainingJobStatus")];
      const executions = statusesOf(events, "Step Functions Execution Status Change", "status");
      return found.includes("Completed") && executions.join() === "RUNNING,SUCCEEDED";
    });
    const seconds = ["Starting", "Downloading", "Training", "Uploading", "Completed"];
    expect(statusesOf(events, jobChange, "SecondaryStatus")).toEqual(seconds);
    const { TrainingJobArn } = await describeJob(run);
    expect(events.find(({ detail }) => detail.TrainingJobStatus === "Completed")).toMatchObject({
      ...{ source: "aws.sagemaker", resources: [TrainingJobArn] },
      detail: {
        ...{ TrainingJobName: jobOf(run), TrainingJobArn, EnableManagedSpotTraining: true },
        ModelArtifacts: { S3ModelArtifacts: (await summaryOf(run)).artefact },
        ...{ CreationTime: expect.any(Number), TrainingEndTime: expect.any(Number) },
        Tags: { MANAGED_BY_AWS: "STARTED_BY_STEP_FUNCTIONS" },
      },
    });
    expect(events.find(({ detail }) => detail.status === "SUCCEEDED")).toMatchObject({
      resources: [arn],
      detail: { executionArn: arn, stateMachineArn: jobs.machine("training"), error: null },
    });
    await jobs.ring([], ends);
  });

  it("that is throttled asks again under the same name", async () => {
    await fault("throttling", { times: 2 });
    expect(await ended(await start("throttled"))).toMatchObject({ status: "SUCCEEDED" });
    const calls = await creations(idOf("throttled"));
    expect(calls.map(({ status }) => status)).toEqual([400, 400, 200]);
    expect(new Set(calls.map(({ params }) => params.TrainingJobName)).size).toBe(1);
  });

  it.each([
    ["capacity", "without instances waits, and has another job", "job-capacity", 310],
    ["ill", "whose job SageMaker itself fails has another one", "job-failure", 70],
  ])("%s: %s with the same checkpoints", async (token, _, kind, advance) => {
    await fault(kind);
    const arn = await start(token);
    await becomes(idOf(token), "Failed");
    await until("the machine waits", async () => (await jobs.states(arn)).includes("Backoff"));
    await jobs.passWait(
      advance,
      "a second job is asked for",
      async () => (await creations(idOf(token))).length > 1,
    );
    expect(await ended(arn)).toMatchObject({ status: "SUCCEEDED" });
    const calls = await creations(idOf(token));
    expect(calls.map(({ params }) => params.TrainingJobName)).toEqual(
      [1, 2].map((attempt) => jobOf(idOf(token), attempt)),
    );
    const places = calls.map(({ params }) => JSON.stringify(params.CheckpointConfig));
    expect(new Set(places).size).toBe(1);
    expect(await summaryOf(idOf(token))).toMatchObject({ status: "complete", jobs: 2 });
  });

  it("whose script fails has no other job, and tells by a notice, an event and an alarm", async () => {
    await jobs.silence();
    const arn = await start("bad", "badly");
    expect(await ended(arn)).toMatchObject({ status: "FAILED", error: "Training.Incomplete" });
    const run = idOf("bad", "badly");
    expect(await creations(run)).toHaveLength(1);
    const { reason, status } = await summaryOf(run);
    expect([status, reason]).toEqual(["failed", expect.stringMatching(/no such layer/)]);
    expect((await jobs.notices()).at(-1)).toBe("Training not complete: 200");
    await until("the run's end was reported", async () =>
      (await tap.events()).some(
        ({ detail }) => detail.executionArn === arn && detail.error === "Training.Incomplete",
      ),
    );
    await jobs.ring(["symptom-jobs", "training-failed"], ends);
    await jobs.silence();
  });

  it("whose job somebody stops has no other job", async () => {
    const run = idOf("stopped", "never");
    const arn = await start("stopped", "never");
    await becomes(run, "Training");
    await sagemaker.send(new StopTrainingJobCommand({ TrainingJobName: jobOf(run) }));
    expect(await ended(arn)).toMatchObject({ status: "FAILED", error: "Training.Incomplete" });
    expect(await creations(run)).toHaveLength(1);
    expect(await summaryOf(run)).toMatchObject({
      ...{ status: "stopped", reason: "somebody stopped the job" },
    });
  });

  it("that trains longer than it may is stopped by SageMaker, and has no other job", async () => {
    const run = idOf("late", "never");
    const arn = await start("late", "never");
    await becomes(run, "Training");
    await jobs.hand.change("clock", { advance: jobsMinutes.training * 60 });
    expect(await ended(arn)).toMatchObject({ status: "FAILED", error: "Training.Incomplete" });
    expect(await describeJob(run)).toMatchObject({ SecondaryStatus: "MaxRuntimeExceeded" });
    expect(await creations(run)).toHaveLength(1);
    expect(await summaryOf(run)).toMatchObject({ status: "outOfTime" });
  });

  it("whose job outlasts SageMaker's limits is stopped by the machine", async () => {
    await fault("job-hang");
    const run = idOf("deaf");
    const arn = await start("deaf");
    await becomes(run, "InProgress");
    await jobs.hand.change("clock", { advance: jobMinutes * 60 });
    expect(await ended(arn)).toMatchObject({ status: "FAILED", error: "Training.Incomplete" });
    expect(await jobs.states(arn)).toContain("Stop");
    await becomes(run, "Stopped");
    expect(await summaryOf(run)).toMatchObject({ status: "outOfTime" });
    await jobs.silence();
  });

  it("that is asked for twice trains once, and tells once", async () => {
    const notices = await jobs.notices();
    const first = await start("twice", "well", "first");
    // The start itself may be delivered twice as well.
    expect(await start("twice", "well", "first")).toBe(first);
    expect(await ended(first)).toMatchObject({ status: "SUCCEEDED" });
    const second = await start("twice", "well", "second");
    expect(await ended(second)).toMatchObject({ status: "SUCCEEDED" });
    expect(await jobs.states(second)).toEqual(["Plan", "Claimed", "DeliveredAgain"]);
    expect(await creations(idOf("twice"))).toHaveLength(1);
    expect(await jobs.notices()).toEqual([...notices, "Training complete: 200"]);
  });

  it("whose job exists already follows it", async () => {
    const run = idOf("followed");
    const [model] = await creations(idOf("twice"));
    const text = JSON.stringify(model?.params).replaceAll(idOf("twice"), run);
    const request = JSON.parse(text) as CreateTrainingJobCommandInput;
    await sagemaker.send(new CreateTrainingJobCommand(request));
    const arn = await start("followed");
    await becomes(run, "Completed");
    await jobs.passWait(
      60,
      "the run has ended",
      async () => (await jobs.describe(arn)).status !== "RUNNING",
    );
    expect(await ended(arn)).toMatchObject({ status: "SUCCEEDED" });
    expect((await creations(run)).map(({ status }) => status)).toEqual([200, 400]);
    expect(await summaryOf(run)).toMatchObject({ status: "complete", jobs: 1 });
  });

  it.each([
    ["takes too long itself", "endless", "TIMED_OUT", "training-timed-out"],
    ["somebody aborts", "aborted", "ABORTED", "training-aborted"],
  ])("that %s is ended with its job, and rings its alarm", async (_, token, status, alarm) => {
    await fault("job-hang");
    const arn = await start(token);
    await becomes(idOf(token), "InProgress");
    if (status === "ABORTED") await jobs.abort(arn);
    // Five jobs, each with three hours of waits before it is created.
    else await jobs.hand.change("clock", { advance: 5 * (jobMinutes + 180) * 60 });
    expect(await ended(arn)).toMatchObject({ status });
    await becomes(idOf(token), "Stopped");
    await jobs.ring(["symptom-jobs", alarm], ends);
    await jobs.silence();
  });

  it("sends AWS no request that its models refuse, and leaves nothing running", async () => {
    expect(await jobs.aws.look("violations")).toMatchObject({ findings: [], notUnderstood: [] });
    const left = await jobs.aws.inventory();
    expect(left["sagemaker.runningJobs"] ?? []).toEqual([]);
    expect(left["states.runningExecutions"] ?? []).toEqual([]);
  });
});
