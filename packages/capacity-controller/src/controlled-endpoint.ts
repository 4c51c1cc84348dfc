import type { SagemakerEndpointConfiguration } from "@cdktf/provider-aws/lib/sagemaker-endpoint-configuration";
import type { RealTimeSpec } from "@pictor/capacity";
import type { Target } from "@pictor/contracts";
import type { ITerraformDependable } from "cdktf";

/** A real-time endpoint that Terraform prepares and the controller makes, as `@pictor/inference` builds it. */
export interface ControlledEndpoint {
  /** Of the kind `realTime`; the name is a literal in lower case. */
  readonly target: Pick<Target, "kind" | "name">;
  /** What the endpoint runs and how it changes; configurations' names may be Terraform's references. */
  readonly spec: Omit<RealTimeSpec, "name" | "tags">;
  /** What must exist before the endpoint may be made, and is destroyed after it: models, roles, security group, logs. */
  readonly before: readonly ITerraformDependable[];
  /** Endpoint configuration of each release, the live one first. */
  readonly configurations: readonly SagemakerEndpointConfiguration[];
}

/** The serverless endpoint that Terraform makes and the controller moves to a new release. */
export interface FollowingEndpoint {
  /** Of the kind `serverless`; the name is a literal in lower case, and another than that of the real-time endpoint. */
  readonly target: Pick<Target, "kind" | "name">;
  /** The endpoint, with the configuration that it runs. */
  readonly resource: ITerraformDependable & { readonly endpointConfigName: string };
  /** Model and endpoint configuration of each release, the live one first: as many as the real-time endpoint has. */
  readonly generations: readonly { readonly configuration: SagemakerEndpointConfiguration }[];
}
