import { arnOf, bucketArn, names } from "@pictor/contracts";
import { place } from "./one-account";
import type { Calls } from "./prod-resources";

type Context = Readonly<Record<string, string>>;

/** Calls that a role makes, and who makes them. */
export interface Need {
  readonly calls: Calls;
  /** Condition keys that AWS puts into the request. @default none */
  readonly context?: Context;
  /** AWS's documentation of the call, or the folder of the code whose SDK makes it. */
  readonly by: string;
}

const docs = "https://docs.aws.amazon.com";
const sagemakerRoles = `${docs}/sagemaker/latest/dg/sagemaker-roles.html`;
const arn = (service: string, id: string) => arnOf(place, service, id);
const bucketOf = (environment: string, kind: "modelBucket" | "payloadBucket") =>
  bucketArn(place.region, names({ ...place, environment })[kind]);
const keyOf = (environment: string) => arn("kms", `key/${environment}`);
const ownTag = (environment: string): Context => ({ "aws:ResourceTag/Environment": environment });

/** Use of the environment's key by a service that names what it encrypts. */
export function keyUse(
  environment: string,
  actions: string,
  service: string,
  [name, value]: readonly [string, string],
  by: string,
): Need {
  return {
    calls: [[keyOf(environment), `kms:${actions}`]],
    context: {
      ...ownTag(environment),
      ...(service !== "" && { "kms:ViaService": `${service}.${place.region}.amazonaws.com` }),
      [`kms:EncryptionContext:${name}`]: value,
    },
    by,
  };
}

export function reads(
  environment: string,
  kind: "modelBucket" | "payloadBucket",
  prefix: string,
  by: string,
): readonly Need[] {
  const bucket = bucketOf(environment, kind);
  return [
    { calls: [[`${bucket}/${prefix}x`, "s3:GetObject"]], by },
    { calls: [[bucket, "s3:ListBucket"]], context: { "s3:prefix": `${prefix}x` }, by },
    keyUse(environment, "Decrypt", "s3", ["aws:s3:arn", bucket], by),
  ];
}

export function writes(environment: string, prefix: string, by: string): readonly Need[] {
  const bucket = bucketOf(environment, "payloadBucket");
  return [
    { calls: [[`${bucket}/${prefix}x`, "s3:PutObject AbortMultipartUpload"]], by },
    keyUse(environment, "Decrypt GenerateDataKey", "s3", ["aws:s3:arn", bucket], by),
  ];
}

/** What a role of SageMaker's containers does, whatever they run. */
export const container: readonly Need[] = [
  {
    calls: [["*", "cloudwatch:PutMetricData"]],
    context: { "cloudwatch:namespace": "/aws/sagemaker/Endpoints" },
    by: sagemakerRoles,
  },
  { calls: [["*", "ecr:GetAuthorizationToken"]], by: sagemakerRoles },
];

export const pulls = (repository: string): Need => ({
  calls: [
    [
      `arn:aws:ecr:${place.region}:763104351884:repository/${repository}`,
      "ecr:BatchCheckLayerAvailability BatchGetImage GetDownloadUrlForLayer",
    ],
  ],
  by: sagemakerRoles,
});

export const encryptsVolumes = (environment: string): Need => ({
  calls: [[keyOf(environment), "kms:CreateGrant"]],
  context: { ...ownTag(environment), "kms:GrantIsForAWSResource": "true" },
  by: `${docs}/sagemaker/latest/dg/sagemaker-roles.html#sagemaker-roles-createmodel-perms`,
});

/** Network interfaces of a model's containers in a VPC. */
export const containerInVpc: readonly Need[] = [
  {
    calls: [
      [
        "*",
        "ec2:DescribeDhcpOptions DescribeNetworkInterfaces DescribeSecurityGroups DescribeSubnets DescribeVpcs",
      ],
      [arn("ec2", "subnet/subnet-0a1b"), "ec2:CreateNetworkInterface"],
      [
        arn("ec2", "network-interface/x"),
        "ec2:CreateNetworkInterface CreateNetworkInterfacePermission DeleteNetworkInterface DeleteNetworkInterfacePermission",
      ],
    ],
    by: sagemakerRoles,
  },
];

export const writesLog = (group: string, stream: string, by: string): Need => ({
  calls: [
    [arn("logs", `log-group:${group}:log-stream:${stream}`), "logs:CreateLogStream PutLogEvents"],
  ],
  by,
});

/** What Lambda does as every function's role, besides the function's own calls. */
export function lambda(environment: string, name: string): readonly Need[] {
  const functionArn = arn("lambda", `function:${name}`);
  return [
    writesLog(
      `/aws/lambda/${name}`,
      "s",
      `${docs}/lambda/latest/dg/lambda-intro-execution-role.html`,
    ),
    {
      calls: [["*", "xray:PutTelemetryRecords PutTraceSegments"]],
      by: `${docs}/lambda/latest/dg/services-xray.html`,
    },
    keyUse(
      environment,
      "Decrypt",
      "",
      ["aws:lambda:FunctionArn", functionArn],
      `${docs}/lambda/latest/dg/configuration-envvars-encryption.html`,
    ),
  ];
}

/** What Lambda does as the role of a function in a VPC. */
export const functionInVpc: readonly Need[] = [
  {
    calls: [
      ["*", "ec2:DescribeNetworkInterfaces DescribeSubnets"],
      [arn("ec2", "subnet/x"), "ec2:CreateNetworkInterface"],
      [
        arn("ec2", "network-interface/x"),
        "ec2:AssignPrivateIpAddresses CreateNetworkInterface DeleteNetworkInterface UnassignPrivateIpAddresses",
      ],
    ],
    by: `${docs}/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions`,
  },
];
