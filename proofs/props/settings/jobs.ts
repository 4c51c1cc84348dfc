import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import {
  BatchModel,
  type BatchModelProps,
  BatchTransform,
  type BatchTransformProps,
  type JobStore,
  type JobTopic,
  SpotTraining,
  type SpotTrainingProps,
} from "@pictor/jobs";
import type { TerraformStack } from "cdktf";
import { fullRelease } from "./inference";
import {
  creating,
  encryptionKey,
  logRetentionDays,
  place,
  type Setting,
  type Settings,
  today,
} from "./setting";
import { modelStoreOf } from "./storage";

function allow(role: IamRole, id: string, resource: string): void {
  new IamRolePolicy(role, id, { role: role.name, name: id, policy: resource });
}

const store: JobStore = {
  bucketName: "numbat-pictures",
  grantRead: (role, prefix, id = "Read") => allow(role, id, prefix),
  grantWrite: (role, prefix, id = "Write") => allow(role, id, prefix),
};
const topic: JobTopic = {
  arn: "arn:aws:sns:eu-central-1:271828182845:kookaburra",
  grantPublish: () => undefined,
};
const common = {
  ...place,
  roleName: "wombat-machine",
  prefix: "burrow/",
  store,
  encryptionKey,
  logRetentionDays,
  topic,
  tags: { Mob: "roos" },
  today,
} as const;

/** Types that `@pictor/contracts` has no row of, as props describe them. */
const described = {
  name: "ml.emu9.xlarge",
  vCpus: 6,
  memoryGiB: 11,
  physicalCores: 5,
  storage: "ebs",
  burstable: false,
  accelerator: "none",
} as const;

const model = (changes: Partial<BatchModelProps>): Setting =>
  creating(
    BatchModel,
    (stack): BatchModelProps => ({
      ...place,
      name: "wombat-transform",
      roleName: "wombat-model",
      release: { ...fullRelease("a", "b", "ml.c5.xlarge"), container: "possum-cpu" },
      modelStore: modelStoreOf(stack, "wombat-model"),
      instanceType: "ml.c5.xlarge",
      encryptionKey,
      containers: {
        "possum-cpu": {
          image: `271828182845.dkr.ecr.eu-central-1.amazonaws.com/possum@sha256:${"e".repeat(64)}`,
          layout: "torchserve",
          hardware: "cpu",
          endOfPatch: "2029-08-07",
        },
      },
      today,
      ...changes,
    }),
  );

function transformOf(
  stack: TerraformStack,
  changes: Partial<BatchTransformProps>,
): BatchTransformProps {
  const role = new IamRole(stack, "Role", { name: "wombat-model", assumeRolePolicy: "{}" });
  return {
    ...common,
    name: "wombat-transform",
    model: { name: "marsupial", role },
    instances: { type: "ml.c5.xlarge", count: 17 },
    picturesPerJob: 4_409,
    jobsAtOnce: 13,
    maxConcurrentTransforms: 19,
    jobMinutes: 283,
    runMinutes: 1_693,
    schedules: [
      {
        name: "mornings",
        expression: "cron(0 7 * * ? *)",
        timeZone: "Australia/Perth",
        prefix: "burrow/in/mornings/",
      },
      { name: "evenings", expression: "rate(1 day)", prefix: "burrow/in/evenings/" },
    ],
    ...changes,
  };
}

const transform = (changes: Partial<BatchTransformProps>): Setting =>
  creating(BatchTransform, (stack) => transformOf(stack, changes));

const training = (changes: Partial<SpotTrainingProps>): Setting =>
  creating(
    SpotTraining,
    (): SpotTrainingProps => ({
      ...common,
      name: "wombat-training",
      jobRoleName: "wombat-job",
      container: "pytorch-2.10-cpu",
      instances: { type: "ml.c5.xlarge", count: 3, volumeSizeGb: 211 },
      maxRuntimeMinutes: 283,
      maxWaitMinutes: 1_693,
      program: "dig.py",
      hyperparameters: { depth: "37" },
      metrics: { burrow: "depth=([0-9]+)" },
      network: {
        subnetIds: ["subnet-0c0c0c", "subnet-0d0d0d"],
        subnetArns: ["subnet-0c0c0c", "subnet-0d0d0d"].map(
          (id) => `arn:aws:ec2:eu-central-1:271828182845:subnet/${id}`,
        ),
        createSecurityGroup: (scope, id, description) =>
          new SecurityGroup(scope, id, { description }),
        allowS3: () => undefined,
      },
      ...changes,
    }),
  );

export const jobSettings: Settings = {
  BatchModel: [model({}), model({ instanceType: described })],
  BatchTransform: [transform({}), transform({ instances: { type: described } })],
  SpotTraining: [training({}), training({ instances: { type: described } })],
};
