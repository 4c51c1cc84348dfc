import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import {
  type AwsPlace,
  type EndpointMetrics,
  type EndpointSize,
  isToken,
  limits,
  placeProblems,
  printed,
  providerProblems,
  type Target,
  type TargetKind,
} from "@pictor/contracts";
import { Construct } from "constructs";
import type { InferenceEndpoint } from "./endpoint";
import { endpointArn, endpointMetrics } from "./endpoint-facts";
import { grantInvokeEndpoint } from "./invoke-grant";

/** What there is to know of an {@link ExistingEndpoint}. */
export interface ExistingEndpointProps extends AwsPlace {
  /** The endpoint's name, a literal: 1 to 63 letters, digits and hyphens. Policies and metrics contain it. */
  readonly endpointName: string;
  /** Its kind and its largest size: the predict function's concurrency is planned from it. Literals. */
  readonly size: EndpointSize;
  /**
   * The variant whose metrics are read.
   *
   * @default "AllTraffic"
   */
  readonly variantName?: string;
  /**
   * Milliseconds that one call may take, fewer than the router has for all of its targets. A literal.
   *
   * @default - 3000 of an endpoint on instances, 26000 of a serverless one
   */
  readonly timeoutMs?: number;
}

/**
 * An endpoint that another stack has made, or another team. Nothing is looked up and nothing created: its name says
 * where it is.
 *
 * @example
 * const theirs = new ExistingEndpoint(stack, "Theirs", {
 *   accountId: "123456789012",
 *   region: "eu-central-1",
 *   endpointName: "Birds-Prod",
 *   size: { kind: "serverless", capacity: "serverless-3072", maxConcurrency: 5 },
 * });
 */
export class ExistingEndpoint extends Construct implements InferenceEndpoint {
  /** The endpoint's name. */
  public readonly name: string;
  public readonly kind: TargetKind;
  public readonly target: Target;
  public readonly metrics: EndpointMetrics;
  public readonly size: EndpointSize;
  /** The endpoint's ARN, with its name in lower case as IAM compares it. */
  public readonly arn: string;

  public constructor(scope: Construct, id: string, props: ExistingEndpointProps) {
    super(scope, id);
    const { endpointName, size, variantName } = props;
    this.node.addValidation({
      validate: () => [
        ...placeProblems(props),
        ...nameProblems("endpointName", endpointName),
        ...(variantName === undefined || isToken(variantName)
          ? []
          : nameProblems("variantName", variantName)),
        ...providerProblems(this, props),
      ],
    });
    this.name = endpointName;
    this.kind = size.kind;
    this.size = size;
    const timeoutMs = props.timeoutMs ?? limits.timeoutMs[size.kind];
    this.target = { name: endpointName, kind: size.kind, timeoutMs };
    this.metrics = endpointMetrics(size.kind, endpointName, variantName);
    this.arn = endpointArn(
      props,
      isToken(endpointName) ? endpointName : endpointName.toLowerCase(),
    );
  }

  public grantInvoke(role: IamRole, id = `Invoke${this.node.id}`): void {
    grantInvokeEndpoint(role, id, this.arn);
  }
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html (read 2026-11) */
function nameProblems(prop: string, name: string): string[] {
  return !isToken(name) && name.length <= 63 && /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/.test(name)
    ? []
    : [
        `${prop} ${printed(name)} must be a literal of 1 to 63 letters, digits and hyphens, no hyphen first or last`,
      ];
}
