import * as z from "zod";

/** What a name is made of: an environment in an account and a region. */
export const placeSchema = z.strictObject({
  /** Name of the environment; it begins every name that Pictor gives in it. */
  environment: z
    .string()
    .regex(
      /^[a-z][a-z0-9]{1,15}$/,
      "must be 2 to 16 lower-case letters and digits, a letter first",
    ),
  /** The AWS account, twelve digits. */
  accountId: z.string().regex(/^\d{12}$/, "must be twelve digits"),
  /** An AWS region's code, for example `eu-central-1`. */
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "must be an AWS region's code"),
});

export type Place = z.infer<typeof placeSchema>;

/** Every name that more than one stack or tool must know. */
export interface Names {
  /** Stacks, as `cdktf deploy` takes them. */
  readonly stacks: { readonly data: string; readonly service: string };
  /** Bucket that holds the account's Terraform state. */
  readonly stateBucket: string;
  /** Bucket that holds model artefacts. */
  readonly modelBucket: string;
  /** Bucket that receives the other buckets' access logs. */
  readonly logBucket: string;
  /** Alias of the environment's encryption key, with its prefix `alias/`. */
  readonly keyAlias: string;
  /** Execution roles of the models; the model store lets only them read. */
  readonly modelRoles: { readonly realTime: string; readonly serverless: string };
  /** Role that deploys the environment and publishes its releases; the model store lets only it write. */
  readonly deployRole: string;
  readonly endpoints: { readonly realTime: string; readonly serverless: string };
  readonly predictFunction: string;
  readonly api: string;
  /** Begins the names of alarms, their topics, rules, queries, the dashboard and the budget. */
  readonly monitoring: string;
}

/** Log group that API Gateway writes a line to for each request of an API of this name. */
export function apiAccessLogName(api: string): string {
  return `/pictor/${api}/api-access`;
}

/** The account's state bucket: one for all environments of an account and region. */
export function stateBucketName(account: Omit<Place, "environment">): string {
  return `pictor-state-${account.accountId}-${account.region}`;
}

/** The account's limit to what any role of its environments may do in a region: a policy of IAM. */
export function workloadBoundaryName(account: Omit<Place, "environment">): string {
  return `pictor-${account.region}-workloads`;
}

/**
 * The one place where cross-stack and cross-tool names are made.
 *
 * Bucket names are global, so they carry account and region; the others are unique in an account and region,
 * except roles, which are unique in an account and therefore carry the region.
 */
export function names(place: Place): Names {
  const { environment, accountId, region } = place;
  const base = `pictor-${environment}`;
  return {
    stacks: { data: `${environment}-data`, service: environment },
    stateBucket: stateBucketName(place),
    modelBucket: `${base}-models-${accountId}-${region}`,
    logBucket: `${base}-logs-${accountId}-${region}`,
    keyAlias: `alias/${base}`,
    modelRoles: {
      realTime: `${base}-${region}-model-real-time`,
      serverless: `${base}-${region}-model-serverless`,
    },
    deployRole: `${base}-${region}-deploy`,
    endpoints: { realTime: `${base}-real-time`, serverless: `${base}-serverless` },
    predictFunction: `${base}-predict`,
    api: base,
    monitoring: base,
  };
}

/**
 * What is wrong with an account id and a region, in words that begin with the prop's name.
 * What Terraform will only know later (`${…}`) is not judged.
 */
export function placeProblems(place: Omit<Place, "environment">): string[] {
  return (["accountId", "region"] as const).flatMap((name) => {
    const value = place[name];
    if (value.includes("${")) {
      // The partition and the endpoints' names follow from the region while the app runs.
      return name === "region"
        ? ["region must be a literal such as 'eu-central-1', got a token"]
        : [];
    }
    const { error } = placeSchema.shape[name].safeParse(value);
    return (error?.issues ?? []).map(({ message }) => `${name} '${value}' ${message}`);
  });
}
