export { capacityMemorySchema } from "./memory";
export { capacityPolicySchema, capacityRulesSchema, latencyObjectiveSchema } from "./policy";
export { capacitySpecSchema, controlledSpecSchema } from "./spec";
export { capacityOrderSchema, capacityStateSchema } from "./state";
