import type { CapacityPolicy } from "../policy/policy";

/** A release as one of the two endpoints can run it. */
export interface DeployableGeneration {
  /** Name of the endpoint configuration. It contains a hash of all inputs, so it identifies the generation. */
  readonly configuration: string;
  /** SHA-256 of the release's artefact, which the model server returns in each answer. */
  readonly release: string;
}

/** A target-tracking policy in Application Auto Scaling's words. */
export interface TrackedMetric {
  /** Predefined metric, which also names the policy. */
  readonly metric: string;
  readonly target: number;
  readonly scaleOutCooldownSeconds: number;
  readonly scaleInCooldownSeconds: number;
}

/** A change of the range at a known time. */
export interface ScheduledRange {
  readonly name: string;
  /** As Application Auto Scaling writes it: `cron(0 8 ? * MON-FRI *)`. */
  readonly schedule: string;
  readonly timezone: string;
  readonly min: number;
  readonly max: number;
}

/** How instances come and go while the real-time endpoint is there. */
export interface InstanceScaling {
  readonly min: number;
  readonly max: number;
  /** @default - only the schedules change the number */
  readonly tracking?: TrackedMetric;
  readonly schedules: readonly ScheduledRange[];
}

/** The percentage that a step of a blue/green or rolling update takes, as SageMaker's API writes it. */
export interface CapacitySize {
  readonly Type: "CAPACITY_PERCENT";
  readonly Value: number;
}

/** A `DeploymentConfig` of SageMaker's API: the steps of an update, and the alarms that roll it back. */
export interface UpdateDeployment {
  readonly BlueGreenUpdatePolicy?: {
    readonly TrafficRoutingConfiguration: {
      readonly Type: "ALL_AT_ONCE" | "CANARY" | "LINEAR";
      readonly WaitIntervalInSeconds: number;
      readonly CanarySize?: CapacitySize;
      readonly LinearStepSize?: CapacitySize;
    };
    readonly TerminationWaitInSeconds: number;
    readonly MaximumExecutionTimeoutInSeconds: number;
  };
  readonly RollingUpdatePolicy?: {
    readonly MaximumBatchSize: CapacitySize;
    readonly WaitIntervalInSeconds: number;
    readonly MaximumExecutionTimeoutInSeconds: number;
  };
  readonly AutoRollbackConfiguration: {
    readonly Alarms: readonly { readonly AlarmName: string }[];
  };
}

/** The real-time endpoint that the controller creates. */
export interface RealTimeSpec {
  readonly name: string;
  readonly variant: string;
  readonly live: DeployableGeneration;
  /** The previous release. Its configuration exists as long as the endpoint may run it. @default - none */
  readonly previous?: DeployableGeneration;
  readonly tags: Readonly<Record<string, string>>;
  /** @default - the number of instances is fixed */
  readonly scaling?: InstanceScaling;
  readonly deployment: UpdateDeployment;
}

/** The serverless endpoint. Terraform creates it, the controller moves it to a new release. */
export interface ServerlessSpec {
  readonly name: string;
  readonly variant: string;
  readonly live: DeployableGeneration;
  /** @default - none */
  readonly previous?: DeployableGeneration;
}

/** The wanted capacity of an environment. Terraform writes it into a parameter, the controller reads it at each tick. */
export interface CapacitySpec {
  readonly schema: 1;
  readonly realTime: RealTimeSpec;
  readonly serverless: ServerlessSpec;
  readonly policy: CapacityPolicy;
  /** Whether the environment refuses to be destroyed: the controller then refuses to retire. */
  readonly protected: boolean;
}
