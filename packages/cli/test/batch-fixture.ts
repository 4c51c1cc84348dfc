import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  type SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { type BatchSummary, runKeys } from "@pictor/contracts/batch";
import { executionArn, type JobPlace } from "../src/jobs/place";
import type { Display } from "../src/run/display/display";

const failure = (name: string) => Object.assign(new Error(name), { name });

/** What an execution is at one look. */
export interface Look {
  readonly status: string;
  readonly state?: string;
  readonly input?: object;
  readonly error?: string;
  readonly cause?: string;
}

/** A payload bucket and a machine in memory. Each look at the execution moves it on by one. */
export class FakeBatch {
  public readonly objects = new Map<string, Buffer>();
  public readonly uploads: string[] = [];
  public readonly started: { readonly name?: string | undefined; readonly input: unknown }[] = [];
  public readonly arns: string[] = [];
  public hasMachine = true;
  public mostAtOnce = 0;
  /** Called before each upload. */
  public onUpload: () => void = () => undefined;
  /** What each look shows; the last one stays. */
  public looks: Look[] = [];
  /** Called when the execution is looked at. */
  public onLook: (look: Look) => void = () => undefined;
  private atOnce = 0;

  public constructor(private readonly where: JobPlace) {}

  public get clients() {
    return {
      s3: { send: (command: unknown) => this.s3(command) } as unknown as S3Client,
      sfn: { send: (command: unknown) => this.sfn(command) } as unknown as SFNClient,
    };
  }

  public put(key: string, text: string): void {
    this.objects.set(key, Buffer.from(text));
  }

  /** Writes what a run's end writes. */
  public end(run: string, summary: Partial<BatchSummary>, lines: readonly object[]): void {
    const keys = runKeys(this.where.runs, run);
    this.put(keys.results, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    this.put(
      keys.summary,
      JSON.stringify({
        ...{ run, status: "complete", seconds: 60, jobs: 1, jobSeconds: 40 },
        ...{ pictures: lines.length, classified: lines.length, failures: {}, labels: {} },
        ...summary,
      }),
    );
  }

  private async s3(command: unknown): Promise<unknown> {
    if (command instanceof ListObjectsV2Command) return this.list(command.input);
    if (command instanceof PutObjectCommand) return this.upload(command.input);
    if (!(command instanceof GetObjectCommand)) throw new Error("unknown call of S3");
    const found = this.objects.get(command.input.Key ?? "");
    if (found === undefined || command.input.Bucket !== this.where.bucket) {
      throw failure("NoSuchKey");
    }
    const Body = Object.assign(Readable.from([found]), {
      transformToString: () => Promise.resolve(found.toString()),
    });
    return { Body };
  }

  /** Two keys a page, so that a caller who reads one page only misses some. */
  private list({ ContinuationToken, Prefix = "", StartAfter = "" }: ListObjectsV2Command["input"]) {
    const after = ContinuationToken ?? StartAfter;
    const left = [...this.objects.keys()]
      .filter((key) => key.startsWith(Prefix) && key > after)
      .sort();
    const Contents = left
      .slice(0, 2)
      .map((Key) => ({ Key, Size: this.objects.get(Key)?.length ?? 0 }));
    return { Contents, ...(left.length > 2 && { NextContinuationToken: left[1] }) };
  }

  private async upload({ Body, ChecksumSHA256, Key = "" }: PutObjectCommand["input"]) {
    this.onUpload();
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    await new Promise(setImmediate);
    this.atOnce -= 1;
    const content = Body as Buffer;
    if (createHash("sha256").update(content).digest("base64") !== ChecksumSHA256) {
      throw failure("BadDigest");
    }
    this.uploads.push(Key);
    this.objects.set(Key, content);
    return {};
  }

  private async sfn(command: unknown): Promise<unknown> {
    if (command instanceof DescribeStateMachineCommand) {
      if (!this.hasMachine) throw failure("StateMachineDoesNotExist");
      return {};
    }
    if (command instanceof StartExecutionCommand) {
      const { input = "", name } = command.input;
      this.started.push({ name, input: JSON.parse(input) });
      this.arns.push(executionArn(this.where, name ?? ""));
      return {};
    }
    const [look] = this.looks;
    const { executionArn: arn = "" } = (command as DescribeExecutionCommand).input;
    if (look === undefined || !this.arns.includes(arn)) throw failure("ExecutionDoesNotExist");
    if (command instanceof DescribeExecutionCommand) {
      const { cause, error, status } = look;
      this.onLook(look);
      return { status, error, cause };
    }
    if (!(command instanceof GetExecutionHistoryCommand)) throw new Error("unknown call");
    if (this.looks.length > 1) this.looks.shift();
    const details = { name: look.state, input: JSON.stringify(look.input ?? {}) };
    return {
      events: [
        { type: "TaskScheduled" },
        ...(look.state === undefined ? [] : [{ stateEnteredEventDetails: details }]),
        { stateEnteredEventDetails: { name: "Plan", input: "{}" } },
      ],
    };
  }
}

/** A display that keeps its messages for a test. */
export class CollectingDisplay implements Display {
  public readonly notes: string[] = [];
  public readonly steps: string[] = [];
  public readonly progresses: string[] = [];
  public readonly results: { readonly result: unknown; readonly text: string }[] = [];

  public started(): void {}
  public progress(step: string, text: string): void {
    this.progresses.push(`${step}: ${text}`);
  }
  public ended(step: string, end: { readonly status: string; readonly detail?: string }): void {
    this.steps.push(`${step} ${end.status}${end.detail === undefined ? "" : `: ${end.detail}`}`);
  }
  public note(text: string): void {
    this.notes.push(text);
  }
  public result(result: unknown, text: string): void {
    this.results.push({ result, text });
  }
  public close(): void {}
}

/** Writes files below a directory; a number is that many bytes of a picture. */
export function writeFiles(directory: string, files: Readonly<Record<string, string | number>>) {
  for (const [name, content] of Object.entries(files)) {
    const file = join(directory, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === "number" ? picture(content) : content);
  }
}

function picture(bytes: number): Buffer {
  const begin = Buffer.from("\xFF\xD8\xFF", "latin1");
  return Buffer.concat([begin, Buffer.alloc(bytes - begin.length, bytes % 251)]);
}
