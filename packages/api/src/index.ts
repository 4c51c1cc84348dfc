export * from "./classifier-api";
export * from "./gateway-responses";
export * from "./openapi";
export * from "./predict-function";
export * from "./timeout-chain";
