export * from "./encryption-key";
export * from "./existing-encryption-key";
export * from "./existing-model-store";
export * from "./hardened-bucket";
export * from "./model-store";
export * from "./model-store-reference";
export type { PolicyStatement } from "./policy";
