import { type AwsPlace, arnOf, roleArn, wordProblems } from "@pictor/contracts";

/** A service that an interface endpoint can be had for, in AWS's own words. */
export type InterfaceService =
  | "sagemaker.runtime"
  | "sagemaker.api"
  | "logs"
  | "monitoring"
  | "kms"
  | "sts"
  | "ecr.api"
  | "ecr.dkr";

/** What an interface endpoint lets through, and what a synthesised name is made of. */
export interface EndpointService {
  /** Part of construct ids. */
  readonly id: string;
  /** As people know it. */
  readonly title: string;
  /** Actions that name resources, and the resources of an account that they may name. */
  readonly actions: readonly string[];
  readonly resources: (place: AwsPlace) => readonly string[];
  /** Actions that know no resources: a policy that names any never meets them. */
  readonly unscopedActions?: readonly string[];
}

const everythingOf =
  (service: string) =>
  (place: AwsPlace): readonly string[] => [arnOf(place, service, "*")];

const registry = {
  actions: ["ecr:*"],
  resources: (place: AwsPlace): readonly string[] => [arnOf(place, "ecr", "repository/*")],
  unscopedActions: ["ecr:GetAuthorizationToken"],
};

/**
 * The services that an {@link InferenceNetwork} can have an interface endpoint for.
 *
 * Each is billed by the hour in each availability zone, and by the GB: `pictor cost` shows both.
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html (read 2026-11)
 */
export const endpointServices: Readonly<Record<InterfaceService, EndpointService>> = {
  /** Invoking endpoints. */
  "sagemaker.runtime": {
    id: "SagemakerRuntime",
    title: "SageMaker runtime",
    actions: ["sagemaker:InvokeEndpoint"],
    resources: (place) => [arnOf(place, "sagemaker", "endpoint/*")],
  },
  /** Changing endpoints from within the network. */
  "sagemaker.api": {
    id: "SagemakerApi",
    title: "SageMaker API",
    actions: ["sagemaker:*"],
    resources: everythingOf("sagemaker"),
    unscopedActions: [
      "sagemaker:ListEndpointConfigs",
      "sagemaker:ListEndpoints",
      "sagemaker:ListModels",
      "sagemaker:ListTrainingJobs",
      "sagemaker:ListTransformJobs",
    ],
  },
  /** Writing logs from within the network; Lambda and SageMaker need it not for theirs. */
  logs: {
    id: "Logs",
    title: "CloudWatch Logs",
    actions: ["logs:*"],
    resources: everythingOf("logs"),
    unscopedActions: ["logs:DescribeLogGroups", "logs:DescribeQueries", "logs:StopQuery"],
  },
  /** Publishing metrics, reading and setting alarms from within the network. */
  monitoring: {
    id: "Monitoring",
    title: "CloudWatch",
    actions: ["cloudwatch:*Alarm*"],
    resources: everythingOf("cloudwatch"),
    unscopedActions: [
      "cloudwatch:DescribeAlarmsForMetric",
      "cloudwatch:GetMetricData",
      "cloudwatch:GetMetricStatistics",
      "cloudwatch:ListMetrics",
      "cloudwatch:PutMetricData",
    ],
  },
  /** Encrypting data by one's own call; S3 calls KMS by itself. */
  kms: {
    id: "Kms",
    title: "KMS",
    actions: ["kms:*"],
    resources: everythingOf("kms"),
    unscopedActions: ["kms:GenerateRandom", "kms:ListAliases", "kms:ListKeys"],
  },
  /** Taking another role, asking who one is and why one was refused. */
  sts: {
    id: "Sts",
    title: "STS",
    actions: ["sts:AssumeRole"],
    resources: (place) => [roleArn(place, "*")],
    unscopedActions: ["sts:DecodeAuthorizationMessage", "sts:GetCallerIdentity"],
  },
  /** Asking for images; pulling one takes `ecr.dkr` and S3 as well. */
  "ecr.api": { id: "EcrApi", title: "ECR API", ...registry },
  /** Pulling images, whose layers come from S3: it opens the region's layer bucket. */
  "ecr.dkr": { id: "EcrDkr", title: "ECR registry", ...registry },
};

/** Problems of a service's name; empty if there is an endpoint for it. */
export function serviceProblems(prop: string, service: string): string[] {
  return wordProblems(prop, service, Object.keys(endpointServices));
}
