export {
  boundaryProblems,
  pathProblems,
  securityGroupProblems,
} from "./existing-problems";
export {
  type ExistingRoleProps,
  existingRole,
  grantedPolicy,
  grantedStatements,
  type RoleChoice,
} from "./existing-role";
export {
  createFunctionRole,
  type FunctionRole,
  type FunctionRoleChoice,
  type FunctionRoleProps,
  functionLogGroupName,
} from "./function-role";
export {
  type FunctionAlias,
  type FunctionNetwork,
  HardenedFunction,
  type HardenedFunctionProps,
} from "./hardened-function";
export { type LambdaAsset, lambdaAsset } from "./lambda-asset";
export { functionMetrics } from "./metrics";
export {
  endOfSupportWarning,
  type RuntimeName,
  runtimeCatalogue,
} from "./runtime-catalogue";
