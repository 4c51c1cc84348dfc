import { createHandler } from "../../lambda/batch/handler";
import { type ObjectStore, TooLargeError } from "../../lambda/batch/object-store";
import { type TransformMachineInputs, transformMachine } from "../../src/batch/transform-machine";
import type { BatchEvent } from "../../src/run/events";
import { manifestKeys } from "../../src/run/manifest";
import type { BatchSettings } from "../../src/run/settings";
import { type Execution, execute, StateError } from "../machine/interpreter";

const bucket = "pictures-payloads";
const place = { accountId: "123456789012", region: "us-east-1" };
const settings: BatchSettings = {
  bucket,
  prefix: "batch/",
  name: "pictures-transform",
  picturesPerJob: 100,
  mostParts: 3,
  pictureBytes: 4_000_000,
  instances: 2,
  rate: { usdPerHour: 0.204, read: "2026-11-01" },
};
export const inputs: TransformMachineInputs = {
  region: place.region,
  functionArn: "arn:aws:lambda:us-east-1:123456789012:function:pictures-transform-step:live",
  modelName: "pictures-model",
  instanceType: "ml.c5.xlarge",
  instanceCount: 2,
  jobsAtOnce: 2,
  maxConcurrentTransforms: 4,
  maxPayloadMb: 4,
  jobSeconds: 3600,
  runSeconds: 7200,
  outputKeyArn: "arn:aws:kms:us-east-1:123456789012:key/k",
  topicArn: "arn:aws:sns:us-east-1:123456789012:pictures-notify",
  tags: { Environment: "prod" },
};

/** A bucket in memory. */
export class MemoryStore implements ObjectStore {
  public readonly objects = new Map<string, string>();
  /** Sizes of objects whose text is not of their size. */
  public readonly sizes = new Map<string, number>();

  public async *list(prefix: string): AsyncGenerator<{ key: string; bytes: number }, undefined> {
    for (const key of [...this.objects.keys()].filter((each) => each.startsWith(prefix)).sort()) {
      yield { key, bytes: this.sizes.get(key) ?? this.objects.get(key)?.length ?? 0 };
    }
    return undefined;
  }

  public async read(key: string, most: number): Promise<string> {
    const text = this.objects.get(key);
    if (text === undefined) throw Object.assign(new Error(key), { name: "NoSuchKey" });
    if (text.length > most) throw new TooLargeError(key, text.length, most);
    return text;
  }

  public async *stream(key: string): AsyncGenerator<Uint8Array, undefined> {
    yield Buffer.from(await this.read(key, Number.POSITIVE_INFINITY));
    return undefined;
  }

  public async write(key: string, text: string): Promise<void> {
    this.objects.set(key, text);
  }

  public async claim(key: string, text: string): Promise<boolean> {
    if (this.objects.has(key)) return false;
    this.objects.set(key, text);
    return true;
  }

  public async writeAll(key: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
    const all: Uint8Array[] = [];
    for await (const piece of pieces) all.push(piece);
    this.objects.set(key, Buffer.concat(all).toString());
  }
}

/** What becomes of a job. By default it answers every picture. */
export type JobScript =
  | {
      readonly end: "Completed" | "Failed" | "Stopped" | "timeout";
      /** Of its pictures, those that it answers. @default - all */
      readonly answers?: (key: string) => boolean;
      readonly reason?: string;
    }
  | { readonly refuse: string };

interface Job {
  readonly name: string;
  readonly keys: readonly string[];
  status: string;
}

/** S3, SageMaker, SNS and the function in memory, and the machine over them. */
export class World {
  public readonly store = new MemoryStore();
  public readonly jobs: Job[] = [];
  public readonly messages: string[] = [];
  public readonly stopped: string[] = [];
  /** What SageMaker answers to whoever stops a job. @default - it stops the job */
  public stopError: string | undefined;
  /** Scripts of jobs by name; each is used once, in order. */
  public readonly scripts = new Map<string, JobScript[]>();
  /** What the model answers to a picture. */
  public answer: (key: string) => unknown = (key) => ({
    predictions: [
      { label: key.endsWith("cat.jpg") ? "cat" : "dog", index: 1, score: 0.9 },
      { label: "fish", index: 2, score: 0.1 },
    ],
  });
  public readonly settings: BatchSettings;
  /** Steps of the function that fail, with an error's name. */
  public readonly broken = new Map<string, string>();
  private readonly handler: (event: BatchEvent) => Promise<unknown>;

  public constructor(changes: Partial<BatchSettings> = {}) {
    this.settings = { ...settings, ...changes };
    this.handler = createHandler({
      settings: this.settings,
      store: this.store,
      now: () => new Date("2026-11-29T08:10:00.000Z"),
    });
  }

  public async addPictures(count: number, folder = "batch/in/day/"): Promise<void> {
    for (let at = 0; at < count; at += 1) {
      await this.store.write(
        `${folder}${String(at).padStart(4, "0")}-${at % 2 === 0 ? "cat" : "dog"}.jpg`,
        "jpeg",
      );
    }
  }

  public async run(
    request: unknown = { prefix: "batch/in/day/" },
    name = "run-1",
  ): Promise<Execution> {
    return execute(transformMachine(inputs), request, name, {
      "lambda:invoke": async (parameters) => ({ Payload: await this.call(parameters.Payload) }),
      "sns:publish": async ({ Message }) => {
        this.messages.push(String(Message));
      },
      "sagemaker:createTransformJob.sync": (parameters) => this.transform(parameters),
      "aws-sdk:sagemaker:describeTransformJob": async ({ TransformJobName }) =>
        this.describe(String(TransformJobName)),
      "aws-sdk:sagemaker:stopTransformJob": async ({ TransformJobName }) => {
        this.stopped.push(String(TransformJobName));
        if (this.stopError !== undefined) throw new StateError(this.stopError, "it has ended");
      },
    });
  }

  /** Result lines of the only run. */
  public lines(): readonly Record<string, unknown>[] {
    return this.text("results.jsonl")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
  }

  public summary(): Record<string, unknown> {
    return JSON.parse(this.text("summary.json"));
  }

  /** A job that exists already, as after a creation that was delivered twice. */
  public begun(name: string, keys: readonly string[]): Job {
    const job = { name, keys, status: "InProgress" };
    this.jobs.push(job);
    return job;
  }

  private text(name: string): string {
    const key = [...this.store.objects.keys()].find(
      (each) => /^batch\/out\/[^/]+\/[^/]+$/.test(each) && each.endsWith(name),
    );
    return this.store.objects.get(key ?? "") ?? "";
  }

  private async call(event: unknown): Promise<unknown> {
    const { step } = event as BatchEvent;
    const name = this.broken.get(step);
    if (name !== undefined) throw new StateError(name, `step ${step} is broken`);
    try {
      // As between two states: only what is JSON.
      return JSON.parse(JSON.stringify(await this.handler(JSON.parse(JSON.stringify(event)))));
    } catch (error) {
      throw new StateError((error as Error).name, (error as Error).message);
    }
  }

  private async transform(parameters: Record<string, unknown>): Promise<unknown> {
    const name = String(parameters.TransformJobName);
    if (this.jobs.some((job) => job.name === name)) {
      throw new StateError(
        "SageMaker.ResourceInUseException",
        `a job with the name ${name} exists`,
      );
    }
    const script = this.scripts.get(name)?.shift() ?? { end: "Completed" };
    if ("refuse" in script) throw new StateError(script.refuse, "refused");
    const input = parameters.TransformInput as { DataSource: { S3DataSource: { S3Uri: string } } };
    const output = (parameters.TransformOutput as { S3OutputPath: string }).S3OutputPath;
    const manifest = await this.store.read(keyOf(input.DataSource.S3DataSource.S3Uri), 1e9);
    const keys = manifestKeys(manifest, bucket);
    const job = { name, keys, status: script.end };
    this.jobs.push(job);
    for (const key of keys.filter(script.answers ?? (() => script.end === "Completed"))) {
      await this.store.write(
        `${keyOf(output)}${key.slice("batch/in/".length)}.out`,
        JSON.stringify(this.answer(key)),
      );
    }
    const description = {
      ...this.describe(name),
      ...(script.reason && { FailureReason: script.reason }),
    };
    if (script.end === "Completed") return description;
    if (script.end === "timeout") throw new StateError("States.Timeout", "");
    throw new StateError("States.TaskFailed", JSON.stringify(description));
  }

  /** The job's description; one that is in progress ends by it. */
  private describe(name: string): Record<string, unknown> {
    const job = this.jobs.find((each) => each.name === name);
    if (job === undefined) throw new StateError("SageMaker.ValidationException", "no such job");
    const { status } = job;
    if (status === "InProgress") {
      job.status = "Completed";
      for (const key of job.keys) {
        const [run = "", part = "", attempt = ""] = name.split("-").slice(-3);
        this.store.objects.set(
          `batch/out/${run}/answers/${part}/${attempt}/${key.slice("batch/in/".length)}.out`,
          JSON.stringify(this.answer(key)),
        );
      }
    }
    return {
      TransformJobName: name,
      TransformJobStatus: status,
      TransformStartTime: Date.parse("2026-11-29T08:01:00.000Z"),
      TransformEndTime: Date.parse("2026-11-29T08:03:00.000Z"),
    };
  }
}

function keyOf(uri: string): string {
  return uri.slice(`s3://${bucket}/`.length);
}
