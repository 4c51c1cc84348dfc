import { createHandler, type TrainingEvent } from "../../lambda/training/handler";
import type { TrainingSettings } from "../../src/run/training";
import { type TrainingMachineInputs, trainingMachine } from "../../src/training/training-machine";
import { MemoryStore } from "../batch/world";
import { type Execution, execute, StateError } from "../machine/interpreter";

const settings: TrainingSettings = {
  bucket: "pictures-payloads",
  prefix: "training/",
  name: "pictures-training",
  region: "us-east-1",
  program: "train.py",
  hyperparameters: { epochs: "5" },
  instances: 2,
  rate: { usdPerHour: 0.461, read: "2026-11-01" },
};
export const inputs: TrainingMachineInputs = {
  region: "us-east-1",
  functionArn: "arn:aws:lambda:us-east-1:123456789012:function:pictures-training-step:live",
  roleArn: "arn:aws:iam::123456789012:role/pictures-training-job",
  image:
    "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.10.0-cpu-py313-ubuntu22.04-sagemaker",
  instanceType: "ml.m5.2xlarge",
  instanceCount: 2,
  volumeSizeGb: 50,
  maxRuntimeMinutes: 60,
  maxWaitMinutes: 120,
  outputKeyArn: "arn:aws:kms:us-east-1:123456789012:key/k",
  metrics: { "top-1": "top-1 ([0-9.]+)" },
  topicArn: "arn:aws:sns:us-east-1:123456789012:pictures-notify",
  tags: { Environment: "prod" },
};
export const request = {
  data: "training/data/digits/",
  code: "training/code/0a1b/sourcedir.tar.gz",
};

/** How a job ends: fields of its description, or an error of its creation. */
export type JobEnd =
  | Readonly<Record<string, unknown>>
  | { readonly error: string; readonly cause?: string };

/** S3, SageMaker and SNS in memory, and the machine over them. */
export class World {
  public readonly store = new MemoryStore();
  /** What each job was created with. */
  public readonly created: Record<string, unknown>[] = [];
  public readonly stopped: string[] = [];
  public readonly messages: string[] = [];
  /** How jobs end, in order. By default they complete. */
  public readonly ends: JobEnd[] = [];
  /** Jobs that exist before the run. */
  public readonly existing = new Set<string>();

  public async run(given: unknown = request, name = "run-1"): Promise<Execution> {
    const handler = createHandler({
      settings,
      store: this.store,
      now: () => new Date("2026-11-29T10:00:00.000Z"),
    });
    return execute(trainingMachine(inputs), given, name, {
      "lambda:invoke": async ({ Payload }) => {
        try {
          const result = await handler(JSON.parse(JSON.stringify(Payload)) as TrainingEvent);
          return { Payload: JSON.parse(JSON.stringify(result)) };
        } catch (error) {
          throw new StateError((error as Error).name, (error as Error).message);
        }
      },
      "sns:publish": async ({ Message }) => {
        this.messages.push(String(Message));
      },
      "sagemaker:createTrainingJob.sync": async (parameters) => this.train(parameters),
      "aws-sdk:sagemaker:describeTrainingJob": async () => ({
        TrainingJobStatus: "Completed",
        TrainingTimeInSeconds: 100,
        BillableTimeInSeconds: 40,
      }),
      "aws-sdk:sagemaker:stopTrainingJob": async ({ TrainingJobName }) => {
        this.stopped.push(String(TrainingJobName));
      },
    });
  }

  public summary(): Record<string, unknown> {
    const [, text = "{}"] =
      [...this.store.objects].find(([key]) => key.endsWith("summary.json")) ?? [];
    return JSON.parse(text);
  }

  private train(parameters: Record<string, unknown>): unknown {
    if (this.existing.has(String(parameters.TrainingJobName))) {
      throw new StateError("SageMaker.ResourceInUseException", "exists");
    }
    const end = this.ends.shift() ?? {};
    if ("error" in end) throw new StateError(String(end.error), String(end.cause ?? "refused"));
    this.created.push(parameters);
    const description = {
      TrainingJobStatus: "Completed",
      TrainingTimeInSeconds: 1000,
      BillableTimeInSeconds: 300,
      ModelArtifacts: {
        S3ModelArtifacts: "s3://pictures-payloads/training/runs/x/output/j/output/model.tar.gz",
      },
      FinalMetricDataList: [{ MetricName: "top-1", Value: 0.97, Timestamp: 1 }],
      ...end,
    };
    if (description.TrainingJobStatus === "Completed") return description;
    throw new StateError("States.TaskFailed", JSON.stringify(description));
  }
}
