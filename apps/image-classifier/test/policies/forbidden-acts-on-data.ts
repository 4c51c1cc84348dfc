import { arnOf, bucketArn, names } from "@pictor/contracts";
import { type Context, type ForbiddenAct, stateBucket } from "./forbidden-acts";
import { place } from "./one-account";

const arn = (service: string, id: string) => arnOf(place, service, id);
const namesOf = (environment: string) => names({ ...place, environment });
const key = (name: string) => arn("kms", `key/${name}`);
const bucketsOf = (environment: string) => {
  const { modelBucket, payloadBucket } = namesOf(environment);
  return [modelBucket, payloadBucket].map((name) => bucketArn(place.region, name));
};
const statesOf = (environment: string) =>
  Object.values(namesOf(environment).stacks).map((stack) => `${stateBucket}/${stack}.tfstate`);

/** Tags of another environment's resource. The request itself may carry the tags of the role's own environment. */
const foreignTags = ({ environment, foreign }: Record<"environment" | "foreign", string>) => {
  const owned: Context = {
    "aws:ResourceTag/Environment": foreign,
    "kms:ResourceAliases": `alias/pictor-${foreign}`,
  };
  return [owned, { ...owned, "aws:RequestTag/Environment": environment }];
};
const ownTags = ({ environment }: Record<"environment", string>): readonly Context[] => [
  { "aws:ResourceTag/Environment": environment },
];
const viaS3: Context = { "kms:ViaService": `s3.${place.region}.amazonaws.com` };

/** What destroys or hands out data and state, takes over another environment, or hides that. */
export const otherActs: readonly ForbiddenAct[] = [
  {
    act: "reads or writes another environment's state",
    calls: ({ foreign }) =>
      statesOf(foreign).flatMap((state) =>
        [state, `${state}.tflock`].map(
          (object) => [object, "s3:GetObject PutObject DeleteObject"] as const,
        ),
      ),
  },
  {
    act: "reads or writes the account's state",
    calls: () => [[`${stateBucket}/account.tfstate`, "s3:GetObject PutObject DeleteObject"]],
  },
  {
    act: "deletes its own state, or one of its versions",
    calls: ({ environment }) =>
      statesOf(environment).map(
        (state) => [state, "s3:DeleteObject DeleteObjectVersion PutObjectAcl"] as const,
      ),
  },
  {
    act: "deletes or opens the bucket of the states",
    calls: () => [
      [
        stateBucket,
        "s3:DeleteBucket DeleteBucketPolicy PutBucketPolicy PutBucketAcl PutBucketVersioning " +
          "PutBucketPublicAccessBlock PutLifecycleConfiguration PutEncryptionConfiguration PutReplicationConfiguration",
      ],
    ],
  },
  {
    act: "disables, deletes or gives away the key of the states",
    calls: () => [
      [
        key("state"),
        "kms:CreateGrant DisableKey PutKeyPolicy ScheduleKeyDeletion TagResource UntagResource",
      ],
    ],
    contexts: ({ environment }) => [
      { "kms:ResourceAliases": "alias/pictor-state", ...viaS3 },
      { "kms:ResourceAliases": "alias/pictor-state", "aws:RequestTag/Environment": environment },
    ],
  },
  {
    act: "disables its own key or imports material",
    calls: ({ environment }) => [
      [key(environment), "kms:DisableKey DeleteImportedKeyMaterial ImportKeyMaterial"],
    ],
    contexts: ownTags,
  },
  {
    act: "grants its own key to somebody, not to a service",
    calls: ({ environment }) => [[key(environment), "kms:CreateGrant RetireGrant"]],
    contexts: ({ environment }) => [
      { "aws:ResourceTag/Environment": environment, "kms:GrantIsForAWSResource": "false" },
    ],
  },
  {
    act: "uses, changes or deletes another environment's key",
    calls: ({ foreign }) => [
      [
        key(foreign),
        "kms:CreateGrant Decrypt DisableKey GenerateDataKey PutKeyPolicy ScheduleKeyDeletion TagResource UntagResource",
      ],
    ],
    contexts: (attacker) => foreignTags(attacker).flatMap((tags) => [tags, { ...tags, ...viaS3 }]),
  },
  {
    act: "reads or writes another environment's data",
    calls: ({ foreign }) =>
      bucketsOf(foreign).flatMap(
        (bucket) =>
          [
            [`${bucket}/releases/x`, "s3:GetObject PutObject DeleteObject"],
            [`${bucket}/batch/out/x`, "s3:GetObject PutObject DeleteObject"],
            [bucket, "s3:DeleteBucket ListBucket PutBucketPolicy PutLifecycleConfiguration"],
          ] as const,
      ),
    contexts: foreignTags,
  },
  {
    act: "deletes a release, or a version of one",
    calls: ({ environment }) =>
      bucketsOf(environment).map(
        (bucket) =>
          [
            `${bucket}/releases/x`,
            "s3:DeleteObject DeleteObjectVersion BypassGovernanceRetention PutObjectAcl",
          ] as const,
      ),
  },
  {
    act: "copies its data to another account",
    calls: ({ environment }) =>
      bucketsOf(environment).map((bucket) => [bucket, "s3:PutReplicationConfiguration"] as const),
    contexts: ownTags,
  },
  {
    act: "opens the account's buckets to the public",
    calls: () => [["*", "s3:PutAccountPublicAccessBlock"]],
  },
  {
    act: "calls or changes another environment's function",
    calls: ({ foreign }) => [
      [
        arn("lambda", `function:${namesOf(foreign).predictFunction}`),
        "lambda:AddPermission DeleteFunction GetFunction InvokeFunction UpdateFunctionCode UpdateFunctionConfiguration",
      ],
    ],
    contexts: foreignTags,
  },
  {
    act: "calls or changes another environment's endpoint",
    calls: ({ foreign }) => [
      [
        arn("sagemaker", `endpoint/${namesOf(foreign).endpoints.realTime}`),
        "sagemaker:DeleteEndpoint InvokeEndpoint UpdateEndpoint UpdateEndpointWeightsAndCapacities",
      ],
    ],
    contexts: foreignTags,
  },
  {
    act: "starts or changes another environment's jobs",
    calls: ({ foreign }) => [
      [
        arn("states", `stateMachine:${namesOf(foreign).jobs.training}`),
        "states:DeleteStateMachine StartExecution UpdateStateMachine",
      ],
      [
        arn("sagemaker", `training-job/${namesOf(foreign).jobs.training}-x`),
        "sagemaker:CreateTrainingJob StopTrainingJob",
      ],
    ],
    contexts: foreignTags,
  },
  {
    act: "reads or writes another's parameters and secrets",
    calls: ({ foreign }) => [
      [
        arn("ssm", `parameter${namesOf(foreign).capacityParameters.state}`),
        "ssm:DeleteParameter GetParameter PutParameter",
      ],
      [arn("ssm", "parameter/strangers"), "ssm:GetParameter PutParameter"],
      [arn("secretsmanager", "secret:x"), "secretsmanager:GetSecretValue PutSecretValue"],
    ],
    contexts: foreignTags,
  },
  {
    act: "changes another environment's API or firewall",
    calls: () => [
      [`arn:aws:apigateway:${place.region}::/restapis/x`, "apigateway:DELETE PATCH PUT"],
      [`arn:aws:apigateway:${place.region}::/apikeys/x`, "apigateway:DELETE GET PATCH"],
    ],
    contexts: foreignTags,
  },
  {
    act: "deletes or silences another environment's logs and alarms",
    calls: ({ foreign }) => [
      [arn("logs", `log-group:/aws/lambda/pictor-${foreign}-predict`), "logs:DeleteLogGroup"],
      [arn("cloudwatch", `alarm:pictor-${foreign}-x`), "cloudwatch:DeleteAlarms SetAlarmState"],
      [arn("sns", `pictor-${foreign}-notify`), "sns:DeleteTopic Publish SetTopicAttributes"],
      [arn("events", `rule/pictor-${foreign}-x`), "events:DeleteRule PutTargets"],
    ],
    contexts: foreignTags,
  },
  {
    act: "stops the account's records",
    calls: () => [
      [arn("cloudtrail", "trail/x"), "cloudtrail:DeleteTrail StopLogging UpdateTrail"],
      [arn("guardduty", "detector/x"), "guardduty:DeleteDetector UpdateDetector"],
      ["*", "config:StopConfigurationRecorder"],
    ],
  },
  {
    act: "closes the account or leaves the organisation",
    calls: () => [
      ["*", "organizations:LeaveOrganization"],
      ["*", "account:CloseAccount"],
    ],
  },
  {
    act: "opens the network",
    calls: () => [
      [arn("ec2", "internet-gateway/x"), "ec2:AttachInternetGateway CreateInternetGateway"],
      [arn("ec2", "route-table/x"), "ec2:CreateRoute ReplaceRoute"],
      [arn("ec2", "vpc-peering-connection/x"), "ec2:AcceptVpcPeeringConnection"],
      [arn("ec2", "natgateway/x"), "ec2:CreateNatGateway"],
    ],
    contexts: (attacker) => [...ownTags(attacker), ...foreignTags(attacker)],
  },
  {
    act: "shares what the account has",
    calls: () => [
      [`arn:aws:ec2:${place.region}::snapshot/x`, "ec2:ModifySnapshotAttribute"],
      ["*", "ram:CreateResourceShare"],
      [arn("ecr", "repository/x"), "ecr:PutImage SetRepositoryPolicy"],
      [arn("lambda", "layer:x:1"), "lambda:AddLayerVersionPermission"],
    ],
    contexts: ownTags,
  },
];
