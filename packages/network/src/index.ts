export * from "./inference-network";
