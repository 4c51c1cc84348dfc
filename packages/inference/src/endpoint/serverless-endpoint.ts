import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { SagemakerEndpoint } from "@cdktf/provider-aws/lib/sagemaker-endpoint";
import {
  capacityName,
  literalProblems,
  type ServerlessEndpointDescription,
} from "@pictor/contracts";
import type { Construct } from "constructs";
import {
  type ProvisionedConcurrency,
  type ServerlessCapacity,
  serverlessMaxConcurrency,
  serverlessMemorySizes,
} from "../capacity/endpoint-capacity";
import { buildableSchedules, scheduleProblems } from "../capacity/scaling-policy";
import { VariantScaling } from "../capacity/variant-scaling";
import type { Container } from "../container/container-choice";
import { ModelRole } from "../release/model-role";
import { createEndpoint, createGenerations, type Generation } from "../release/versioned-endpoint";
import type { EndpointProps } from "./endpoint";
import { EndpointBase } from "./endpoint-base";
import { variantName } from "./endpoint-facts";

/** Properties of a {@link ServerlessEndpoint}: capacity that exists while it is used. */
export interface ServerlessEndpointProps extends EndpointProps, ServerlessCapacity {
  /**
   * Whether a capacity controller moves the endpoint to a new release. Terraform then creates it on the live
   * configuration, and leaves later ones to the controller.
   *
   * @default false
   */
  readonly controlled?: boolean;
}

/**
 * A model without instances: idle, it costs nothing, and its first answer takes many seconds.
 *
 * AWS offers it neither a VPC, nor network isolation, nor a key for its volume, nor data capture, so it has a model
 * of its own, and a role that can read releases, pull one image and write one log. Nor does it take uncompressed
 * releases.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html on ModelDataSource (read 2026-11-23)
 *
 * @example
 * const serverless = new ServerlessEndpoint(stack, "Serverless", {
 *   accountId: "123456789012",
 *   region: "eu-central-1",
 *   encryptionKey,
 *   logRetentionDays: 30,
 *   endpointName: "pictures-serverless",
 *   roleName: "pictures-model",
 *   manifest,
 *   modelStore,
 *   memorySizeMb: 3072,
 *   maxConcurrency: 20,
 *   acceptsPublicEgress: true,
 * });
 */
export class ServerlessEndpoint extends EndpointBase<"serverless"> {
  public readonly resource: SagemakerEndpoint;
  public readonly modelRole: ModelRole;
  public readonly generations: readonly [Generation, ...Generation[]];
  public readonly description: ServerlessEndpointDescription;
  public readonly logGroup: CloudwatchLogGroup;
  /** What warms containers for known peaks; absent without schedules. */
  public readonly scaling: VariantScaling | undefined;

  public constructor(scope: Construct, id: string, props: ServerlessEndpointProps) {
    super(scope, id, "serverless", props);
    this.node.addValidation({ validate: () => serverlessProblems(props, this.container) });

    const { endpointName, maxConcurrency, memorySizeMb, provisionedConcurrency } = props;
    const schedules = provisionedConcurrency?.schedules ?? [];
    const network = { kind: "none" } as const;
    this.modelRole = new ModelRole(this, "Role", {
      ...props,
      network,
      repositoryArns: this.repositoryArns(props),
    });
    const made = createGenerations(this, props, {
      images: this.images,
      role: this.modelRole,
      network,
      resources: { workers: 1, kind: "serverless" },
      after: [],
      variant: {
        variantName,
        initialVariantWeight: 1,
        serverlessConfig: {
          memorySizeInMb: memorySizeMb,
          maxConcurrency,
          ...(provisionedConcurrency && { provisionedConcurrency: provisionedConcurrency.count }),
        },
      },
    });
    this.resource = createEndpoint(this, endpointName, made, props);
    this.generations = made.generations;
    this.logGroup = made.logGroup;
    const capacity = capacityName({ kind: "serverless", memorySizeMb });
    this.description = {
      kind: "serverless",
      target: this.target,
      metrics: this.metrics,
      logGroupName: this.logGroup.name,
      deployed: {
        name: endpointName,
        owner: "terraform",
        kind: "serverless",
        configuration: made.configuration.name,
        capacity,
        scales: schedules.length > 0,
        serverless: { maxConcurrency },
      },
      size: { kind: "serverless", capacity, maxConcurrency },
    };
    this.scaling =
      provisionedConcurrency && schedules.length > 0
        ? new VariantScaling(this, "Scaling", {
            endpoint: this.resource,
            dimension: "sagemaker:variant:DesiredProvisionedConcurrency",
            range: { min: provisionedConcurrency.count, max: maxConcurrency },
            tracking: undefined,
            schedules: buildableSchedules(schedules),
          })
        : undefined;
  }
}

function serverlessProblems(
  { manifest, maxConcurrency, memorySizeMb, provisionedConcurrency }: ServerlessEndpointProps,
  { hardware, id }: Container,
): string[] {
  const sizes: readonly number[] = serverlessMemorySizes;
  const tokens = literalProblems(
    { maxConcurrency, memorySizeMb, provisionedConcurrency },
    "the endpoint's capacity follows from it",
  );
  return [
    ...(["live", "previous"] as const).flatMap((role) =>
      manifest[role]?.compression === "none"
        ? [
            `the ${role} release is uncompressed, and serverless capacity takes archives only: build it with '--compression gzip' and publish it`,
          ]
        : [],
    ),
    ...(hardware === "cpu"
      ? []
      : [
          `container '${id}' needs ${hardware}, and serverless capacity has only CPUs: choose a container for cpu`,
        ]),
    ...(tokens.length > 0
      ? tokens
      : [
          ...(sizes.includes(memorySizeMb)
            ? []
            : [`memorySizeMb must be one of ${sizes.join(", ")}, got ${memorySizeMb}`]),
          ...rangeProblems("maxConcurrency", maxConcurrency, serverlessMaxConcurrency),
          ...(provisionedConcurrency === undefined
            ? []
            : provisionedProblems(provisionedConcurrency, maxConcurrency)),
        ]),
  ];
}

function provisionedProblems(
  { count, schedules = [] }: ProvisionedConcurrency,
  maxConcurrency: number,
): string[] {
  return [
    ...rangeProblems("provisionedConcurrency.count", count, maxConcurrency),
    ...scheduleProblems(
      schedules,
      { min: count, max: maxConcurrency },
      "provisionedConcurrency.count and maxConcurrency",
    ),
  ];
}

function rangeProblems(name: string, given: number, most: number): string[] {
  return Number.isInteger(given) && given >= 1 && given <= most
    ? []
    : [`${name} must be a whole number from 1 to ${most}, got ${given}`];
}
