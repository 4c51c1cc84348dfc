import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { SagemakerEndpoint } from "@cdktf/provider-aws/lib/sagemaker-endpoint";
import { type EndpointMetrics, limits, type Target } from "@pictor/contracts";
import { Construct } from "constructs";
import type { EndpointProps, InferenceEndpoint } from "./endpoint";
import { endpointArn, endpointMetrics, variantName } from "./endpoint-facts";
import { grantInvokeEndpoint } from "./invoke-grant";
import { ModelRole } from "./model-role";
import { createVersionedEndpoint } from "./versioned-endpoint";

/** Capacity that exists while it is used. */
export interface ServerlessEndpointProps extends EndpointProps {
  /** Memory of one container, in MB; its share of CPU grows with it. */
  readonly memorySizeMb: 1024 | 2048 | 3072 | 4096 | 5120 | 6144;
  /** Containers that may serve at once, 1 to 200; an account's total quota may be as low as 10. */
  readonly maxConcurrency: number;
}

/**
 * A model without instances: idle, it costs nothing, and its first answer takes many seconds.
 *
 * AWS offers it neither a VPC, nor network isolation, nor a key for its volume, so it has a model of its own.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html
 */
export class ServerlessEndpoint extends Construct implements InferenceEndpoint {
  public readonly resource: SagemakerEndpoint;
  /** What the model runs as. */
  public readonly role: IamRole;
  public readonly target: Target;
  public readonly metrics: EndpointMetrics;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: ServerlessEndpointProps,
  ) {
    super(scope, id);
    this.node.addValidation({ validate: () => maxConcurrencyProblems(props.maxConcurrency) });

    const network = { kind: "none" } as const;
    const role = new ModelRole(this, "Role", {
      ...props,
      network,
    });
    this.resource = createVersionedEndpoint(this, props, {
      role,
      network,
      resources: {},
      after: [],
      variant: {
        variantName,
        initialVariantWeight: 1,
        serverlessConfig: {
          memorySizeInMb: props.memorySizeMb,
          maxConcurrency: props.maxConcurrency,
        },
      },
    });

    this.role = role.resource;
    this.target = {
      name: props.endpointName,
      kind: "serverless",
      timeoutMs: limits.timeoutMs.serverless,
    };
    this.metrics = endpointMetrics(props.endpointName);
  }

  public grantInvoke(role: IamRole, id = `Invoke${this.node.id}`): void {
    grantInvokeEndpoint(role, id, endpointArn(this.props, this.props.endpointName));
  }
}

function maxConcurrencyProblems(given: number): string[] {
  return Number.isInteger(given) && given >= 1 && given <= 200
    ? []
    : [`maxConcurrency must be a whole number from 1 to 200, got ${given}`];
}
