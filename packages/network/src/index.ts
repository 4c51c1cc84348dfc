export type { InterfaceService } from "./endpoint-services";
export * from "./inference-network";
export type { InterfaceEndpoint } from "./interface-endpoint";
export type { IsolatedVpc, IsolatedVpcProps } from "./isolated-vpc";
export type {
  ExistingVpcEndpoints,
  NetworkVpc,
  SecurityGroupReference,
} from "./network-ground";
