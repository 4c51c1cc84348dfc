export { AccountStack } from "./account-stack";
export { deploymentsTo } from "./deployment";
export { pinTerraform, terraformVersions } from "./pin-terraform";
