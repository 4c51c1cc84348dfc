import {
  type ArnPlace,
  arnOf,
  type Names,
  names,
  type Place,
  partitionOf,
} from "@pictor/contracts";

/** Where a deploy role works, and what is already there. */
export interface DeployPlace extends Place {
  /** Key that encrypts the Terraform state. */
  readonly stateKeyArn: string;
  /** The permissions boundary that every role it makes must have. */
  readonly boundaryArn: string;
}

/** How the names of an environment's resources begin: `pictor-prod-`. No environment's name has a hyphen. */
export function prefixOf({ environment }: Place): string {
  return `pictor-${environment}-`;
}

export function namesAt({ environment, accountId, region }: Place): Names {
  return names({ environment, accountId, region });
}

/** ARNs of resources in the role's account and region. */
export function resources(
  place: ArnPlace,
  service: string,
  ...ids: readonly string[]
): readonly string[] {
  return ids.map((id) => arnOf(place, service, id));
}

/** ARN of something of IAM or S3 that belongs to the account, or to nobody, and to no region. */
export function globalArn(
  place: ArnPlace,
  service: "iam" | "s3" | "cloudwatch" | "budgets",
  id: string,
): string {
  const account = service === "s3" ? "" : place.accountId;
  return `arn:${partitionOf(place.region)}:${service}::${account}:${id}`;
}
