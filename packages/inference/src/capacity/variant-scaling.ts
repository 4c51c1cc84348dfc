import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingScheduledAction } from "@cdktf/provider-aws/lib/appautoscaling-scheduled-action";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import type { SagemakerEndpoint } from "@cdktf/provider-aws/lib/sagemaker-endpoint";
import { refuseProblems } from "@pictor/contracts";
import { Construct } from "constructs";
import { variantName } from "../endpoint/endpoint-facts";
import type { InstanceRange } from "./peak";
import {
  type ScheduledMinimum,
  type ScheduledRange,
  scheduledRanges,
  scheduleNameProblems,
  type TargetTracking,
} from "./scaling-policy";

/** What a {@link VariantScaling} is made of. */
export interface VariantScalingProps {
  readonly endpoint: SagemakerEndpoint;
  /** What is scaled: instances, or the containers that a serverless endpoint keeps warm. */
  readonly dimension:
    | "sagemaker:variant:DesiredInstanceCount"
    | "sagemaker:variant:DesiredProvisionedConcurrency";
  readonly range: InstanceRange;
  /** What makes the number change by itself; `undefined` where only schedules do. */
  readonly tracking: TargetTracking | undefined;
  /** Known peaks. Their names are literals, each there once: ids of constructs are made of them. */
  readonly schedules: readonly ScheduledMinimum[];
}

const namespace = { serviceNamespace: "sagemaker" } as const;

/**
 * The number of an endpoint's instances, as Application Auto Scaling changes it.
 *
 * SageMaker refuses to change the instance type of a variant that is registered here. Terraform destroys what depends
 * on an endpoint before it updates the endpoint, so that it is enough to give this construct another id with another
 * instance type: target, policy and schedules go first, and come back after.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-update.html (read 2026-11)
 *
 * @example
 * new VariantScaling(stack, "Scaling", {
 *   endpoint,
 *   dimension: "sagemaker:variant:DesiredInstanceCount",
 *   range: { min: 2, max: 6 },
 *   tracking: {
 *     metric: "SageMakerVariantInvocationsPerInstance",
 *     target: 600,
 *     scaleOutCooldownSeconds: 30,
 *     scaleInCooldownSeconds: 300,
 *   },
 *   schedules: [],
 * });
 */
export class VariantScaling extends Construct {
  public readonly target: AppautoscalingTarget;
  /** What makes the number change by itself; absent where only schedules do. */
  public readonly policy: AppautoscalingPolicy | undefined;
  /** The beginnings and ends of known peaks. */
  public readonly actions: readonly AppautoscalingScheduledAction[];

  public constructor(scope: Construct, id: string, props: VariantScalingProps) {
    super(scope, id);
    refuseProblems(scheduleNameProblems(props.schedules));
    const { endpoint, dimension, range, tracking, schedules } = props;
    this.target = new AppautoscalingTarget(this, "Target", {
      ...namespace,
      resourceId: `endpoint/${endpoint.name}/variant/${variantName}`,
      scalableDimension: dimension,
      minCapacity: range.min,
      maxCapacity: range.max,
      // A scheduled action rewrites exactly these two, and a plan must not write them back.
      ...(schedules.length > 0 && {
        lifecycle: { ignoreChanges: ["min_capacity", "max_capacity"] },
      }),
    });
    this.policy = tracking && this.track(tracking);
    this.actions = scheduledRanges(schedules, range).map((change) => this.act(change));
  }

  private get scaled() {
    return {
      ...namespace,
      resourceId: this.target.resourceId,
      scalableDimension: this.target.scalableDimension,
    };
  }

  private track({ metric, target, ...cooldowns }: TargetTracking): AppautoscalingPolicy {
    return new AppautoscalingPolicy(this, "Policy", {
      ...this.scaled,
      name: metric,
      policyType: "TargetTrackingScaling",
      targetTrackingScalingPolicyConfiguration: {
        targetValue: target,
        predefinedMetricSpecification: { predefinedMetricType: metric },
        scaleOutCooldown: cooldowns.scaleOutCooldownSeconds,
        scaleInCooldown: cooldowns.scaleInCooldownSeconds,
      },
    });
  }

  private act({ max, min, ...when }: ScheduledRange): AppautoscalingScheduledAction {
    return new AppautoscalingScheduledAction(this, when.name, {
      ...this.scaled,
      ...when,
      scalableTargetAction: { minCapacity: String(min), maxCapacity: String(max) },
    });
  }
}
