export {
  assumedRps,
  type InstanceType,
  type InstanceTypeChoice,
  type InstanceTypeFacts,
  instanceTypeOf,
  instanceTypes,
  type OwnInstanceType,
  type Throughput,
  throughputOf,
} from "@pictor/contracts";
export type {
  EndpointCapacity,
  ProvisionedConcurrency,
  ServerlessCapacity,
} from "./capacity/endpoint-capacity";
export {
  defaultSafetyFactor,
  type InstanceRange,
  initialInstances,
  instanceRangeProblems,
  judgePeak,
  type Load,
  type PeakVerdict,
} from "./capacity/peak";
export {
  type CapacityInputs,
  type CapacityPlan,
  type InstanceCapacity,
  planCapacity,
} from "./capacity/plan";
export {
  type ScalingPolicy,
  type ScheduledMinimum,
  type ScheduledRange,
  safetyFactorOf,
  scalingPolicyProblems,
  scheduleProblems,
  type TargetTracking,
  targetTracking,
} from "./capacity/scaling-policy";
export { VariantScaling, type VariantScalingProps } from "./capacity/variant-scaling";
export {
  type AwsContainer,
  type ContainerId,
  containerCatalogue,
  type Hardware,
  type Layout,
} from "./container/container-catalogue";
export {
  type Container,
  containerOf,
  endOfPatchWarning,
  type OwnContainer,
  type OwnContainers,
  type OwnImagePlace,
  ownContainerProblems,
  ownImagePlace,
} from "./container/container-choice";
export {
  type ContainerImage,
  ContainerImages,
  type ContainerImagesProps,
} from "./container/container-images";
export type {
  BlueGreenUpdatePolicy,
  CapacitySize,
  UpdateDeployment,
} from "./deployment/deployment-config";
export {
  type DeploymentPolicy,
  deploymentProblems,
  instancesWhileUpdating,
  longestUpdateSeconds,
  provisioningSeconds,
  stepsOf,
  updateSeconds,
} from "./deployment/deployment-policy";
export {
  type RollbackAlarmDefinition,
  rollbackAlarmSeconds,
  rollbackAlarmTable,
  rollbackPeriodSeconds,
  rollbackPeriods,
} from "./deployment/rollback-alarm-table";
export { RollbackAlarms, type RollbackAlarmsProps } from "./deployment/rollback-alarms";
export {
  type ControlledEndpoint,
  ControlledRealTimeEndpoint,
  type ControlledRealTimeEndpointProps,
  type ControlledSpec,
} from "./endpoint/controlled-real-time-endpoint";
export {
  type CaptureStore,
  capturePrefix,
  type DataCapture,
  dataCaptureConfig,
  dataCaptureProblems,
} from "./endpoint/data-capture";
export type { EndpointProps, InferenceEndpoint } from "./endpoint/endpoint";
export { endpointMetrics } from "./endpoint/endpoint-facts";
export { ExistingEndpoint, type ExistingEndpointProps } from "./endpoint/existing-endpoint";
export type { InstanceEndpointProps } from "./endpoint/instance-endpoint";
export { RealTimeEndpoint, type RealTimeEndpointProps } from "./endpoint/real-time-endpoint";
export { ServerlessEndpoint, type ServerlessEndpointProps } from "./endpoint/serverless-endpoint";
export {
  type ContainerRoleNeeds,
  type ContainerVpc,
  containerStatements,
} from "./release/container-statements";
export { ExecutionRole } from "./release/execution-role";
export { ImageModel, type ImageModelProps, type ServedRelease } from "./release/image-model";
export {
  ModelRole,
  type ModelRoleProps,
  type ModelVpc,
} from "./release/model-role";
export {
  type DeployableGeneration,
  Generation,
  type GenerationProps,
} from "./release/versioned-endpoint";
