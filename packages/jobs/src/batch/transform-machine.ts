import type { MachineDefinition, Parameters, State } from "../machine/definition";
import { endStates, jobStates, planStates, untold } from "../machine/job-states";
import { callFunction } from "../machine/steps";

/** What the machine of a batch transform is made of. Everything in it may be a Terraform reference, numbers aside. */
export interface TransformMachineInputs {
  readonly region: string;
  /** ARN of the function that splits a run, reviews its jobs and collects their answers. */
  readonly functionArn: string;
  readonly modelName: string;
  readonly instanceType: string;
  readonly instanceCount: number;
  /** Jobs of a run that work at the same time. */
  readonly jobsAtOnce: number;
  /** Requests that each instance answers at the same time. */
  readonly maxConcurrentTransforms: number;
  readonly maxPayloadMb: number;
  /** Seconds that a job may take. */
  readonly jobSeconds: number;
  /** Seconds that a run may take. */
  readonly runSeconds: number;
  /** ARN of the key of answers. */
  readonly outputKeyArn: string;
  /** ARN of the key of the instances' volumes. @default - none: the instances' storage takes no key */
  readonly volumeKeyArn?: string;
  /** Who hears how a run ended. @default - nobody */
  readonly topicArn?: string;
  /** Tags of the jobs. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Seconds of one picture's classification; a job repeats a request that takes longer. */
const invocationSeconds = 60;
/** How often a job repeats a request that the model server did not answer: its workers may have been restarted. */
const invocationRetries = 2;

/**
 * The machine that classifies all pictures below a prefix, or of a manifest.
 *
 * `Plan` claims the run and splits it into parts. Each part has a job at a time: `Transform` starts it and waits,
 * `Review` compares answers with pictures and repeats the job for those without one, `Collect` writes the part's result
 * lines. `Join` makes one file and the summary of them.
 *
 * An error of a part never stops the others: the part's pictures are unanswered.
 */
export function transformMachine(inputs: TransformMachineInputs): MachineDefinition {
  const { functionArn, jobsAtOnce, region } = inputs;
  return {
    Comment: "Classifies pictures by SageMaker batch transform",
    StartAt: "Plan",
    TimeoutSeconds: inputs.runSeconds,
    States: {
      ...planStates({ region, functionArn, next: "Parts" }),
      Parts: {
        Type: "Map",
        ItemsPath: "$.parts",
        MaxConcurrency: jobsAtOnce,
        ItemSelector: { "run.$": "$.run", "part.$": "$$.Map.Item.Value" },
        ItemProcessor: {
          ProcessorConfig: { Mode: "INLINE" },
          StartAt: "HasPictures",
          States: partStates(inputs),
        },
        ResultPath: null,
        Catch: [untold],
        Next: "Join",
      },
      Join: callFunction(
        region,
        functionArn,
        { step: "join", "run.$": "$.run", "parts.$": "$.parts[*].id" },
        {
          Catch: [untold],
          Next: "Judge",
        },
      ),
      ...endStates(region, inputs.topicArn, {
        error: "Batch",
        subjects: {
          success: "Batch run complete",
          incomplete: "Batch run incomplete",
          failure: "Batch run failed",
        },
        incompleteCause:
          "Some pictures have no answer: see summary.json and results.jsonl of the run",
        failedCause: "The run could not be planned or collected: see the event of the state before",
      }),
    },
  };
}

function partStates(inputs: TransformMachineInputs): Readonly<Record<string, State>> {
  const { functionArn, jobSeconds, region } = inputs;
  const lost = { ErrorEquals: ["States.ALL"], ResultPath: "$.failure", Next: "Lost" };
  return {
    // A part may hold nothing but pictures that no job takes.
    HasPictures: {
      Type: "Choice",
      Choices: [{ Variable: "$.part.manifest", StringEquals: "", Next: "Collect" }],
      Default: "Transform",
    },
    ...jobStates({
      region,
      kind: "transform",
      start: "Transform",
      jobName: "$.part.job",
      parameters: jobParameters(inputs),
      timeoutSeconds: jobSeconds,
    }),
    Review: callFunction(
      region,
      functionArn,
      { step: "review", "run.$": "$.run", "part.$": "$.part", "outcome.$": "$.outcome" },
      { Catch: [lost], Next: "Again" },
    ),
    Again: {
      Type: "Choice",
      Choices: [{ Variable: "$.next", StringEquals: "again", Next: "Backoff" }],
      Default: "Collect",
    },
    Collect: callFunction(
      region,
      functionArn,
      { step: "collect", "run.$": "$.run", "part.$": "$.part" },
      { Catch: [lost], End: true },
    ),
    // The other parts go on. `Join` fails then, since a summary is missing.
    Lost: { Type: "Pass", End: true },
  };
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html (read 2026-11) */
function jobParameters(inputs: TransformMachineInputs): Parameters {
  return {
    "TransformJobName.$": "$.part.job",
    ModelName: inputs.modelName,
    MaxConcurrentTransforms: inputs.maxConcurrentTransforms,
    MaxPayloadInMB: inputs.maxPayloadMb,
    BatchStrategy: "SingleRecord",
    ModelClientConfig: {
      InvocationsTimeoutInSeconds: invocationSeconds,
      InvocationsMaxRetries: invocationRetries,
    },
    // A picture at fault is then an answer, and not the failure of the whole job. The model stays the endpoints'.
    Environment: { PICTOR_ERRORS: "inline" },
    TransformInput: {
      DataSource: {
        S3DataSource: { S3DataType: "ManifestFile", "S3Uri.$": "$.part.manifest" },
      },
      // One for all pictures of a job: the model server looks at the bytes.
      ContentType: "image/*",
      CompressionType: "None",
      SplitType: "None",
    },
    TransformOutput: {
      "S3OutputPath.$": "$.part.output",
      Accept: "application/json",
      AssembleWith: "None",
      KmsKeyId: inputs.outputKeyArn,
    },
    TransformResources: {
      InstanceType: inputs.instanceType,
      InstanceCount: inputs.instanceCount,
      ...(inputs.volumeKeyArn !== undefined && { VolumeKmsKeyId: inputs.volumeKeyArn }),
    },
    Tags: Object.entries(inputs.tags).map(([Key, Value]) => ({ Key, Value })),
  };
}
