import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { SagemakerEndpoint } from "@cdktf/provider-aws/lib/sagemaker-endpoint";
import type { Construct } from "constructs";
import type { EndpointProps } from "./endpoint";
import { EndpointBase } from "./endpoint-base";
import { variantName } from "./endpoint-facts";
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
export class ServerlessEndpoint extends EndpointBase {
  public readonly resource: SagemakerEndpoint;
  public readonly role: IamRole;

  public constructor(scope: Construct, id: string, props: ServerlessEndpointProps) {
    super(scope, id, "serverless", props);
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
  }
}

function maxConcurrencyProblems(given: number): string[] {
  return Number.isInteger(given) && given >= 1 && given <= 200
    ? []
    : [`maxConcurrency must be a whole number from 1 to 200, got ${given}`];
}
