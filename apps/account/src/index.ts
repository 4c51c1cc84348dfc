export { AccountStack } from "./account-stack";
export type { Deployment } from "./deployment";
export { deployments } from "./deployments";
