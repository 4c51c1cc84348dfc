import { join } from "node:path";
import {
  type AwsPlace,
  brandOf,
  defaultBrand,
  type EncryptionKeyReference,
  isToken,
  limits,
  listProblems,
  printed,
  type Release,
  type RoutingMetrics,
  refuseProblems,
  routingMetrics,
  type Target,
} from "@pictor/contracts";
import {
  type FunctionRoleChoice,
  HardenedFunction,
  type HardenedFunctionProps,
  lambdaAsset,
} from "@pictor/function";
import type { InferenceEndpoint } from "@pictor/inference";
import type { InferenceNetwork } from "@pictor/network";
import { Annotations } from "cdktf";
import type { Construct } from "constructs";
import type { ApiFunction } from "./api-function";
import { planConcurrency } from "./concurrency";
import { timeoutChainProblems } from "./gateway/timeout-chain";
import type { ModelResponse } from "./openapi/openapi-types";

/** What a {@link PredictFunction} is made of. */
export interface PredictFunctionProps extends AwsPlace {
  /** As `HardenedFunction` takes it: the region's name is appended for the role, 64 characters in all. */
  readonly functionName: string;
  /** The endpoints that it may call, in order of preference, each once. */
  readonly endpoints: readonly [InferenceEndpoint, ...InferenceEndpoint[]];
  /** Whether it runs in a network without a way out, or outside of any. */
  readonly network:
    | {
        readonly kind: "vpc";
        readonly network: InferenceNetwork;
        /**
         * Security groups that exist, one to five. No rule is added to them: they must let the function reach
         * SageMaker's runtime by HTTPS.
         *
         * @default - one is created that reaches the runtime and nothing else
         */
        readonly securityGroupIds?: readonly string[];
      }
    | { readonly kind: "none" };
  /**
   * The role that the function runs as. To one that exists nothing is attached: `requiredPolicy()` returns what it must
   * allow.
   *
   * @default - one is created, `<functionName>-<region>`
   */
  readonly role?: FunctionRoleChoice;
  /**
   * Further environment variables, such as `POWERTOOLS_LOG_LEVEL`. No secrets: everybody who may read the function reads
   * them.
   *
   * @default - none
   */
  readonly environment?: Readonly<Record<string, string>>;
  /** Key for the logs and for the function's environment variables. */
  readonly encryptionKey: EncryptionKeyReference;
  /** How long the function's logs are kept, in days: a value that CloudWatch Logs offers. */
  readonly logRetentionDays: number;
  /** What the endpoints serve: `GET /model` says it, and its calibration sizes the function. */
  readonly release: Pick<Release, "calibration" | "sha256" | "weightsSha256"> & {
    readonly labels: Pick<Release["labels"], "count">;
  };
  /**
   * Requests a second at the busiest time. The reserved concurrency is at least what they need; above that it is what
   * may usefully wait at the endpoints' largest size (`planConcurrency`).
   */
  readonly expectedPeakRps: number;
  /**
   * Requests that all functions of the account may work on at once in this region: a quota, 1000 in most accounts, as
   * low as 10 in a new one (`aws lambda get-account-settings`). Of it concurrency is reserved, all but the 100 that AWS
   * keeps free; with 100 and less nothing can be reserved. Leave it out to reserve nothing.
   *
   * @default - nothing is reserved: the function shares what the account has, whatever that is
   */
  readonly accountConcurrency?: number;
  /**
   * The day (ISO date) by which the end of the runtime is judged. It decides only about a warning.
   *
   * @default - the day of the synthesis
   */
  readonly today?: string;
}

/** Variables that tell the code what to call, and what to name its metrics and problems after. */
const ownVariables = ["TARGETS", "MODEL", "BRAND"];

/** Next to the compiled sources; the tests run the sources themselves. */
const packageDirectory = join(__dirname, "..");

/**
 * The function behind the API: checks a request, asks the endpoints in order, and says in the API's words what went
 * wrong. Its code is bundled into this package.
 *
 * @example
 * const predict = new PredictFunction(stack, "Predict", {
 *   accountId: "123456789012",
 *   region: "eu-central-1",
 *   encryptionKey,
 *   logRetentionDays: 30,
 *   functionName: "pictures-predict",
 *   endpoints: [endpoint],
 *   network: { kind: "none" },
 *   release,
 *   expectedPeakRps: 20,
 * });
 */
export class PredictFunction extends HardenedFunction implements ApiFunction {
  /** What it says of its routing, by target. */
  public readonly routingMetrics: RoutingMetrics;
  /** Requests that it may work on at once. */
  public readonly concurrency: number;
  /** Concurrency reserved for it; `undefined` if the account is too small to reserve any. */
  public readonly reservedConcurrency: number | undefined;

  public constructor(scope: Construct, id: string, props: PredictFunctionProps) {
    refuseProblems(listProblems("endpoints", props.endpoints));
    const targets = props.endpoints.map((endpoint) => endpoint.target);
    const brand = brandOf(scope);
    const concurrency = planConcurrency({
      expectedPeakRps: props.expectedPeakRps,
      targets: props.endpoints.map(({ target, size }) => ({ ...target, size })),
      calibration: props.release.calibration,
      ...(props.accountConcurrency !== undefined && {
        accountConcurrency: props.accountConcurrency,
      }),
    });
    super(scope, id, {
      ...props,
      description: "Classifies a picture by the endpoints in TARGETS",
      code: lambdaAsset(packageDirectory, "predict"),
      environment: {
        ...props.environment,
        TARGETS: JSON.stringify(targets),
        MODEL: JSON.stringify(modelOf(props.release)),
        ...(brand !== defaultBrand && { BRAND: brand }),
      },
      timeoutSeconds: limits.timeoutMs.lambda / 1000,
      reservedConcurrency: concurrency.reserved,
      network: connected(props.network),
      grant: (role) => {
        // Of one that is named twice the problem is stated; to grant it twice would throw before.
        const once = new Map(props.endpoints.map((endpoint) => [endpoint.target.name, endpoint]));
        for (const endpoint of once.values()) endpoint.grantInvoke(role);
      },
      alias: { name: "live", description: "What the API calls" },
    });
    this.concurrency = concurrency.requests;
    this.reservedConcurrency = concurrency.reserved;
    this.routingMetrics = routingMetrics(
      props.functionName,
      targets.map(({ name }) => name),
      brand,
    );
    this.node.addValidation({
      validate: () => [
        ...timeoutChainProblems(targets),
        ...repeatedTargets(targets),
        ...releaseProblems(props.release),
        ...ownVariables
          .filter((name) => props.environment !== undefined && name in props.environment)
          .map((name) => `environment has '${name}', which the function sets itself: leave it out`),
        ...concurrency.problems,
      ],
    });
    for (const warning of concurrency.warnings) Annotations.of(this).addWarning(warning);
    Annotations.of(this).addInfo(concurrency.note);
  }

  /** Terraform's reference to the function's name: what uses it waits for the function. */
  public get functionName(): string {
    return this.resource.functionName;
  }

  /** Name of the alias that callers call. */
  public get qualifier(): string {
    return this.alias.name;
  }
}

/** A target's name is its key: in metrics, in breakers, in what `GET /health` answers. */
function repeatedTargets(targets: readonly Target[]): string[] {
  const names = targets.map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return [...new Set(twice)].map(
    (name) => `endpoints has ${printed(name)} more than once, it must name each endpoint once`,
  );
}

/** Problems of the release that the function reports; empty if it is valid. Tokens are not checked. */
function releaseProblems({
  sha256,
  weightsSha256,
  labels,
}: PredictFunctionProps["release"]): string[] {
  return [
    ...Object.entries({ sha256, weightsSha256 })
      .filter(([, hash]) => !isToken(hash) && !/^[0-9a-f]{64}$/.test(hash))
      .map(
        ([name, hash]) =>
          `release.${name} is ${printed(hash)}, it must be a SHA-256 in lower-case hexadecimal`,
      ),
    ...(isToken(labels.count) || (Number.isInteger(labels.count) && labels.count > 0)
      ? []
      : [`release.labels.count is ${printed(labels.count)}, it must be a whole number above 0`]),
  ];
}

/** The network with a way to SageMaker's endpoint, and nowhere else. */
function connected(
  network: PredictFunctionProps["network"],
): NonNullable<HardenedFunctionProps["network"]> {
  if (network.kind === "none") return network;
  return {
    ...network,
    connect: (securityGroup) => network.network.allowSagemakerRuntime(securityGroup),
  };
}

function modelOf({
  sha256,
  weightsSha256,
  labels,
}: PredictFunctionProps["release"]): ModelResponse {
  const { imageBytes, imagePixels, imageSide, top } = limits;
  return {
    release: { sha256, weightsSha256 },
    labels: { count: labels.count },
    limits: { imageBytes, imagePixels, imageSide, top },
  };
}
