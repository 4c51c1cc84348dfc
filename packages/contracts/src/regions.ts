import { nearest } from "./nearest";

/** A set of regions with accounts, ARNs and host names of its own. */
export type Partition =
  | "aws"
  | "aws-cn"
  | "aws-us-gov"
  | "aws-eusc"
  | "aws-iso"
  | "aws-iso-b"
  | "aws-iso-e"
  | "aws-iso-f";

/** What is known of a region. */
export interface RegionFacts {
  readonly partition: Partition;
  /** Whether an account must enable the region before it can use it. */
  readonly optIn: boolean;
  /** Whether botocore has host names there for SageMaker and for its runtime. */
  readonly sagemaker: boolean;
  /**
   * Whether SageMaker has serverless inference there: `false` without SageMaker, `true` where AWS's price list has a usage type
   * of it, and `undefined` elsewhere, because AWS publishes no list of these regions.
   */
  readonly serverless: boolean | undefined;
  /** Whether provider 5.100.0 accepts the region. */
  readonly provider: boolean;
  /** Account of AWS's deep learning containers, if provider 5.100.0 has one for the region. */
  readonly imageRegistry: string | undefined;
}

/**
 * Host names of a partition's services end in it.
 *
 * @see https://github.com/boto/botocore/blob/1.43.106/botocore/data/partitions.json
 */
const dnsSuffixes: Readonly<Record<Partition, string>> = {
  aws: "amazonaws.com",
  "aws-cn": "amazonaws.com.cn",
  "aws-us-gov": "amazonaws.com",
  "aws-eusc": "amazonaws.eu",
  "aws-iso": "c2s.ic.gov",
  "aws-iso-b": "sc2s.sgov.gov",
  "aws-iso-e": "cloud.adc-e.uk",
  "aws-iso-f": "csp.hci.ic.gov",
};

/** Partitions whose principal of CloudWatch Logs ends as host names do; elsewhere it ends in `amazonaws.com`. */
const ownLogsPrincipal: readonly Partition[] = ["aws-cn", "aws-iso", "aws-iso-b"];

const common = "763104351884";
const none = undefined;

const row = (
  partition: Partition,
  imageRegistry: string | undefined,
  rest: Partial<RegionFacts> = {},
): RegionFacts => ({
  partition,
  optIn: false,
  sagemaker: true,
  serverless: rest.sagemaker === false ? false : undefined,
  provider: true,
  imageRegistry,
  ...rest,
});

/**
 * AWS's regions.
 *
 * Registries, and what the provider accepts, were asked of provider 5.100.0 itself: by the data source
 * `aws_sagemaker_prebuilt_ecr_image`, and by its check of the region. The other columns are read.
 * @see https://github.com/boto/botocore/blob/1.43.106/botocore/data/endpoints.json (regions, SageMaker; read 2026-11)
 * @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html (opt-in)
 * @see https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonSageMaker/current/index.json (serverless: usage types
 * `USE1-`, `USE2-` and `EU-ServerlessInf`, of which the first is recorded in packages/cost; read 2026-11)
 */
export const regions: Readonly<Record<string, RegionFacts>> = {
  "af-south-1": row("aws", "626614931356", { optIn: true }),
  "ap-east-1": row("aws", "871362719292", { optIn: true }),
  "ap-east-2": row("aws", none, { optIn: true }),
  "ap-northeast-1": row("aws", common),
  "ap-northeast-2": row("aws", common),
  "ap-northeast-3": row("aws", "364406365360"),
  "ap-south-1": row("aws", common),
  "ap-south-2": row("aws", "772153158452", { optIn: true }),
  "ap-southeast-1": row("aws", common),
  "ap-southeast-2": row("aws", common),
  "ap-southeast-3": row("aws", "907027046896", { optIn: true }),
  "ap-southeast-4": row("aws", "457447274322", { optIn: true }),
  "ap-southeast-5": row("aws", none, { optIn: true }),
  "ap-southeast-6": row("aws", none, { optIn: true, provider: false }),
  "ap-southeast-7": row("aws", none, { optIn: true }),
  "ca-central-1": row("aws", common),
  "ca-west-1": row("aws", "204538143572", { optIn: true }),
  "eu-central-1": row("aws", common),
  "eu-central-2": row("aws", "380420809688", { optIn: true }),
  "eu-north-1": row("aws", common),
  "eu-south-1": row("aws", "692866216735", { optIn: true }),
  "eu-south-2": row("aws", "503227376785", { optIn: true }),
  "eu-west-1": row("aws", common, { serverless: true }),
  "eu-west-2": row("aws", common),
  "eu-west-3": row("aws", common),
  "il-central-1": row("aws", "780543022126", { optIn: true }),
  "me-central-1": row("aws", "914824155844", { optIn: true }),
  "me-south-1": row("aws", "217643126080", { optIn: true }),
  "mx-central-1": row("aws", none, { optIn: true }),
  "sa-east-1": row("aws", common),
  "us-east-1": row("aws", common, { serverless: true }),
  "us-east-2": row("aws", common, { serverless: true }),
  "us-west-1": row("aws", common),
  "us-west-2": row("aws", common),
  "cn-north-1": row("aws-cn", "727897471807"),
  "cn-northwest-1": row("aws-cn", "727897471807"),
  "us-gov-east-1": row("aws-us-gov", "446045086412"),
  "us-gov-west-1": row("aws-us-gov", "442386744353"),
  "eusc-de-east-1": row("aws-eusc", none),
  "us-iso-east-1": row("aws-iso", "886529160074"),
  "us-iso-west-1": row("aws-iso", none, { sagemaker: false }),
  "us-isob-east-1": row("aws-iso-b", "094389454867"),
  "us-isob-west-1": row("aws-iso-b", none, { sagemaker: false, provider: false }),
  "eu-isoe-west-1": row("aws-iso-e", none, { sagemaker: false }),
  "us-isof-east-1": row("aws-iso-f", none),
  "us-isof-south-1": row("aws-iso-f", none),
};

/** What is known of a region; `undefined` where it is in no row. */
export function regionFacts(region: string): RegionFacts | undefined {
  return Object.hasOwn(regions, region) ? regions[region] : undefined;
}

/** Problem of a literal region, in words that follow the region; `undefined` if valid. */
export function regionProblem(region: string): string | undefined {
  const facts = regionFacts(region);
  if (facts?.provider) return undefined;
  if (facts !== undefined)
    return "is an AWS region that provider 5.100.0 refuses: take another one";
  if (!/^[a-z]{2,5}(-[a-z]+)+-\d$/.test(region)) return "must be an AWS region's code";
  const meant = nearest(region, Object.keys(regions));
  const hint = meant === undefined ? "" : `, did you mean '${meant}'?`;
  return `must be an AWS region's code, and is not in the table of regions of @pictor/contracts${hint}`;
}

/**
 * The partition that a region belongs to.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function partitionOf(region: string): Partition {
  return regionFacts(region)?.partition ?? "aws";
}

/** What the host names of a region's services end in: `amazonaws.com`, in China `amazonaws.com.cn`. */
export function dnsSuffix(region: string): string {
  return dnsSuffixes[partitionOf(region)];
}

/**
 * The values of `kms:ViaService` for a service in a region.
 *
 * AWS documents `<service>.<region>.amazonaws.com` and names no partition. Where host names end otherwise no public
 * source shows which of the two KMS compares with, so a policy there has both: either is this service in this region.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function viaService(service: string, region: string): string | readonly string[] {
  const documented = `${service}.${region}.amazonaws.com`;
  const suffix = dnsSuffix(region);
  return suffix === "amazonaws.com" ? documented : [documented, `${service}.${region}.${suffix}`];
}

/**
 * The principal of CloudWatch Logs in a region, one of the few services whose principal ends as host names do.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/service/meta/service_principal_data_source.go (read 2026-11; its answers for all regions agree)
 */
export function logsPrincipal(region: string): string {
  const suffix = ownLogsPrincipal.includes(partitionOf(region))
    ? dnsSuffix(region)
    : "amazonaws.com";
  return `logs.${region}.${suffix}`;
}
