import {
  DeleteScalingPolicyCommand,
  DeleteScheduledActionCommand,
  DeregisterScalableTargetCommand,
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
  DescribeScheduledActionsCommand,
  PutScalingPolicyCommand,
  PutScheduledActionCommand,
  RegisterScalableTargetCommand,
} from "@aws-sdk/client-application-auto-scaling";
import type { InstanceScaling, RealTimeSpec, TrackedMetric } from "@pictor/capacity";
import { scalableTargetTag } from "../../src/scalable-target-tag";
import { callMs, clients, isRefusal, within } from "./clients";

/** How Application Auto Scaling names the instances of an endpoint's variant. */
interface Scaled {
  readonly ServiceNamespace: "sagemaker";
  readonly ResourceId: string;
  readonly ScalableDimension: "sagemaker:variant:DesiredInstanceCount";
}

function scaledOf({ name, variant }: RealTimeSpec): Scaled {
  return {
    ServiceNamespace: "sagemaker",
    ResourceId: `endpoint/${name}/variant/${variant}`,
    ScalableDimension: "sagemaker:variant:DesiredInstanceCount",
  };
}

/** Takes the endpoint off its scaling; policies and scheduled actions go with the target. */
export async function deregister(spec: RealTimeSpec): Promise<void> {
  try {
    await clients.autoScaling.send(
      new DeregisterScalableTargetCommand(scaledOf(spec)),
      within(callMs),
    );
  } catch (error) {
    if (!isRefusal(error, "ObjectNotFoundException")) throw error;
  }
}

/**
 * Makes the scaling of an endpoint in service what the spec says: target, policy, scheduled actions. Calls nothing but
 * reads where it is already so, which makes it safe at every tick.
 */
export async function ensureScaling(spec: RealTimeSpec, functionName: string): Promise<void> {
  const { scaling } = spec;
  const scaled = scaledOf(spec);
  const { ScalableTargets = [] } = await clients.autoScaling.send(
    new DescribeScalableTargetsCommand({
      ServiceNamespace: scaled.ServiceNamespace,
      ResourceIds: [scaled.ResourceId],
      ScalableDimension: scaled.ScalableDimension,
    }),
    within(callMs),
  );
  const [target] = ScalableTargets;
  if (scaling === undefined) {
    if (target !== undefined) await deregister(spec);
    return;
  }
  const hasRange = target?.MinCapacity === scaling.min && target.MaxCapacity === scaling.max;
  // A scheduled action changes exactly these two, and a tick must not change them back.
  if (target === undefined || (!hasRange && scaling.schedules.length === 0)) {
    await clients.autoScaling.send(
      new RegisterScalableTargetCommand({
        ...scaled,
        MinCapacity: scaling.min,
        MaxCapacity: scaling.max,
        // Of a target that exists AWS takes no tags.
        ...(target === undefined && { Tags: { ...spec.tags, [scalableTargetTag]: functionName } }),
      }),
      within(callMs),
    );
  }
  await ensurePolicy(scaled, scaling.tracking);
  await ensureSchedules(scaled, scaling);
}

async function ensurePolicy(scaled: Scaled, tracking: TrackedMetric | undefined): Promise<void> {
  const { ScalingPolicies = [] } = await clients.autoScaling.send(
    new DescribeScalingPoliciesCommand(scaled),
    within(callMs),
  );
  for (const { PolicyName } of ScalingPolicies) {
    if (PolicyName === undefined || PolicyName === tracking?.metric) continue;
    await clients.autoScaling.send(
      new DeleteScalingPolicyCommand({ ...scaled, PolicyName }),
      within(callMs),
    );
  }
  if (tracking === undefined) return;
  const found = ScalingPolicies.find(({ PolicyName }) => PolicyName === tracking.metric);
  const is = found?.TargetTrackingScalingPolicyConfiguration;
  const wanted = {
    TargetValue: tracking.target,
    PredefinedMetricSpecification: { PredefinedMetricType: tracking.metric },
    ScaleOutCooldown: tracking.scaleOutCooldownSeconds,
    ScaleInCooldown: tracking.scaleInCooldownSeconds,
  };
  if (
    is?.TargetValue === wanted.TargetValue &&
    is.ScaleInCooldown === wanted.ScaleInCooldown &&
    is.ScaleOutCooldown === wanted.ScaleOutCooldown
  ) {
    return;
  }
  await clients.autoScaling.send(
    new PutScalingPolicyCommand({
      ...scaled,
      PolicyName: tracking.metric,
      PolicyType: "TargetTrackingScaling",
      TargetTrackingScalingPolicyConfiguration: {
        ...wanted,
        PredefinedMetricSpecification: {
          PredefinedMetricType: tracking.metric as "SageMakerVariantInvocationsPerInstance",
        },
      },
    }),
    within(callMs),
  );
}

async function ensureSchedules(scaled: Scaled, { schedules }: InstanceScaling): Promise<void> {
  const { ScheduledActions = [] } = await clients.autoScaling.send(
    new DescribeScheduledActionsCommand(scaled),
    within(callMs),
  );
  for (const { ScheduledActionName } of ScheduledActions) {
    if (ScheduledActionName === undefined) continue;
    if (schedules.some(({ name }) => name === ScheduledActionName)) continue;
    await clients.autoScaling.send(
      new DeleteScheduledActionCommand({ ...scaled, ScheduledActionName }),
      within(callMs),
    );
  }
  for (const { max, min, name, schedule, timezone } of schedules) {
    const is = ScheduledActions.find(({ ScheduledActionName }) => ScheduledActionName === name);
    const hasRange =
      is?.ScalableTargetAction?.MinCapacity === min && is.ScalableTargetAction.MaxCapacity === max;
    if (hasRange && is.Schedule === schedule && (is.Timezone ?? "UTC") === timezone) continue;
    await clients.autoScaling.send(
      new PutScheduledActionCommand({
        ...scaled,
        ScheduledActionName: name,
        Schedule: schedule,
        Timezone: timezone,
        ScalableTargetAction: { MinCapacity: min, MaxCapacity: max },
      }),
      within(callMs),
    );
  }
}
