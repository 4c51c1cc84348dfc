import type { DeployTrust } from "@pictor/account/options";
import { regions } from "@pictor/contracts";
import { priceOf } from "@pictor/cost";
import type * as z from "zod";
import { type Environment, environmentSchema } from "./environment";

/** What a new environment is asked to be. */
export interface EnvironmentRequest {
  readonly name: string;
  /** Twelve digits. Nobody can guess it. */
  readonly account?: string;
  readonly region: string;
  readonly capacity: Environment["capacity"]["kind"];
  /** Requests a second at the peak. @default - 1 serverless, 4 adaptive, 8 in real time */
  readonly peak?: number;
  /** Address range of its VPC. @default - the first `10.<n>.0.0/16` that no environment has */
  readonly cidr?: string;
  /** Availability zones of its VPC. @default - `a` and `b` of the region */
  readonly zone?: readonly string[];
  /** Roles of the account that may take the deploy role. @default - the permission set PictorDeploy */
  readonly role?: readonly string[];
  /** Repository, like `owner/name`, whose jobs in the GitHub environment of the same name may take the deploy role. */
  readonly github?: string;
  /** Whether its buckets may be destroyed with what they hold. */
  readonly throwAway?: boolean;
}

/** A new environment, or everything that is wrong with the request. */
export type NewEnvironment =
  | { readonly kind: "valid"; readonly environment: Environment }
  | { readonly kind: "invalid"; readonly problems: readonly string[] };

/** Role that people get from the permission set `PictorDeploy` in IAM Identity Center. */
const singleSignOn = "aws-reserved/sso.amazonaws.com/*AWSReservedSSO_PictorDeploy_*";

/** Makes an environment of a request and of defaults that fit its capacity. */
export function newEnvironment(
  request: EnvironmentRequest,
  existing: readonly Environment[],
): NewEnvironment {
  const problems = existing.some(({ name }) => name === request.name)
    ? [`<name>: there is an environment '${request.name}' already`]
    : [];
  if (Object.hasOwn(regions, request.region) && !regions[request.region]?.imageRegistry) {
    problems.push(
      `--region: AWS has no container for SageMaker in ${request.region}: take another one`,
    );
  }
  if (request.capacity === "adaptive" && !priceOf(request.region, "serverless-gb-second")) {
    problems.push(
      `--capacity: adaptive capacity is decided by prices, and there are none of '${request.region}': choose serverless or realTime, or add the region's prices to packages/cost`,
    );
  }
  if (request.capacity === "serverless") {
    for (const option of ["cidr", "zone"] as const) {
      if (request[option] !== undefined) {
        problems.push(`--${option}: a serverless endpoint has no VPC: leave it out`);
      }
    }
  }
  const parsed = environmentSchema.safeParse(environmentOf(request, existing));
  if (!parsed.success) problems.push(...parsed.error.issues.map((one) => problemOf(one, request)));
  return parsed.success && problems.length === 0
    ? { kind: "valid", environment: parsed.data }
    : { kind: "invalid", problems };
}

function environmentOf(request: EnvironmentRequest, existing: readonly Environment[]): unknown {
  const { name, account, region, capacity } = request;
  const isServerless = capacity === "serverless";
  return {
    name,
    accountId: account ?? "",
    region,
    deployers: deployersOf(request),
    network: isServerless
      ? { kind: "none" }
      : {
          kind: "vpc",
          cidrBlock: request.cidr ?? freeBlock(existing),
          availabilityZones: request.zone ?? [`${region}a`, `${region}b`],
        },
    capacity: capacities[capacity],
    expectedPeakRps: request.peak ?? peaks[capacity],
    auth: { kind: "apiKey" },
    waf: isServerless ? "off" : "on",
    throttle: isServerless ? { rate: 50, burst: 100 } : { rate: 1000, burst: 2000 },
    logRetentionDays: 30,
    monitoring: { dashboard: !isServerless, subscriptions: [] },
    budget: { margin: 1.25 },
    protectsData: request.throwAway !== true,
  };
}

const serverless = { memorySizeMb: 4096, maxConcurrency: 5, acceptsPublicEgress: true } as const;
const instances = { instanceType: "ml.c5.large", volumeSizeGb: 5 } as const;

const capacities: Readonly<Record<EnvironmentRequest["capacity"], object>> = {
  serverless: { kind: "serverless", ...serverless },
  realTime: {
    kind: "realTime",
    ...instances,
    instances: { min: 2, max: 4 },
    highAvailability: true,
    deployment: {
      kind: "canary",
      canaryPercent: 50,
      waitSeconds: 300,
      terminationWaitSeconds: 300,
    },
  },
  adaptive: {
    kind: "adaptive",
    realTime: {
      ...instances,
      instances: { min: 1, max: 2 },
      highAvailability: false,
      deployment: { kind: "allAtOnce", waitSeconds: 300 },
    },
    serverless,
  },
};

const peaks = { serverless: 1, adaptive: 4, realTime: 8 } as const;

function deployersOf({ name, role, github }: EnvironmentRequest): readonly DeployTrust[] {
  const roles = role ?? (github === undefined ? [singleSignOn] : []);
  return [
    ...(roles.length === 0 ? [] : [{ kind: "roles" as const, names: [...roles] }]),
    ...(github === undefined
      ? []
      : [
          {
            kind: "githubActions" as const,
            repository: github,
            githubEnvironment: name,
            provider: "create" as const,
          },
        ]),
  ];
}

/** VPCs of environments may be connected one day: then no two may have the same addresses. */
function freeBlock(existing: readonly Environment[]): string {
  const taken = new Set(
    existing.map(({ network }) => network.kind === "vpc" && network.cidrBlock.split(".")[1]),
  );
  const free = Array.from({ length: 256 }, (_, index) => String(index));
  return `10.${free.find((block) => !taken.has(block)) ?? 0}.0.0/16`;
}

/** The command's options, by the property of the environment that they set. */
const optionOf: Readonly<Record<string, string>> = {
  name: "<name>",
  accountId: "--account",
  region: "--region",
  network: "--cidr, --zone",
  expectedPeakRps: "--peak",
  deployers: "--role, --github",
  capacity: "--capacity",
};

function problemOf({ message, path }: z.core.$ZodIssue, request: EnvironmentRequest): string {
  const [first = ""] = path;
  if (first === "accountId" && request.account === undefined) {
    return "--account is missing: give the twelve digits of the AWS account";
  }
  const given = { name: request.name, accountId: request.account, region: request.region };
  const value = given[first as keyof typeof given];
  const got = value === undefined || message.includes(`'${value}'`) ? "" : `, got '${value}'`;
  return `${optionOf[String(first)] ?? path.join(".")}: ${message}${got}`;
}
