import { join } from "node:path";
import { DataAwsSagemakerPrebuiltEcrImage } from "@cdktf/provider-aws/lib/data-aws-sagemaker-prebuilt-ecr-image";
import type { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import {
  type AwsPlace,
  arnOf,
  type EncryptionKeyReference,
  providerProblems,
  refuseProblems,
} from "@pictor/contracts";
import { usualTrainingPrefix } from "@pictor/contracts/training";
import { HardenedFunction, lambdaAsset } from "@pictor/function";
import { Annotations, Fn, Token } from "cdktf";
import { Construct } from "constructs";
import type { JobStore } from "../batch/batch-transform";
import { JobMachine, type JobTopic } from "../machine/job-machine";
import { JobRole } from "../machine/job-role";
import { jobStatements } from "../machine/job-statements";
import type { TrainingSettings } from "../run/training";
import { trainingContract } from "../run/training-contract";
import {
  type TrainingContainerId,
  trainingCatalogue,
  trainingPatchWarning,
} from "./training-catalogue";
import { trainingMachine } from "./training-machine";
import {
  planTraining,
  type TrainingInstances,
  type TrainingPlan,
  type TrainingTimes,
} from "./training-plan";
import { trainingProblems, trainingShapeProblems } from "./training-problems";

/** A network of jobs, as `InferenceNetwork` of `@pictor/network` is. It must reach S3. */
export interface JobNetwork {
  readonly subnetIds: readonly string[];
  readonly subnetArns: readonly string[];
  /** Creates a security group that lets nothing in or out. */
  createSecurityGroup(scope: Construct, id: string, description: string): SecurityGroup;
  /** Lets a security group reach S3. */
  allowS3(securityGroup: SecurityGroup): unknown;
}

/** Properties of {@link SpotTraining}. */
export interface SpotTrainingProps extends AwsPlace, TrainingTimes {
  /** Name of the state machine, which begins the names of its jobs: lower-case letters, digits, single hyphens. */
  readonly name: string;
  /** Name of the role that the machine runs as. */
  readonly roleName: string;
  /** Name of the role that the jobs run as. */
  readonly jobRoleName: string;
  /** Image of AWS's, for the hardware of the instances. */
  readonly container: TrainingContainerId;
  readonly instances: TrainingInstances;
  readonly store: JobStore;
  /**
   * Folder of the store: data lie in its `data/`, sources in `code/`, runs in `runs/`.
   *
   * @default "training/"
   */
  readonly prefix?: string;
  /** Script in the source archive that a job starts. @default "train.py", which `pictor_model` packs */
  readonly program?: string;
  /** Hyperparameters of every run, as JSON; a run may have its own. @default - none */
  readonly hyperparameters?: Readonly<Record<string, string>>;
  /**
   * Metrics that SageMaker reads from the job's log: regular expressions with one group, by name.
   *
   * @default - what `train.py` of `pictor_model` logs: loss of training, loss and accuracy of what was held out
   */
  readonly metrics?: Readonly<Record<string, string>>;
  /** @default - none: the containers have no network, and SageMaker moves the data from outside of them */
  readonly network?: JobNetwork;
  /** Key of artefacts, of the instances' volumes where their storage takes one, and of logs. */
  readonly encryptionKey: EncryptionKeyReference;
  /** How long logs are kept, in days: a value that CloudWatch Logs offers. */
  readonly logRetentionDays: number;
  /** Who hears how each run ended. @default - nobody */
  readonly topic?: JobTopic;
  /** Tags of the jobs, which are not Terraform's. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * The day (ISO date) by which ends of support are judged. It decides only about warnings.
   *
   * @default - the day of the synthesis
   */
  readonly today?: string;
}

/** Next to the compiled sources; the tests run the sources themselves. */
const packageDirectory = join(__dirname, "..", "..");

/**
 * Trains models on Managed Spot: a state machine that starts a job with checkpoints, goes on from them where AWS took the
 * instances back, and says what that saved.
 *
 * @example
 * new SpotTraining(stack, "Training", {
 *   accountId: "123456789012",
 *   region: "eu-central-1",
 *   name: "pictures-training",
 *   roleName: "pictures-training",
 *   jobRoleName: "pictures-training-job",
 *   container: "pytorch-2.10-cpu",
 *   instances: { type: "ml.c5.2xlarge" },
 *   store,
 *   encryptionKey,
 *   logRetentionDays: 30,
 * });
 */
export class SpotTraining extends Construct {
  public readonly machine: JobMachine;
  /** Claims runs, reviews their jobs and writes summaries. */
  public readonly function: HardenedFunction;
  /** What the jobs run as. */
  public readonly jobRole: JobRole;
  /** Group of the jobs' network interfaces, in a network. */
  public readonly securityGroup: SecurityGroup | undefined;
  /** The provider's lookup of the image. */
  public readonly image: DataAwsSagemakerPrebuiltEcrImage;
  /** The numbers that the machine was made with. */
  public readonly plan: TrainingPlan;

  public constructor(scope: Construct, id: string, props: SpotTrainingProps) {
    super(scope, id);
    refuseProblems(trainingShapeProblems(props));
    const { encryptionKey, name, network, prefix = usualTrainingPrefix, region, store } = props;
    this.plan = planTraining(region, props.instances, props);
    this.node.addValidation({
      validate: () => [
        ...trainingProblems(props, this.plan),
        ...this.plan.problems,
        ...providerProblems(this, props),
      ],
    });
    this.warn(props);
    const volume = this.plan.instance.storage === "ebs" ? { volumeKey: encryptionKey } : {};
    const { repository, tag } = trainingCatalogue[props.container];
    // It asks no API: the provider carries the registries of AWS's images.
    this.image = new DataAwsSagemakerPrebuiltEcrImage(this, "Image", {
      ...{ repositoryName: repository, imageTag: tag, region },
    });
    this.securityGroup = this.createSecurityGroup(network, name);
    this.jobRole = new JobRole(this, "JobRole", {
      ...{ accountId: props.accountId, region, kind: "training", name, ...volume },
      roleName: props.jobRoleName,
      repositoryArn: arnOf(
        { accountId: this.image.registryId, region },
        "ecr",
        `repository/${repository}`,
      ),
      ...(network &&
        this.securityGroup && {
          vpc: { subnetArns: network.subnetArns, securityGroupIds: [this.securityGroup.id] },
        }),
    });
    this.grantJobs(store, prefix);
    this.function = this.createFunction(props, prefix);
    const functionArn = arnOf(props, "lambda", `function:${name}-step:live`);
    const { arn: roleArn } = this.jobRole.resource;
    this.machine = new JobMachine(this, "Machine", {
      ...props,
      topic: props.topic,
      definition: trainingMachine({
        ...this.plan,
        region,
        functionArn,
        roleArn,
        image: this.image.registryPath,
        instanceType: this.plan.instance.name,
        outputKeyArn: encryptionKey.arn,
        ...(volume.volumeKey && { volumeKeyArn: volume.volumeKey.arn }),
        ...(network &&
          this.securityGroup && {
            vpc: {
              subnetIds: inOrder(network.subnetIds),
              securityGroupIds: [this.securityGroup.id],
            },
          }),
        metrics: props.metrics ?? trainingContract.metrics,
        ...(props.topic && { topicArn: props.topic.arn }),
        tags: props.tags ?? {},
      }),
      statements: [
        ...jobStatements(props, "training", name),
        {
          Sid: "PassJobRole",
          Effect: "Allow",
          Action: "iam:PassRole",
          Resource: roleArn,
          Condition: { StringEquals: { "iam:PassedToService": "sagemaker.amazonaws.com" } },
        },
        {
          Sid: "CallFunction",
          Effect: "Allow",
          Action: "lambda:InvokeFunction",
          Resource: functionArn,
        },
      ],
      after: [this.function, this.jobRole],
    });
  }

  private warn({
    container,
    today = new Date().toISOString().slice(0, 10),
  }: SpotTrainingProps): void {
    const patches = trainingPatchWarning(container, today);
    for (const warning of [...this.plan.warnings, ...(patches === undefined ? [] : [patches])]) {
      Annotations.of(this).addWarning(warning);
    }
  }

  private createSecurityGroup(
    network: JobNetwork | undefined,
    name: string,
  ): SecurityGroup | undefined {
    if (network === undefined) return undefined;
    const securityGroup = network.createSecurityGroup(
      this,
      "SecurityGroup",
      `Training jobs of ${name}`,
    );
    network.allowS3(securityGroup);
    return securityGroup;
  }

  private grantJobs(store: JobStore, prefix: string): void {
    const role = this.jobRole.resource;
    store.grantRead(role, `${prefix}data/`, "TrainingData");
    store.grantRead(role, `${prefix}code/`, "TrainingCode");
    store.grantRead(role, `${prefix}runs/`, "TrainingCheckpoints");
    store.grantWrite(role, `${prefix}runs/`, "TrainingResults");
  }

  private createFunction(props: SpotTrainingProps, prefix: string): HardenedFunction {
    const { hyperparameters = {}, name, program = trainingContract.program, region, store } = props;
    const settings: TrainingSettings = {
      ...{ bucket: store.bucketName, prefix, name, region, program, hyperparameters },
      instances: this.plan.instanceCount,
      ...(this.plan.rate && { rate: this.plan.rate }),
    };
    return new HardenedFunction(this, "Function", {
      ...{ accountId: props.accountId, region, logRetentionDays: props.logRetentionDays },
      functionName: `${name}-step`,
      description: `Claims runs of ${name}, reviews their jobs and writes summaries`,
      code: lambdaAsset(packageDirectory, "training"),
      encryptionKey: props.encryptionKey,
      timeoutSeconds: 60,
      memoryMiB: 256,
      environment: { TRAINING: JSON.stringify(settings) },
      grant: (role) => {
        store.grantRead(role, `${prefix}runs/`, "ReadRuns");
        store.grantWrite(role, `${prefix}runs/`, "WriteRuns");
      },
      alias: { name: "live", description: "The last published version; the machine calls it" },
      ...(props.today !== undefined && { today: props.today }),
    });
  }
}

/** Ids in one order, whatever the order in the props is: Terraform sorts those that only it knows. */
function inOrder(ids: readonly string[]): string[] {
  if (!ids.some((id) => Token.isUnresolved(id))) return ids.toSorted();
  return ids.map((_, index) => Token.asString(Fn.element(Fn.sort([...ids]), index)));
}
