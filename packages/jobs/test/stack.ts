import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { SagemakerModel } from "@cdktf/provider-aws/lib/sagemaker-model";
import { policyDocument, serviceTrust } from "@pictor/contracts";
import { type Synthesised, synthesise } from "@pictor/testing";
import type { Construct } from "constructs";
import {
  BatchTransform,
  type BatchTransformProps,
  type JobStore,
  type JobTopic,
  SpotTraining,
  type SpotTrainingProps,
} from "../src";

export const place = { accountId: "123456789012", region: "us-east-1" };
export const encryptionKey = { arn: "arn:aws:kms:us-east-1:123456789012:key/k" };
const topicArn = "arn:aws:sns:us-east-1:123456789012:pictures-notify";

function grant(
  role: IamRole,
  id: string,
  Action: string | string[],
  Resource: string,
): IamRolePolicy {
  return new IamRolePolicy(role, id, {
    role: role.name,
    name: id,
    policy: policyDocument([{ Sid: id, Effect: "Allow", Action, Resource }]),
  });
}

/** A topic as `@pictor/monitoring` makes it. */
export const topic: JobTopic = {
  arn: topicArn,
  grantPublish: (role, id = "PublishToTopic") => grant(role, id, "sns:Publish", topicArn),
};

/** A store as `@pictor/storage` makes it, its keys aside. */
const store: JobStore = {
  bucketName: "pictures-payloads",
  grantRead(role, prefix, id = "PayloadRead") {
    grant(role, id, "s3:GetObject", `arn:aws:s3:::pictures-payloads/${prefix}*`);
    new IamRolePolicy(role, `${id}List`, {
      role: role.name,
      name: `${id}List`,
      policy: policyDocument([
        {
          Sid: "List",
          Effect: "Allow",
          Action: "s3:ListBucket",
          Resource: "arn:aws:s3:::pictures-payloads",
          Condition: { StringLike: { "s3:prefix": `${prefix}*` } },
        },
      ]),
    });
  },
  grantWrite: (role, prefix, id = "PayloadWrite") => {
    grant(
      role,
      id,
      ["s3:AbortMultipartUpload", "s3:PutObject"],
      `arn:aws:s3:::pictures-payloads/${prefix}*`,
    );
  },
};

/** A model of SageMaker with the role that it runs as. */
function addModel(stack: Construct) {
  const role = new IamRole(stack, "ModelRole", {
    name: "pictures-model",
    assumeRolePolicy: serviceTrust("sagemaker.amazonaws.com", place.accountId),
  });
  const model = new SagemakerModel(stack, "Model", {
    name: "pictures-model-1",
    executionRoleArn: role.arn,
    primaryContainer: { image: "123456789012.dkr.ecr.us-east-1.amazonaws.com/pictures:1" },
  });
  return { name: model.name, role };
}

/** The example, with some props changed. */
function addBatch(
  stack: Construct,
  changes: Partial<BatchTransformProps> = {},
  id = "Batch",
): BatchTransform {
  return new BatchTransform(stack, id, {
    ...place,
    name: "pictures-transform",
    roleName: "pictures-transform-us-east-1",
    model: changes.model ?? addModel(stack),
    instances: { type: "ml.c5.xlarge" },
    store,
    encryptionKey,
    logRetentionDays: 30,
    schedules: [{ name: "daily", expression: "cron(0 3 * * ? *)", prefix: "batch/in/daily/" }],
    topic,
    today: "2026-10-01",
    ...changes,
  });
}

/** The example, synthesised. */
export function build(changes: Partial<BatchTransformProps> = {}): {
  readonly out: Synthesised;
  readonly batch: BatchTransform;
} {
  const made: BatchTransform[] = [];
  const out = synthesise((stack) => made.push(addBatch(stack, changes)));
  const [batch] = made;
  if (batch === undefined) throw new Error("nothing was built");
  return { out, batch };
}

/** Training, with some props changed. */
export function buildTraining(changes: Partial<SpotTrainingProps> = {}): {
  readonly out: Synthesised;
  readonly training: SpotTraining;
} {
  const made: SpotTraining[] = [];
  const out = synthesise((stack) => {
    const training = new SpotTraining(stack, "Training", {
      ...place,
      name: "pictures-training",
      roleName: "pictures-training-us-east-1",
      jobRoleName: "pictures-training-job-us-east-1",
      container: "pytorch-2.10-cpu",
      instances: { type: "ml.m5.2xlarge" },
      store,
      encryptionKey,
      logRetentionDays: 30,
      topic,
      today: "2026-10-01",
      ...changes,
    });
    made.push(training);
  });
  const [training] = made;
  if (training === undefined) throw new Error("nothing was built");
  return { out, training };
}
