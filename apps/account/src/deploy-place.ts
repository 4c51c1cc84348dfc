import {
  type AwsPlace,
  arnOf,
  type Names,
  names,
  type Place,
  type PolicyStatement,
  partitionOf,
} from "@pictor/contracts";

/** Where a deploy role works, and what is already there. */
export interface DeployPlace extends Place {
  /** Key that encrypts the Terraform state. */
  readonly stateKeyArn: string;
  /** The permissions boundaries, one of which every role that it makes must have: the service's and the jobs'. */
  readonly boundaryArns: readonly [service: string, jobs: string];
}

/** How the names of an environment's resources begin: `pictor-prod-`. No environment's name has a hyphen. */
export function prefixOf({ environment }: Place): string {
  return `pictor-${environment}-`;
}

export function namesAt({ environment, accountId, region }: Place): Names {
  return names({ environment, accountId, region });
}

/** Limits an action that has no resource, or whose resource names no region, to the environment's region. */
export function inRegion({ region }: AwsPlace): PolicyStatement["Condition"] & object {
  return { StringEquals: { "aws:RequestedRegion": region } };
}

/** ARNs of resources in the role's account and region. */
export function resources(
  place: AwsPlace,
  service: string,
  ...ids: readonly string[]
): readonly string[] {
  return ids.map((id) => arnOf(place, service, id));
}

/** ARN of something of IAM or S3 that belongs to the account, or to nobody, and to no region. */
export function globalArn(
  place: AwsPlace,
  service: "iam" | "s3" | "cloudwatch" | "budgets",
  id: string,
): string {
  const account = service === "s3" ? "" : place.accountId;
  return `arn:${partitionOf(place.region)}:${service}::${account}:${id}`;
}

/** ARN of something of API Gateway's, which names no account. */
export function gatewayArn({ region }: AwsPlace, path: string): string {
  return `arn:${partitionOf(region)}:apigateway:${region}::/${path}`;
}
