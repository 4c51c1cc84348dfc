import { join } from "node:path";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import {
  type AwsPlace,
  arnOf,
  type EncryptionKeyReference,
  limits,
  providerProblems,
  refuseProblems,
} from "@pictor/contracts";
import { type BatchPrefixes, batchPrefixes, usualPrefix } from "@pictor/contracts/batch";
import { HardenedFunction, lambdaAsset } from "@pictor/function";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import { JobMachine, type JobTopic } from "../machine/job-machine";
import { jobStatements } from "../machine/job-statements";
import type { BatchSettings } from "../run/settings";
import {
  type BatchPlan,
  mostParts,
  planBatch,
  type TransformInstances,
  type TransformSizes,
} from "./batch-plan";
import { batchProblems, batchShapeProblems } from "./batch-problems";
import { type BatchSchedule, BatchTriggers } from "./batch-triggers";
import { transformMachine } from "./transform-machine";

/**
 * A bucket for pictures and answers, as `PayloadStore` of `@pictor/storage` is. It must send its events to EventBridge.
 */
export interface JobStore {
  readonly bucketName: string;
  /** Lets a role read, and list, objects below a prefix. */
  grantRead(role: IamRole, prefix: string, id?: string): void;
  /** Lets a role write objects below a prefix. */
  grantWrite(role: IamRole, prefix: string, id?: string): void;
  /** Whether it takes objects that are encrypted with a KMS key, as jobs write them. @default - it does */
  takesKmsKey?(): boolean;
}

/** A SageMaker model that classifies pictures: an endpoint's, or a `BatchModel`. */
export interface TransformModel {
  readonly name: string;
  /** What the model runs as. Jobs read pictures and write answers as this role. */
  readonly role: IamRole;
}

/** Properties of {@link BatchTransform}. */
export interface BatchTransformProps extends AwsPlace, TransformSizes {
  /** Name of the state machine, which begins the names of its jobs: lower-case letters, digits, single hyphens. */
  readonly name: string;
  /** Name of the role that the machine runs as. */
  readonly roleName: string;
  readonly model: TransformModel;
  readonly instances: TransformInstances;
  readonly store: JobStore;
  /**
   * Folder of the store: pictures lie in its `in/`, manifests in `manifests/`, answers in `out/`.
   *
   * @default "batch/"
   */
  readonly prefix?: string;
  /** Key of answers, of the instances' volumes where their storage takes one, and of logs. */
  readonly encryptionKey: EncryptionKeyReference;
  /** How long logs are kept, in days: a value that CloudWatch Logs offers. */
  readonly logRetentionDays: number;
  /**
   * Runs that begin at certain times.
   *
   * @default - none: manifests and people start runs
   */
  readonly schedules?: readonly BatchSchedule[];
  /**
   * Who hears how each run ended.
   *
   * @default - nobody
   */
  readonly topic?: JobTopic;
  /**
   * Tags of the jobs, which are not Terraform's.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * The day (ISO date) by which the end of the function's runtime is judged. It decides only about a warning.
   *
   * @default - the day of the synthesis
   */
  readonly today?: string;
}

/** Next to the compiled sources; the tests run the sources themselves. */
const packageDirectory = join(__dirname, "..", "..");

/**
 * Classifies pictures of a bucket by SageMaker batch transform: a state machine that splits a run into jobs, repeats what
 * failed, and collects the answers as JSON lines with a summary.
 *
 * @example
 * new BatchTransform(stack, "Batch", {
 *   accountId: "123456789012",
 *   region: "eu-central-1",
 *   name: "pictures-transform",
 *   roleName: "pictures-transform",
 *   model,
 *   instances: { type: "ml.c5.xlarge" },
 *   store,
 *   encryptionKey,
 *   logRetentionDays: 30,
 * });
 */
export class BatchTransform extends Construct {
  public readonly machine: JobMachine;
  /** Splits runs, reviews jobs and collects answers. */
  public readonly function: HardenedFunction;
  public readonly triggers: BatchTriggers;
  /** Where pictures, manifests and answers lie. */
  public readonly prefixes: BatchPrefixes;
  /** The numbers that the machine was made with. */
  public readonly plan: BatchPlan;

  public constructor(scope: Construct, id: string, props: BatchTransformProps) {
    super(scope, id);
    refuseProblems(batchShapeProblems(props));
    const {
      encryptionKey,
      model,
      name,
      prefix = usualPrefix,
      region,
      schedules = [],
      store,
    } = props;
    this.plan = planBatch(region, props.instances, props);
    this.prefixes = batchPrefixes(prefix);
    this.node.addValidation({
      validate: () => [
        ...batchProblems(props),
        ...this.plan.problems,
        ...providerProblems(this, props),
      ],
    });
    for (const warning of this.plan.warnings) Annotations.of(this).addWarning(warning);
    this.grantJobs(store, model.role);
    this.function = this.createFunction(props, prefix);
    const functionName = `${name}-step`;
    const functionArn = arnOf(props, "lambda", `function:${functionName}:live`);
    this.machine = new JobMachine(this, "Machine", {
      ...props,
      topic: props.topic,
      definition: transformMachine({
        ...this.plan,
        region,
        functionArn,
        modelName: model.name,
        instanceType: this.plan.instance.name,
        jobSeconds: this.plan.jobMinutes * 60,
        runSeconds: this.plan.runMinutes * 60,
        outputKeyArn: encryptionKey.arn,
        // The storage of other instances is encrypted by its hardware, and SageMaker refuses a key with it.
        ...(this.plan.instance.storage === "ebs" && { volumeKeyArn: encryptionKey.arn }),
        ...(props.topic && { topicArn: props.topic.arn }),
        tags: props.tags ?? {},
      }),
      statements: [
        ...jobStatements(props, "transform", name),
        {
          Sid: "CallFunction",
          Effect: "Allow",
          Action: "lambda:InvokeFunction",
          Resource: functionArn,
        },
      ],
      after: [this.function, model.role],
    });
    this.triggers = new BatchTriggers(this, "Triggers", {
      ...props,
      bucketName: store.bucketName,
      manifests: this.prefixes.manifests,
      schedules,
      machine: this.machine.resource,
    });
  }

  /** Jobs read the pictures, and their own manifests among what runs write. */
  private grantJobs(store: JobStore, role: IamRole): void {
    const { input, output } = this.prefixes;
    store.grantRead(role, input, "BatchPictures");
    store.grantRead(role, output, "BatchManifests");
    store.grantWrite(role, output, "BatchAnswers");
  }

  private createFunction(props: BatchTransformProps, prefix: string): HardenedFunction {
    const { input, manifests, output } = this.prefixes;
    const { store } = props;
    const settings: BatchSettings = {
      bucket: store.bucketName,
      prefix,
      name: props.name,
      picturesPerJob: this.plan.picturesPerJob,
      mostParts,
      pictureBytes: limits.imageBytes,
      instances: this.plan.instanceCount,
      ...(this.plan.rate && { rate: this.plan.rate }),
    };
    return new HardenedFunction(this, "Function", {
      accountId: props.accountId,
      region: props.region,
      functionName: `${props.name}-step`,
      description: `Splits runs of ${props.name}, reviews their jobs and collects answers`,
      code: lambdaAsset(packageDirectory, "batch"),
      encryptionKey: props.encryptionKey,
      logRetentionDays: props.logRetentionDays,
      timeoutSeconds: 900,
      memoryMiB: 1024,
      environment: { BATCH: JSON.stringify(settings) },
      grant: (role) => {
        for (const [id, place] of Object.entries({
          In: input,
          Manifests: manifests,
          Out: output,
        })) {
          store.grantRead(role, place, `Read${id}`);
        }
        store.grantWrite(role, output, "WriteOut");
      },
      alias: { name: "live", description: "The last published version; the machine calls it" },
      ...(props.today !== undefined && { today: props.today }),
    });
  }
}
