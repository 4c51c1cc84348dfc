export type { InterfaceService } from "./endpoint-services";
export * from "./inference-network";
export { InterfaceEndpoint, type InterfaceEndpointProps } from "./interface-endpoint";
export { IsolatedVpc, type IsolatedVpcProps } from "./isolated-vpc";
export type {
  ExistingVpcEndpoints,
  NetworkVpc,
  SecurityGroupReference,
} from "./network-ground";
export * from "./vpc-flow-log";
