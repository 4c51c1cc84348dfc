import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { SagemakerEndpoint } from "@cdktf/provider-aws/lib/sagemaker-endpoint";
import type { DeployedEndpoint } from "@pictor/contracts";
import type { Construct } from "constructs";
import type { EndpointProps } from "./endpoint";
import { EndpointBase } from "./endpoint-base";
import { variantName } from "./endpoint-facts";
import { ModelRole } from "./model-role";
import { type ScheduledMinimum, scheduleProblems } from "./scaling-policy";
import { VariantScaling } from "./variant-scaling";
import { createVersionedEndpoint } from "./versioned-endpoint";

/** Containers that are warm before anybody calls. They cost while they wait. */
export interface ProvisionedConcurrency {
  /** How many, 1 to `maxConcurrency`. */
  readonly count: number;
  /**
   * Known peaks, for which more are warm before they come.
   *
   * @default - none
   */
  readonly schedules?: readonly ScheduledMinimum[];
}

/** Capacity that exists while it is used. */
export interface ServerlessEndpointProps extends EndpointProps {
  /** Memory of one container, in MB; its share of CPU grows with it. */
  readonly memorySizeMb: 1024 | 2048 | 3072 | 4096 | 5120 | 6144;
  /** Containers that may serve at once, 1 to 200; an account's total quota may be as low as 10. */
  readonly maxConcurrency: number;
  /** The containers run outside any VPC, with a way to the internet: whoever makes the endpoint says that it knows. */
  readonly acceptsPublicEgress: true;
  /**
   * Containers that are warm before anybody calls, so that their callers meet no cold start.
   *
   * @default - none: after some idle minutes the next answer takes many seconds
   */
  readonly provisionedConcurrency?: ProvisionedConcurrency;
}

/**
 * A model without instances: idle, it costs nothing, and its first answer takes many seconds.
 *
 * AWS offers it neither a VPC, nor network isolation, nor a key for its volume, nor data capture, so it has a model
 * of its own, and a role that can read releases, pull one image and write one log. Nor does it take uncompressed
 * releases.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html on ModelDataSource (read 2026-11-23)
 */
export class ServerlessEndpoint extends EndpointBase<"serverless"> {
  public readonly resource: SagemakerEndpoint;
  public readonly role: IamRole;
  public readonly deployed: DeployedEndpoint;
  /** What warms containers for known peaks; absent without schedules. */
  public readonly scaling: VariantScaling | undefined;

  public constructor(scope: Construct, id: string, props: ServerlessEndpointProps) {
    super(scope, id, "serverless", props);
    this.node.addValidation({ validate: () => this.problems(props) });

    const { endpointName, maxConcurrency, memorySizeMb, provisionedConcurrency } = props;
    const schedules = provisionedConcurrency?.schedules ?? [];
    const network = { kind: "none" } as const;
    const role = new ModelRole(this, "Role", {
      ...props,
      network,
      repositoryArns: this.repositoryArns(props),
    });
    const { resource, configuration } = createVersionedEndpoint(this, props, {
      images: this.images,
      role,
      network,
      resources: { workers: 1 },
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
    this.resource = resource;
    this.role = role.resource;
    this.deployed = {
      name: endpointName,
      kind: "serverless",
      configuration: configuration.name,
      capacity: `serverless-${memorySizeMb}`,
      scales: schedules.length > 0,
      serverless: { maxConcurrency },
    };
    this.scaling =
      provisionedConcurrency && schedules.length > 0
        ? new VariantScaling(this, "Scaling", {
            endpoint: resource,
            dimension: "sagemaker:variant:DesiredProvisionedConcurrency",
            range: { min: provisionedConcurrency.count, max: maxConcurrency },
            tracking: undefined,
            schedules,
          })
        : undefined;
  }

  private problems({
    manifest,
    maxConcurrency,
    provisionedConcurrency,
  }: ServerlessEndpointProps): string[] {
    const { hardware, id } = this.container;
    return [
      ...(["live", "previous"] as const).flatMap((role) =>
        manifest[role]?.compression === "none"
          ? [
              `the ${role} release is uncompressed, and serverless capacity takes archives only: build it with '--compression gzip' and publish it`,
            ]
          : [],
      ),
      ...rangeProblems("maxConcurrency", maxConcurrency, 200),
      ...(provisionedConcurrency === undefined
        ? []
        : [
            ...rangeProblems(
              "provisionedConcurrency.count",
              provisionedConcurrency.count,
              maxConcurrency,
            ),
            ...scheduleProblems(
              provisionedConcurrency.schedules ?? [],
              { min: provisionedConcurrency.count, max: maxConcurrency },
              "provisionedConcurrency.count and maxConcurrency",
            ),
          ]),
      ...(hardware === "cpu"
        ? []
        : [
            `container '${id}' is built for ${hardware}, and serverless capacity has none: choose one for cpu`,
          ]),
    ];
  }
}

function rangeProblems(name: string, given: number, most: number): string[] {
  return Number.isInteger(given) && given >= 1 && given <= most
    ? []
    : [`${name} must be a whole number from 1 to ${most}, got ${given}`];
}
