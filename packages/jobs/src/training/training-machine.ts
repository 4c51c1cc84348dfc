import type { MachineDefinition, Parameters } from "../machine/definition";
import { endStates, jobStates, planStates, untold } from "../machine/job-states";
import { callFunction } from "../machine/steps";
import { trainingContract } from "../run/training-contract";
import { mostTrainingJobs } from "../run/training-review";

/** What the machine of training is made of. Everything in it may be a Terraform reference, numbers aside. */
export interface TrainingMachineInputs {
  readonly region: string;
  /** ARN of the function that claims runs, reviews their jobs and writes summaries. */
  readonly functionArn: string;
  /** ARN of the role that jobs run as. */
  readonly roleArn: string;
  readonly image: string;
  readonly instanceType: string;
  readonly instanceCount: number;
  readonly volumeSizeGb: number;
  readonly maxRuntimeMinutes: number;
  readonly maxWaitMinutes: number;
  /** ARN of the key of artefacts. */
  readonly outputKeyArn: string;
  /** ARN of the key of the instances' volumes. @default - none: the instances' storage takes no key */
  readonly volumeKeyArn?: string;
  /** @default - the jobs have no network interfaces of the account's */
  readonly vpc?: {
    readonly subnetIds: readonly string[];
    readonly securityGroupIds: readonly string[];
  };
  /** Metrics that SageMaker reads from the log, as regular expressions by name. */
  readonly metrics: Readonly<Record<string, string>>;
  /** Who hears how a run ended. @default - nobody */
  readonly topicArn?: string;
  /** Tags of the jobs. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Minutes beyond the job's own limits until Step Functions gives up: SageMaker stops it itself before. */
const graceMinutes = 60;
/** Minutes of a job's waits before it is created: without quota or instances, two hours at the most. */
const creationMinutes = 180;

/**
 * The machine that trains once: `Plan` claims the run, `Train` starts a job on Managed Spot and waits, `Review` repeats
 * one that had no instances, or that SageMaker itself failed; it goes on from the checkpoints of the one before. `Finish`
 * writes the summary, whatever became of the job.
 */
export function trainingMachine(inputs: TrainingMachineInputs): MachineDefinition {
  const { functionArn, maxWaitMinutes, region } = inputs;
  const passed = { "run.$": "$.run", "outcome.$": "$.outcome" };
  return {
    Comment: "Trains a model by SageMaker on Managed Spot",
    StartAt: "Plan",
    // An execution that hangs would end after a year.
    TimeoutSeconds: mostTrainingJobs * (maxWaitMinutes + graceMinutes + creationMinutes) * 60,
    States: {
      ...planStates({ region, functionArn, next: "Train" }),
      ...jobStates({
        region,
        kind: "training",
        start: "Train",
        jobName: "$.run.job",
        parameters: jobParameters(inputs),
        timeoutSeconds: (maxWaitMinutes + graceMinutes) * 60,
      }),
      Review: callFunction(
        region,
        functionArn,
        { step: "review", ...passed },
        { Catch: [untold], Next: "Again" },
      ),
      Again: {
        Type: "Choice",
        Choices: [{ Variable: "$.next", StringEquals: "again", Next: "Backoff" }],
        Default: "Finish",
      },
      Finish: callFunction(
        region,
        functionArn,
        { step: "finish", ...passed },
        { Catch: [untold], Next: "Judge" },
      ),
      ...endStates(region, inputs.topicArn, {
        error: "Training",
        subjects: {
          success: "Training complete",
          incomplete: "Training not complete",
          failure: "Training failed",
        },
        incompleteCause: "The job did not complete: see summary.json of the run",
        failedCause: "The run could not be planned or finished: see the event of the state before",
      }),
    },
  };
}

/**
 * The container has no network: the script comes by the channel `code`, data and starting weights by `training`.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html (read 2026-11)
 */
function jobParameters(inputs: TrainingMachineInputs): Parameters {
  const channel = (name: string, path: string): object => ({
    ChannelName: name,
    DataSource: {
      S3DataSource: {
        S3DataType: "S3Prefix",
        "S3Uri.$": path,
        S3DataDistributionType: "FullyReplicated",
      },
    },
  });
  return {
    "TrainingJobName.$": "$.run.job",
    RoleArn: inputs.roleArn,
    AlgorithmSpecification: {
      TrainingImage: inputs.image,
      TrainingInputMode: "File",
      ContainerEntrypoint: trainingContract.containerEntrypoint,
      MetricDefinitions: Object.entries(inputs.metrics).map(([Name, Regex]) => ({ Name, Regex })),
    },
    "HyperParameters.$": "$.run.hyperparameters",
    InputDataConfig: [
      channel(trainingContract.channels.training, "$.run.data"),
      channel(trainingContract.channels.code, "$.run.code"),
    ],
    OutputDataConfig: { "S3OutputPath.$": "$.run.output", KmsKeyId: inputs.outputKeyArn },
    CheckpointConfig: {
      "S3Uri.$": "$.run.checkpoints",
      LocalPath: trainingContract.checkpointPath,
    },
    EnableManagedSpotTraining: true,
    StoppingCondition: {
      MaxRuntimeInSeconds: inputs.maxRuntimeMinutes * 60,
      MaxWaitTimeInSeconds: inputs.maxWaitMinutes * 60,
    },
    ResourceConfig: {
      InstanceType: inputs.instanceType,
      InstanceCount: inputs.instanceCount,
      VolumeSizeInGB: inputs.volumeSizeGb,
      ...(inputs.volumeKeyArn !== undefined && { VolumeKmsKeyId: inputs.volumeKeyArn }),
    },
    EnableNetworkIsolation: true,
    EnableInterContainerTrafficEncryption: inputs.instanceCount > 1,
    ...(inputs.vpc && {
      VpcConfig: { Subnets: inputs.vpc.subnetIds, SecurityGroupIds: inputs.vpc.securityGroupIds },
    }),
    Tags: Object.entries(inputs.tags).map(([Key, Value]) => ({ Key, Value })),
  };
}
