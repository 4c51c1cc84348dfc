import { arnOf, bucketArn, names } from "@pictor/contracts";
import { type ForbiddenAct, stateBucket } from "./forbidden-acts";
import { place } from "./one-account";

const arn = (service: string, id: string) => arnOf(place, service, id);
const namesOf = (environment: string) => names({ ...place, environment });
const own: ForbiddenAct["contexts"] = ({ environment }) => [
  {
    "aws:ResourceTag/Environment": environment,
    "aws:RequestTag/Environment": environment,
    "kms:ResourceAliases": `alias/pictor-${environment}`,
  },
];

/** What a role that something runs as may not do in its own environment: a deployment's work, which the deploy role does. */
export const workloadActs: readonly ForbiddenAct[] = [
  {
    act: "publishes or replaces a release",
    calls: ({ environment }) => [
      [`${bucketArn(place.region, namesOf(environment).modelBucket)}/releases/x`, "s3:PutObject"],
    ],
    contexts: own,
  },
  {
    act: "reads or writes a state",
    calls: ({ environment }) =>
      Object.values(namesOf(environment).stacks).map(
        (stack) => [`${stateBucket}/${stack}.tfstate`, "s3:GetObject PutObject"] as const,
      ),
  },
  {
    act: "deploys code",
    calls: ({ environment }) => [
      [
        arn("lambda", `function:${namesOf(environment).predictFunction}`),
        "lambda:AddPermission DeleteFunction PublishVersion UpdateAlias UpdateFunctionCode UpdateFunctionConfiguration",
      ],
      [
        arn("states", `stateMachine:${namesOf(environment).jobs.training}`),
        "states:DeleteStateMachine UpdateStateMachine",
      ],
    ],
    contexts: own,
  },
  {
    act: "creates a model, or a configuration of an endpoint",
    calls: ({ environment }) => [
      [arn("sagemaker", `model/pictor-${environment}-x`), "sagemaker:CreateModel DeleteModel"],
      [
        arn("sagemaker", `endpoint-config/pictor-${environment}-x`),
        "sagemaker:CreateEndpointConfig DeleteEndpointConfig",
      ],
    ],
    contexts: own,
  },
  {
    act: "changes or deletes a key or a bucket",
    calls: ({ environment }) => [
      [
        arn("kms", `key/${environment}`),
        "kms:PutKeyPolicy ScheduleKeyDeletion TagResource UntagResource",
      ],
      [
        bucketArn(place.region, namesOf(environment).payloadBucket),
        "s3:DeleteBucket PutBucketPolicy PutBucketPublicAccessBlock PutLifecycleConfiguration",
      ],
    ],
    contexts: own,
  },
  {
    act: "deletes data",
    calls: ({ environment }) => [
      [
        `${bucketArn(place.region, namesOf(environment).payloadBucket)}/batch/out/x`,
        "s3:DeleteObject DeleteObjectVersion",
      ],
    ],
    contexts: own,
  },
  {
    act: "deletes logs, or silences an alarm",
    calls: ({ environment }) => [
      [
        arn("logs", `log-group:/aws/lambda/pictor-${environment}-predict`),
        "logs:DeleteLogGroup PutRetentionPolicy",
      ],
      [
        arn("logs", `log-group:/aws/lambda/pictor-${environment}-predict:log-stream:x`),
        "logs:DeleteLogStream GetLogEvents",
      ],
      [arn("cloudwatch", `alarm:pictor-${environment}-x`), "cloudwatch:DeleteAlarms SetAlarmState"],
    ],
    contexts: own,
  },
  {
    act: "reads an API key, or changes the API",
    calls: () => [
      [`arn:aws:apigateway:${place.region}::/apikeys/x`, "apigateway:GET PATCH"],
      [`arn:aws:apigateway:${place.region}::/restapis/x`, "apigateway:DELETE PATCH PUT"],
    ],
    contexts: own,
  },
];
