export { arnOf, bucketArn, functionInvokeArn, policyArn, roleArn } from "./arn";
export { artefactListSha256 } from "./artefact-list";
export { type AwsPlace, placeProblems } from "./aws-place";
export {
  brandKey,
  brandOf,
  brandTitle,
  type ContextReference,
  defaultBrand,
} from "./brand";
export {
  type Calibration,
  type CapacityKind,
  capacityName,
  latestCalibration,
} from "./calibration";
export { type CapacityMetrics, capacityMetricNames, capacityMetrics } from "./capacity-metrics";
export type { ConstructReference } from "./construct-reference";
export type {
  DeployedEndpoint,
  DeployedRealTimeEndpoint,
  DeployedServerlessEndpoint,
  EndpointOwner,
} from "./deployed-endpoint";
export {
  type Ending,
  type EndingKind,
  type EndOfLife,
  endOfImage,
  endOfLife,
  endOfLifeWarning,
  endOfRuntime,
  endsOfLife,
  knownEnd,
  noticeDays,
} from "./end-of-life";
export type {
  EndpointDescription,
  EndpointSize,
  RealTimeEndpointDescription,
  RealTimeSize,
  ServerlessEndpointDescription,
  ServerlessSize,
} from "./endpoint-description";
export { hclProblems } from "./hcl-problems";
export {
  formatRequestAttributes,
  type Identity,
  modelServer,
  parseIdentity,
  type RequestAttributes,
} from "./identity";
export {
  hasAt,
  type ImageMediaType,
  imageFormats,
  imageMediaType,
  imageMediaTypes,
} from "./image-format";
export {
  type InstanceTypeChoice,
  instanceTypeOf,
  instanceTypeProblems,
  type NamedInstanceType,
  type OwnInstanceType,
} from "./instance-type-choice";
export { type InstanceType, type InstanceTypeFacts, instanceTypes } from "./instance-types";
export type { JsonReading } from "./json-reading";
export { type EncryptionKeyReference, encryptionKeyProblems } from "./key";
export { limits } from "./limits";
export { logRetentionDays, retentionProblems } from "./log-retention";
export { type MachineMetrics, machineMetrics } from "./machine-metrics";
export { type ManifestReading, manifestFile, readManifest } from "./manifest-file";
export {
  type ApiMetrics,
  type EndpointMetrics,
  type FirewallMetrics,
  type FunctionMetrics,
  firewallMetrics,
  type MetricDescription,
  type MetricUnit,
  metricsOf,
  type RealTimeEndpointMetrics,
  type RoutingMetrics,
  routingMetricNames,
  routingMetrics,
  type ServerlessEndpointMetrics,
  type TargetMetrics,
} from "./metric";
export {
  apiAccessLogName,
  type Names,
  names,
  type Place,
  stateBucketName,
} from "./names";
export { nearest, unknownName } from "./nearest";
export { type StackOutput, stackOutputs, stageName } from "./outputs";
export { type PolicyStatement, policyDocument, serviceTrust } from "./policy";
export type { ModelAnswer, Prediction, PredictionResponse } from "./prediction";
export {
  dayProblems,
  listProblems,
  refuseProblems,
  roleNameProblems,
  wordProblems,
} from "./prop-problems";
export { providerProblems } from "./provider-problems";
export {
  dnsSuffix,
  logsPrincipal,
  type Partition,
  partitionOf,
  type RegionFacts,
  regionFacts,
  regionProblem,
  regions,
  viaService,
} from "./regions";
export { type Measured, type Release, type ReleaseManifest, releaseKey } from "./release";
export { calibrationProblems, manifestProblems, releaseProblems } from "./release-problems";
export {
  type Problem,
  problemMediaType,
  problemOf,
  problemType,
  type StatusCode,
  type StatusRow,
  statusTable,
} from "./status";
export { type Target, type TargetKind, targetKinds } from "./target";
export { type AttributedResource, terraformAttributes } from "./terraform-attributes";
export { assumedRps, type Throughput, throughputOf } from "./throughput";
export { isToken, literalProblems, printed } from "./token";
