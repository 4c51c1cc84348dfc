import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { arnOf } from "@pictor/contracts";
import type { BatchSchedule } from "@pictor/jobs";
import { askJson } from "./aws-json";
import { type BusEvent, EventTap } from "./event-tap";
import { Hand } from "./hand";
import { jobsNames, synthesiseJobs } from "./jobs-stack";
import { LocalAws } from "./local-aws";
import { decodingModel } from "./pictures";
import { type SmallArtefact, smallArtefact } from "./small-artefact";
import { until } from "./until";

const place = { environment: "jobs", accountId: "999999999999", region: "us-east-1" };

/** Seconds of the longest period of an alarm. */
const periodSeconds = 300;
/** More than an alarm looks back. */
const silentPeriods = 6;
const looksMs = 600;

/** A call of AWS, as the local AWS records it. */
export interface Call {
  readonly service: string;
  readonly operation: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly status: number;
}

/** How an execution ended. */
export interface Ended {
  readonly executionArn: string;
  readonly status: string;
  readonly error?: string;
  readonly cause?: string;
  readonly output?: string;
}

/** Both machines, applied to a local AWS, and what a test sees of their runs. */
export class JobsAtWork {
  private constructor(
    public readonly directory: string,
    public readonly aws: LocalAws,
    public readonly hand: Hand,
    public readonly s3: S3Client,
    /** What existed before anything was applied. */
    public readonly before: unknown,
    private readonly artefact: SmallArtefact,
  ) {}

  /** Starts a local AWS. */
  public static async open(trainingPython?: string): Promise<JobsAtWork> {
    const directory = mkdtempSync(join(tmpdir(), "pictor-jobs-"));
    const more = trainingPython === undefined ? {} : { trainingPython };
    const aws = await LocalAws.start(place, directory, more);
    const hand = new Hand(aws.client, join(directory, "aws"));
    const s3 = new S3Client({ ...aws.client, forcePathStyle: true });
    const artefact = smallArtefact(directory, "formats", decodingModel);
    return new JobsAtWork(directory, aws, hand, s3, await aws.inventory(), artefact);
  }

  /** Synthesises both stacks, again where they exist already. */
  public synthesise(schedules: readonly BatchSchedule[] = []): void {
    synthesiseJobs(place, this.artefact.release, join(this.directory, "cdktf.out"), schedules);
  }

  /** Applies both stacks. */
  public async apply(): Promise<void> {
    const { bytes, release } = this.artefact;
    for (const name of ["ground", "jobs"]) {
      const stack = this.aws.terraform(name);
      await stack.init();
      await stack.apply();
      if (name === "ground") await this.put(release.key, bytes);
    }
    await this.hand.change("delays", { metrics: 0 });
  }

  public async close(): Promise<void> {
    await this.aws.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  public async put(key: string, body: Buffer | string): Promise<void> {
    await this.s3.send(new PutObjectCommand({ Bucket: jobsNames.bucket, Key: key, Body: body }));
  }

  public async read(key: string): Promise<string> {
    const { Body } = await this.s3.send(
      new GetObjectCommand({ Bucket: jobsNames.bucket, Key: key }),
    );
    return (await Body?.transformToString()) ?? "";
  }

  /** Keys below a prefix that end as given. */
  public async keys(prefix: string, end: string): Promise<readonly string[]> {
    const { Contents = [] } = await this.s3.send(
      new ListObjectsV2Command({ Bucket: jobsNames.bucket, Prefix: prefix }),
    );
    return Contents.map(({ Key = "" }) => Key).filter((key) => key.endsWith(end));
  }

  /** Calls of an operation so far, in order. */
  public async calls(operation: string): Promise<readonly Call[]> {
    const { calls } = await this.aws.look<{ readonly calls: readonly Call[] }>("requests");
    return calls.filter((call) => call.operation === operation);
  }

  /** Subjects of the messages that runs have published so far, with their statuses. */
  public async notices(): Promise<readonly string[]> {
    return (await this.calls("Publish")).map(
      ({ params, status }) => `${params.Subject}: ${status}`,
    );
  }

  /** ARN of a machine. */
  public machine(name: "transform" | "training"): string {
    return arnOf(place, "states", `stateMachine:${jobsNames[name]}`);
  }

  /** Starts an execution and returns its ARN. */
  public async start(
    machine: "transform" | "training",
    input: object,
    name?: string,
  ): Promise<string> {
    const { executionArn } = await askJson<{ readonly executionArn: string }>(
      this.aws.client,
      "states",
      "StartExecution",
      {
        stateMachineArn: this.machine(machine),
        input: JSON.stringify(input),
        ...(name !== undefined && { name }),
      },
    );
    return executionArn;
  }

  /** Ends an execution from outside. */
  public async abort(executionArn: string): Promise<void> {
    await askJson(this.aws.client, "states", "StopExecution", { executionArn });
  }

  /** An execution as it is. */
  public async describe(executionArn: string): Promise<Ended> {
    return askJson<Ended>(this.aws.client, "states", "DescribeExecution", { executionArn });
  }

  /**
   * Ends a wait of a machine. A wait may begin a moment after what tells of it, so the clock is moved on until the wait is
   * over.
   */
  public async passWait(
    seconds: number,
    what: string,
    isOver: () => Promise<boolean>,
  ): Promise<void> {
    await until(what, async () => {
      await this.hand.change("clock", { advance: seconds });
      await sleep(looksMs);
      return isOver();
    });
  }

  /** An execution once it has ended. */
  public async ended(executionArn: string): Promise<Ended> {
    let found = await this.describe(executionArn);
    await until(
      `${executionArn} has ended`,
      async () => {
        found = await this.describe(executionArn);
        return found.status !== "RUNNING";
      },
      () => JSON.stringify(found),
    );
    return found;
  }

  /** Names of the machine's own states that an execution has entered. Of those in a Map there are none. */
  public async states(executionArn: string): Promise<readonly string[]> {
    const { events } = await askJson<{
      readonly events: readonly { readonly stateEnteredEventDetails?: { readonly name: string } }[];
    }>(this.aws.client, "states", "GetExecutionHistory", { executionArn, maxResults: 1000 });
    return events.flatMap(({ stateEnteredEventDetails: state }) =>
      state === undefined ? [] : [state.name],
    );
  }

  /** Receives the events of both services from now on. */
  public async tapEvents(): Promise<EventTap> {
    return EventTap.open(this.aws.client, place, ["aws.states", "aws.sagemaker"]);
  }

  /** Moves the clock on until the current period of the alarms and, if wanted, further ones are over. */
  private async passPeriods(count: number): Promise<void> {
    const now = await this.hand.now();
    const advance = count * periodSeconds - (now % periodSeconds) + 1;
    await this.hand.change("clock", { advance });
  }

  /**
   * Waits until no alarm rings any more. Where a period has no data, AWS judges older ones: an alarm ends some periods after
   * its cause.
   */
  public async silence(): Promise<void> {
    await this.passPeriods(silentPeriods);
    let ringing: readonly string[] = [];
    await until(
      "no alarm rings",
      async () => {
        ringing = await this.hand.alarms();
        return ringing.length === 0;
      },
      () => ringing.join(", "),
    );
  }

  /**
   * Ends the current period of the alarms, and waits until these alarms ring and no others.
   *
   * @param alarms names without their beginning
   * @param ended runs that must be counted, of both machines
   */
  public async ring(alarms: readonly string[], ended: number): Promise<void> {
    await this.passPeriods(1);
    const { hand } = this;
    await until("every run that has ended is counted", async () => {
      const published = await hand.published();
      return published.filter(({ name }) => name === "ExecutionTime").length >= ended;
    });
    // The local AWS looks at its alarms some times a second; silence, too, must be that of the new period.
    await sleep(looksMs);
    let ringing: readonly string[] = [];
    await until(
      `these alarms ring: ${alarms.join(", ") || "none"}`,
      async () => {
        ringing = (await hand.alarms()).map((name) => name.replace("pictor-jobs-", ""));
        return ringing.join() === alarms.join();
      },
      () => ringing.join(", "),
    );
  }
}

/** The statuses of a job or an execution that events report, in their order. */
export function statusesOf(
  events: readonly BusEvent[],
  detailType: string,
  field: string,
): readonly unknown[] {
  return events
    .filter((event) => event["detail-type"] === detailType)
    .map(({ detail }) => detail[field]);
}
