import { arnOf, bucketArn, names } from "@pictor/contracts";
import { place } from "./one-account";
import type { Calls } from "./prod-resources";

const prod = names({ ...place, environment: "prod" });
const object = `${bucketArn(place.region, prod.modelBucket)}/releases/x`;
const key = arnOf(place, "kms", "key/prod");
const endpoint = arnOf(place, "sagemaker", `endpoint/${prod.endpoints.realTime}`);
const capacityParameter = (name: keyof typeof prod.capacityParameters) =>
  arnOf(place, "ssm", `parameter${prod.capacityParameters[name]}`);
const payloads = bucketArn(place.region, prod.payloadBucket);
const machines = (kind: string) =>
  Object.values(prod.jobs).map((name) => arnOf(place, "states", `${kind}:${name}`));
const executions = machines("execution").map((machine) => `${machine}:4f2a90c1d3b8e756`);
const gateway = (path: string) => `arn:aws:apigateway:${place.region}::/${path}`;
const linkedRole = (service: string, role: string) =>
  `arn:aws:iam::${place.accountId}:role/aws-service-role/${service}.amazonaws.com/AWSServiceRoleFor${role}`;

/** What each call of AWS's SDK in Pictor's tools takes, as the role that deploys. */
export const commandActions: Readonly<Record<string, Calls>> = {
  DescribeAlarms: [["*", "cloudwatch:DescribeAlarms"]],
  DescribeEndpoint: [[endpoint, "sagemaker:DescribeEndpoint"]],
  DescribeExecution: executions.map((one) => [one, "states:DescribeExecution"] as const),
  DescribeNetworkInterfaces: [["*", "ec2:DescribeNetworkInterfaces"]],
  // These, `GetPolicy` and `GetResources` are called by an administrator who recovers an environment.
  DescribeQueryDefinitions: [],
  DescribeRouteTables: [],
  DescribeSecurityGroupRules: [],
  DescribeStateMachine: machines("stateMachine").map(
    (machine) => [machine, "states:DescribeStateMachine"] as const,
  ),
  DescribeTrainingJob: [
    [
      arnOf(place, "sagemaker", `training-job/${prod.jobs.training}-4f2a90c1d3b8e756-1`),
      "sagemaker:DescribeTrainingJob",
    ],
  ],
  DescribeVpcEndpointServices: [["*", "ec2:DescribeVpcEndpointServices"]],
  // Of the local AWS only, for the page of a run.
  FilterLogEvents: [],
  GetAccount: [[gateway("account"), "apigateway:GET"]],
  GetAccountSettings: [["*", "lambda:GetAccountSettings"]],
  GetApiKey: [[gateway("apikeys/x"), "apigateway:GET"]],
  GetExecutionHistory: executions.map((one) => [one, "states:GetExecutionHistory"] as const),
  GetObject: [
    [object, "s3:GetObject"],
    ...["run.json", "summary.json", "results.jsonl", "parts/0001.summary.json"].map(
      (name) => [`${payloads}/batch/out/4f2a90c1d3b8e756/${name}`, "s3:GetObject"] as const,
    ),
    ...["summary.json", "output/job/output/model.tar.gz"].map(
      (name) => [`${payloads}/training/runs/4f2a90c1d3b8e756/${name}`, "s3:GetObject"] as const,
    ),
    [key, "kms:Decrypt"],
  ],
  GetParameters: [[capacityParameter("pin"), "ssm:GetParameters"]],
  GetPolicy: [],
  GetResources: [],
  GetRole: [
    [linkedRole("ops.apigateway", "APIGateway"), "iam:GetRole"],
    [
      linkedRole("sagemaker.application-autoscaling", "ApplicationAutoScaling_SageMakerEndpoint"),
      "iam:GetRole",
    ],
  ],
  // Called by an administrator who sets up an account.
  GetOpenIDConnectProvider: [],
  HeadBucket: [],
  HeadObject: [
    [object, "s3:GetObject"],
    // Without it S3 answers 403 for an object that does not exist.
    [bucketArn(place.region, prod.modelBucket), "s3:ListBucket"],
  ],
  InvokeEndpoint: [[endpoint, "sagemaker:InvokeEndpoint"]],
  ListCostAllocationTags: [["*", "ce:ListCostAllocationTags"]],
  ListObjectsV2: [
    [bucketArn(place.region, prod.modelBucket), "s3:ListBucket"],
    [payloads, "s3:ListBucket"],
  ],
  ListTrainingJobs: [["*", "sagemaker:ListTrainingJobs"]],
  ListServiceQuotas: [["*", "servicequotas:ListServiceQuotas"]],
  PutParameter: [[capacityParameter("pin"), "ssm:PutParameter"]],
  PutObject: [
    [object, "s3:PutObject"],
    [`${payloads}/batch/in/directories/x/a.jpg`, "s3:PutObject"],
    [`${payloads}/training/data/x/cat/a.jpg`, "s3:PutObject"],
    [`${payloads}/training/code/x/sourcedir.tar.gz`, "s3:PutObject"],
    [key, "kms:GenerateDataKey"],
  ],
  StartExecution: machines("stateMachine").map(
    (machine) => [machine, "states:StartExecution"] as const,
  ),
};
