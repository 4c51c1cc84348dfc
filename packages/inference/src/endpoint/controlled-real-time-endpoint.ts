import type { SagemakerEndpointConfiguration } from "@cdktf/provider-aws/lib/sagemaker-endpoint-configuration";
import type { RealTimeEndpointDescription, Target } from "@pictor/contracts";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import {
  type ScheduledRange,
  scheduledRanges,
  type TargetTracking,
} from "../capacity/scaling-policy";
import { type UpdateDeployment, updateDeployment } from "../deployment/deployment-config";
import { type RollbackAlarms, rollbackAlarmNames } from "../deployment/rollback-alarms";
import type { ModelRole } from "../release/model-role";
import type { DeployableGeneration } from "../release/versioned-endpoint";
import { variantName } from "./endpoint-facts";
import { InstanceEndpoint, type InstanceEndpointProps } from "./instance-endpoint";

/** Properties of a {@link ControlledRealTimeEndpoint}: capacity that is there while it pays. */
export interface ControlledRealTimeEndpointProps extends InstanceEndpointProps {}

/** How a capacity controller makes, scales and updates an endpoint on instances. */
export interface ControlledSpec {
  /** Name of the endpoint's only variant. */
  readonly variant: string;
  readonly live: DeployableGeneration;
  /** The previous release. Its configuration exists as long as the endpoint may run it. @default - none */
  readonly previous?: DeployableGeneration;
  /** How instances come and go while the endpoint is there. @default - the number of instances is fixed */
  readonly scaling?: {
    readonly min: number;
    readonly max: number;
    readonly tracking: TargetTracking;
    readonly schedules: readonly ScheduledRange[];
  };
  readonly deployment: UpdateDeployment;
}

/** An endpoint that a capacity controller makes, updates and deletes, and everything that it is made of. */
export interface ControlledEndpoint {
  readonly target: Target;
  /** The endpoint's ARN, known before the endpoint is. */
  readonly arn: string;
  readonly description: RealTimeEndpointDescription;
  readonly spec: ControlledSpec;
  /**
   * What must exist before the endpoint is made, and be destroyed after it was deleted: models, configurations, the
   * model's role and its policies, security group, log group and rollback alarms.
   */
  readonly before: readonly ITerraformDependable[];
  /** Configuration of each release, the live one first. */
  readonly configurations: readonly SagemakerEndpointConfiguration[];
  readonly rollbackAlarms: RollbackAlarms;
  readonly modelRole: ModelRole;
}

/**
 * Everything of a {@link RealTimeEndpoint} but the endpoint and its scaling, which a capacity controller makes while
 * they pay: models and configurations of both releases, the model's role, security group, log group and rollback
 * alarms.
 *
 * @example
 * const realTime = new ControlledRealTimeEndpoint(stack, "RealTime", {
 *   accountId: "123456789012",
 *   region: "eu-central-1",
 *   encryptionKey,
 *   logRetentionDays: 30,
 *   endpointName: "pictures-real-time",
 *   roleName: "pictures-model",
 *   manifest,
 *   modelStore,
 *   network,
 *   instanceType: "ml.c6i.xlarge",
 *   instances: { min: 1, max: 4 },
 *   highAvailability: false,
 *   expectedPeakRps: 10,
 *   deployment: { kind: "allAtOnce", waitSeconds: 300 },
 * });
 */
export class ControlledRealTimeEndpoint extends InstanceEndpoint implements ControlledEndpoint {
  public readonly spec: ControlledSpec;
  public readonly before: readonly ITerraformDependable[];
  public readonly configurations: readonly SagemakerEndpointConfiguration[];

  public constructor(scope: Construct, id: string, props: ControlledRealTimeEndpointProps) {
    super(scope, id, "controller", props);
    this.configurations = this.generations.map(({ configuration }) => configuration);
    this.before = [...this.generations.map(({ model }) => model.resource), ...this.made.before];
    this.spec = this.specify(props);
  }

  private specify({ deployment, endpointName }: ControlledRealTimeEndpointProps): ControlledSpec {
    const { range, scales, schedules, tracking } = this.plan;
    const [live, previous] = this.generations;
    return {
      variant: variantName,
      live: live.deployable,
      ...(previous && { previous: previous.deployable }),
      ...(scales && {
        scaling: { ...range, tracking, schedules: scheduledRanges(schedules, range) },
      }),
      deployment: updateDeployment(deployment, rollbackAlarmNames(endpointName)),
    };
  }
}
