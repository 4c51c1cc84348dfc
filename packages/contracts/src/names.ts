import type { AwsPlace } from "./aws-place";
import { defaultBrand } from "./brand";

/** An environment in an account and a region: what a name is made of. */
export interface Place extends AwsPlace {
  /** Name of the environment: 2 to 16 lower-case letters and digits, a letter first. It begins every name in it. */
  readonly environment: string;
}

/** Every name that more than one stack or tool must know. */
export interface Names {
  /** Stacks, as `cdktf deploy` takes them. */
  readonly stacks: { readonly data: string; readonly service: string; readonly jobs: string };
  /** Bucket that holds the account's Terraform state. */
  readonly stateBucket: string;
  /** Bucket that holds model artefacts. */
  readonly modelBucket: string;
  /** Bucket for what goes in and out of jobs: pictures and answers of batches, training data, captured requests. */
  readonly payloadBucket: string;
  /** Bucket that receives the other buckets' access logs. */
  readonly logBucket: string;
  /** Alias of the environment's encryption key, with its prefix `alias/`. */
  readonly keyAlias: string;
  /** Execution roles of the models; the model store lets only them read. */
  readonly modelRoles: {
    readonly realTime: string;
    readonly serverless: string;
    readonly batch: string;
  };
  /** Role that deploys the environment and publishes its releases; the model store lets only it write. */
  readonly deployRole: string;
  /** Role that plans the environment, in reviews and checks for drift; it reads. */
  readonly planRole: string;
  /** Managed policy of IAM, the permissions boundary of every other role of the environment. */
  readonly workloadBoundary: string;
  /** As {@link workloadBoundary}, of the roles of the environment's jobs. */
  readonly jobsBoundary: string;
  readonly endpoints: { readonly realTime: string; readonly serverless: string };
  readonly predictFunction: string;
  /** Function that makes the real-time endpoint while it pays, and deletes it after, in an adaptive environment. */
  readonly capacityFunction: string;
  /** Parameters of Systems Manager: what Terraform wants, what the controller remembers, what operators ordered. */
  readonly capacityParameters: {
    readonly spec: string;
    readonly state: string;
    readonly pin: string;
  };
  /** State machines that run SageMaker jobs; each begins the names of its jobs. */
  readonly jobs: { readonly transform: string; readonly training: string };
  /** Roles of the state machines, and of what training jobs run as. */
  readonly jobRoles: {
    readonly transform: string;
    readonly training: string;
    readonly trainingJob: string;
  };
  readonly api: string;
  /** Begins the names of alarms, their topics, rules, queries, the dashboard and the budget. */
  readonly monitoring: string;
}

/**
 * Log group that API Gateway writes a line to for each request of an API of this name.
 *
 * @param brand as `brandOf` returns it for the API
 */
export function apiAccessLogName(api: string, brand: string = defaultBrand): string {
  return `/${brand}/${api}/api-access`;
}

/** The account's state bucket: one for all environments of an account and region. */
export function stateBucketName(account: AwsPlace): string {
  return `pictor-state-${account.accountId}-${account.region}`;
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
    stacks: { data: `${environment}-data`, service: environment, jobs: `${environment}-jobs` },
    stateBucket: stateBucketName(place),
    modelBucket: `${base}-models-${accountId}-${region}`,
    payloadBucket: `${base}-payloads-${accountId}-${region}`,
    logBucket: `${base}-logs-${accountId}-${region}`,
    keyAlias: `alias/${base}`,
    modelRoles: {
      realTime: `${base}-${region}-model-real-time`,
      serverless: `${base}-${region}-model-serverless`,
      batch: `${base}-${region}-model-batch`,
    },
    deployRole: `${base}-${region}-deploy`,
    planRole: `${base}-${region}-plan`,
    workloadBoundary: `${base}-${region}-workloads`,
    jobsBoundary: `${base}-${region}-jobs`,
    endpoints: { realTime: `${base}-real-time`, serverless: `${base}-serverless` },
    predictFunction: `${base}-predict`,
    capacityFunction: `${base}-capacity`,
    capacityParameters: {
      spec: `/pictor/${environment}/capacity/spec`,
      state: `/pictor/${environment}/capacity/state`,
      pin: `/pictor/${environment}/capacity/pin`,
    },
    jobs: { transform: `${base}-transform`, training: `${base}-training` },
    jobRoles: {
      transform: `${base}-${region}-transform`,
      training: `${base}-${region}-training`,
      trainingJob: `${base}-${region}-training-job`,
    },
    api: base,
    monitoring: base,
  };
}
