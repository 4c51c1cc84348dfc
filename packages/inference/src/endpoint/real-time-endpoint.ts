import type { SagemakerEndpoint } from "@cdktf/provider-aws/lib/sagemaker-endpoint";
import type { Construct } from "constructs";
import { VariantScaling } from "../capacity/variant-scaling";
import { deploymentConfig } from "../deployment/deployment-config";
import { rollbackAlarmNames } from "../deployment/rollback-alarms";
import { createEndpoint } from "../release/versioned-endpoint";
import { InstanceEndpoint, type InstanceEndpointProps } from "./instance-endpoint";

/** Properties of a {@link RealTimeEndpoint}: capacity that is always there. */
export interface RealTimeEndpointProps extends InstanceEndpointProps {}

/**
 * A model on instances of its own, in isolated subnets, that are always there.
 *
 * SageMaker pulls the image and the release from outside the container, so the container needs no network and has
 * none. Its volumes are encrypted with the key given, where the instance type's storage takes one.
 *
 * @example
 * const realTime = new RealTimeEndpoint(stack, "RealTime", {
 *   accountId: "123456789012",
 *   region: "eu-central-1",
 *   encryptionKey,
 *   logRetentionDays: 30,
 *   endpointName: "pictures",
 *   roleName: "pictures-model",
 *   manifest,
 *   modelStore,
 *   network,
 *   instanceType: "ml.c6i.xlarge",
 *   instances: { min: 2, max: 6 },
 *   highAvailability: true,
 *   expectedPeakRps: 20,
 *   deployment: { kind: "canary", canaryPercent: 50, waitSeconds: 300 },
 * });
 */
export class RealTimeEndpoint extends InstanceEndpoint {
  public readonly resource: SagemakerEndpoint;
  /** What makes instances come and go; absent where their number is fixed. */
  public readonly scaling: VariantScaling | undefined;

  public constructor(scope: Construct, id: string, props: RealTimeEndpointProps) {
    super(scope, id, "terraform", props);
    const { deployment, endpointName } = props;
    this.resource = createEndpoint(this, endpointName, this.made, {
      deploymentConfig: deploymentConfig(deployment, rollbackAlarmNames(endpointName)),
    });
    this.scaling = this.plan.scales
      ? new VariantScaling(this, scalingId(this.instance.name), {
          ...this.plan,
          endpoint: this.resource,
          dimension: "sagemaker:variant:DesiredInstanceCount",
        })
      : undefined;
  }
}

/** Carries the instance type, so that it is another construct with another type: see {@link VariantScaling}. */
function scalingId(instanceType: string): string {
  const parts = instanceType.split(".").map((part) => part.charAt(0).toUpperCase() + part.slice(1));
  return `Scaling${parts.join("")}`;
}
