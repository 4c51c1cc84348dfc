export type { ApiFunction } from "./api-function";
export { ApiFirewall, type ApiFirewallProps } from "./firewall/api-firewall";
export type { FirewallRule } from "./firewall/firewall-rules";
export { ApiClients, type ApiClientsProps, type ClientResources } from "./gateway/api-clients";
export { ApiDomain, type CustomDomain } from "./gateway/api-domain";
export type { ApiRoute } from "./gateway/api-route";
export {
  type ApiAuth,
  type ApiClient,
  type Security,
  securityOf,
  type Throttle,
} from "./gateway/auth";
export { authProblems } from "./gateway/auth-problems";
export { ClassifierApi } from "./gateway/classifier-api";
export type { ClassifierApiProps } from "./gateway/classifier-api-props";
export {
  type GatewayResponse,
  gatewayResponses,
} from "./gateway/gateway-responses";
export { type OuterTimeouts, timeoutChainProblems } from "./gateway/timeout-chain";
export { apiMetrics } from "./metrics";
export { renderOpenApi } from "./openapi/openapi";
export type {
  Cors,
  OpenApiDocument,
  OpenApiInputs,
  OpenApiOperation,
  OpenApiPath,
} from "./openapi/openapi-document";
export type { Base64ImageRequest, HealthResponse, ModelResponse } from "./openapi/openapi-types";
export { PredictFunction, type PredictFunctionProps } from "./predict-function";
