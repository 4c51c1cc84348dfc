import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { SagemakerEndpoint } from "@cdktf/provider-aws/lib/sagemaker-endpoint";
import { type EndpointMetrics, limits, type Target, type TargetKind } from "@pictor/contracts";
import { Construct } from "constructs";
import type { EndpointProps, InferenceEndpoint } from "./endpoint";
import { endpointArn, endpointMetrics } from "./endpoint-facts";
import { grantInvokeEndpoint } from "./invoke-grant";

/** What the router, the monitoring and the callers know of an endpoint, however its capacity is provided. */
export abstract class EndpointBase extends Construct implements InferenceEndpoint {
  public abstract readonly resource: SagemakerEndpoint;
  /** What the model runs as. */
  public abstract readonly role: IamRole;
  public readonly target: Target;
  public readonly metrics: EndpointMetrics;
  private readonly arn: string;

  protected constructor(scope: Construct, id: string, kind: TargetKind, props: EndpointProps) {
    super(scope, id);
    this.target = { name: props.endpointName, kind, timeoutMs: limits.timeoutMs[kind] };
    this.metrics = endpointMetrics(kind, props.endpointName);
    this.arn = endpointArn(props, props.endpointName);
  }

  public grantInvoke(role: IamRole, id = `Invoke${this.node.id}`): void {
    grantInvokeEndpoint(role, id, this.arn);
  }
}
