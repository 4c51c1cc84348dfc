export { AccountStack } from "./account-stack";
export { deploymentsTo } from "./deployment";
