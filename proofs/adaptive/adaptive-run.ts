import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  DescribeEndpointCommand,
  type DescribeEndpointCommandOutput,
  SageMakerClient,
} from "@aws-sdk/client-sagemaker";
import { names, type Place, type Release } from "@pictor/contracts";
import type { Terraform } from "@pictor/terraform";
import { type Answer, Caller } from "../shared/caller";
import { awaitEndpointDeletions, deleteBucketAndObjects } from "../shared/clean-up";
import { Hand } from "../shared/hand";
import { LocalAws } from "../shared/local-aws";
import { changesOf } from "../shared/plan-changes";
import { smallArtefact } from "../shared/small-artefact";
import { synthesiseAdaptive } from "./adaptive-stack";
import { ControllerLog, type DecisionLine } from "./controller-log";
import { linesOf, type Minute } from "./timeline";

/** Most requests at the same time. */
const atOnce = 4;
/** Seconds to wait for a tick's decision: the tick may start a container twice. */
const tickSeconds = 120;
/** Seconds before a tick at which the clock stops first, so that the minute's metrics arrive before the tick. */
const settleSeconds = 15;

/** Milliseconds until a tick has failed, including the SDK's retries. */
const blindPauseMs = 3_000;
/** Seconds of each step by which the clock advances while the service is destroyed. */
const destroyStepSeconds = 30;

/** The minutes that passed until a condition held. */
export type Minutes = readonly Minute[];

/** An adaptive service on its own local AWS, whose clock the test advances minute by minute. */
export class AdaptiveRun {
  /** Every minute so far. */
  public readonly minutes: Minute[] = [];
  public readonly log: ControllerLog;
  private readonly sagemaker: SageMakerClient;
  private readonly s3: S3Client;
  private caller: Caller | undefined;
  private readonly artefacts = new Map<Release, Buffer>();
  /** Time of the first tick: the others are whole minutes after it. */
  private firstTick: number | undefined;
  private ticks = 0;
  private lines = 0;

  private constructor(
    private readonly place: Place,
    private readonly directory: string,
    public readonly aws: LocalAws,
    public readonly hand: Hand,
    /** Inventory before the run created anything; at the end it must be the same. */
    public readonly before: Awaited<ReturnType<LocalAws["inventory"]>>,
  ) {
    this.log = new ControllerLog(join(directory, "aws"), names(place).capacityFunction);
    this.sagemaker = new SageMakerClient(aws.client);
    this.s3 = new S3Client({ ...aws.client, forcePathStyle: true });
  }

  /** Starts a local AWS with a bucket of models. */
  public static async start(
    place: Place,
    delays: Readonly<Record<string, number>>,
  ): Promise<AdaptiveRun> {
    const directory = mkdtempSync(join(tmpdir(), `pictor-minutes-${place.environment}-`));
    const aws = await LocalAws.start(place, directory);
    const hand = new Hand(aws.client, join(directory, "aws"));
    await hand.change("delays", delays);
    const before = await aws.inventory();
    const run = new AdaptiveRun(place, directory, aws, hand, before);
    await run.s3.send(new CreateBucketCommand({ Bucket: names(place).modelBucket }));
    return run;
  }

  /** Puts a small model into the bucket. */
  public async publish(label: string, code?: string): Promise<Release> {
    const artefact = smallArtefact(this.directory, label, code);
    this.artefacts.set(artefact.release, artefact.bytes);
    await this.putBack(artefact.release);
    return artefact.release;
  }

  /** Puts a release's artefact into the bucket, also after {@link withdraw}. */
  public async putBack(release: Release): Promise<void> {
    const { modelBucket: Bucket } = names(this.place);
    const Body = this.artefacts.get(release);
    if (Body === undefined) throw new Error(`release ${release.sha256} was never published`);
    await this.s3.send(new PutObjectCommand({ Bucket, Key: release.key, Body }));
  }

  /** Deletes a release's artefact. */
  public async withdraw({ key: Key }: Release): Promise<void> {
    const { modelBucket: Bucket } = names(this.place);
    await this.s3.send(new DeleteObjectCommand({ Bucket, Key }));
  }

  /** Synthesises the stack that serves a release, and applies it. */
  public async apply(live: Release, previous?: Release): Promise<void> {
    this.synthesise(live, previous);
    const isFirst = this.caller === undefined;
    if (isFirst) await this.terraform.init();
    await this.terraform.apply();
    if (!isFirst) return;
    const outputs = (await this.terraform.outputs()) as Record<"apiId" | "apiKeyId", string>;
    this.caller = await Caller.open(this.aws.client, outputs, atOnce);
  }

  /** Returns the changes that Terraform plans if the controller has another construct path or other code. */
  public changes(
    live: Release,
    changed: { readonly path?: readonly [string, ...string[]]; readonly code?: string },
  ): readonly string[] {
    this.synthesise(live, undefined, changed.path);
    if (changed.code !== undefined) this.changeCode(changed.code);
    const { environment } = this.place;
    this.aws.run(environment, "plan", "-input=false", "-out=other.plan");
    return changesOf(this.aws.run(environment, "show", "-json", "other.plan"));
  }

  /** Writes another hash of the controller's code into the synthesised stack. */
  private changeCode(sourceCodeHash: string): void {
    const file = join(this.outdir, "stacks", this.place.environment, "cdk.tf.json");
    const stack = JSON.parse(readFileSync(file, "utf8"));
    const { capacityFunction } = names(this.place);
    const functions: { function_name: string; source_code_hash: string }[] = Object.values(
      stack.resource.aws_lambda_function,
    );
    for (const each of functions) {
      if (each.function_name === capacityFunction) each.source_code_hash = sourceCodeHash;
    }
    writeFileSync(file, JSON.stringify(stack));
  }

  private synthesise(
    live: Release,
    previous?: Release,
    controllerPath?: readonly [string, ...string[]],
  ): void {
    synthesiseAdaptive(this.place, {
      outdir: this.outdir,
      manifest: { schema: 1, live, ...(previous && { previous }) },
      ...(controllerPath && { controllerPath }),
    });
  }

  private get outdir(): string {
    return join(this.directory, "cdktf.out");
  }

  public get terraform(): Terraform {
    return this.aws.terraform(this.place.environment);
  }

  /** Plays a minute: sends the requests, then advances the clock to the controller's next tick. */
  public async minute(requests: number): Promise<Minute> {
    const answers = requests === 0 ? [] : ((await this.caller?.send(requests)) ?? []);
    const decision = await this.nextTick();
    const { decisions } = this.log;
    const others = decisions.slice(this.lines).filter(({ at }) => at !== decision.at);
    this.lines = decisions.length;
    const minute = { number: this.minutes.length, answers, decision, others };
    this.minutes.push(minute);
    process.stdout.write(`${linesOf(minute).join("\n")}\n`);
    return minute;
  }

  /** Plays minutes until a condition holds, and returns them all. */
  public async until(
    what: string,
    requests: number,
    isSo: (minute: Minute) => boolean | Promise<boolean>,
    longest = 20,
  ): Promise<Minutes> {
    const passed: Minute[] = [];
    while (passed.length < longest) {
      const minute = await this.minute(requests);
      passed.push(minute);
      if (await isSo(minute)) return passed;
    }
    throw new Error(`${longest} minutes passed in vain until ${what}`);
  }

  /** Plays minutes whose ticks may fail, until a condition holds; returns the answers. */
  public async blindly(
    what: string,
    requests: number,
    isSo: (minute: number) => Promise<boolean>,
    longest = 60,
  ): Promise<readonly Answer[]> {
    const answers: Answer[] = [];
    for (let minute = 1; minute <= longest; minute += 1) {
      if (requests > 0) answers.push(...((await this.caller?.send(requests)) ?? []));
      await this.hand.change("clock", { advance: 60 });
      await pause(blindPauseMs);
      if (await isSo(minute)) return answers;
    }
    throw new Error(`${longest} minutes passed in vain until ${what}`);
  }

  /** Plays minutes until `work` has ended. */
  public async meanwhile(requests: number, work: Promise<unknown>): Promise<void> {
    let isDone = false;
    const done = work.finally(() => {
      isDone = true;
    });
    // The await below throws a failure; this handler only keeps Node.js from reporting it as unhandled.
    done.catch(() => undefined);
    while (!isDone) await this.minute(requests);
    await done;
  }

  /** Destroys the stack and advances the clock meanwhile, without waiting for ticks. */
  public async destroy(): Promise<void> {
    let isDone = false;
    const done = this.terraform.destroy().finally(() => {
      isDone = true;
    });
    done.catch(() => undefined);
    while (!isDone) {
      await this.hand.change("clock", { advance: destroyStepSeconds });
      await pause(2000);
    }
    await done;
  }

  public async describe(name: string): Promise<DescribeEndpointCommandOutput> {
    return this.sagemaker.send(new DescribeEndpointCommand({ EndpointName: name }));
  }

  /** All answers so far. */
  public get answers(): readonly Answer[] {
    return this.minutes.flatMap(({ answers }) => answers);
  }

  /** Removes the models, and returns what exists then. */
  public async end(): Promise<Awaited<ReturnType<LocalAws["inventory"]>>> {
    await awaitEndpointDeletions(this.aws);
    await deleteBucketAndObjects(this.s3, names(this.place).modelBucket);
    return this.aws.inventory();
  }

  public async stop(): Promise<void> {
    await this.aws.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** Advances the clock to the next tick, and waits for its decision. */
  private async nextTick(): Promise<DecisionLine> {
    const due = this.firstTick === undefined ? 0 : this.firstTick + this.ticks * 60_000;
    for (const early of [settleSeconds, 0]) {
      const left = due / 1000 - early - (await this.hand.now());
      if (left > 0) {
        await this.hand.change("clock", { advance: left });
        await pause(500);
      }
    }
    const until = performance.now() + tickSeconds * 1000;
    for (;;) {
      const { decisions } = this.log;
      const last = decisions.findLast(({ at }) => this.isTick(at) && at >= due)?.at;
      // The first decision of that second is the tick's. An event of the same second is decided later, as stale.
      const found = decisions.find(({ at }) => at === last);
      if (found !== undefined) {
        this.firstTick ??= found.at;
        this.ticks = Math.round((found.at - this.firstTick) / 60_000) + 1;
        return found;
      }
      if (performance.now() > until) {
        throw new Error(`no decision in ${tickSeconds} s: ${this.log.text.slice(-2000)}`);
      }
      await pause(100);
    }
  }

  /** Whether the schedule caused a decision, and not an event of an endpoint. */
  private isTick(at: number): boolean {
    return this.firstTick === undefined || (at - this.firstTick) % 60_000 === 0;
  }
}
