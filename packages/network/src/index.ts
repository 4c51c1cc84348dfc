export type { InterfaceService } from "./endpoint-services";
export type {
  CreatedEndpoint,
  ExistingVpc,
  InterfaceAccess,
  S3Access,
  SecurityGroupReference,
} from "./existing-vpc";
export { InferenceNetwork, type InferenceNetworkProps } from "./inference-network";
export { InterfaceEndpoint, type InterfaceEndpointProps } from "./interface-endpoint";
export { IsolatedVpc, type IsolatedVpcProps } from "./isolated-vpc";
export type { NetworkChoice } from "./network-choice";
export type { NetworkVpc } from "./network-ground";
export { VpcFlowLog, type VpcFlowLogProps } from "./vpc-flow-log";
