export { Child, type ChildEnd, type ChildProps } from "./child";
export { scrubbedEnvironment, type Variables } from "./environment";
export { logTail } from "./log-tail";
export { thisMachine } from "./machine";
export {
  identify,
  isAlive,
  type ProcessIdentity,
  sendSignal,
  signalGroup,
} from "./process-identity";
export {
  describeProviderSource,
  findProviderSource,
  type Machine,
  type ProviderSource,
  providerHint,
  providerVariables,
} from "./provider-mirror";
export { type RunChildProps, runChild } from "./run-child";
export { SilenceLimit } from "./silence-limit";
export {
  type InitOptions,
  type PlannedCounts,
  type PlanOptions,
  Terraform,
  type TerraformProps,
} from "./terraform";
export {
  advance,
  type Diagnostic,
  describeErrors,
  noProgress,
  parseTerraformLine,
  readableTerraformLine,
  type TerraformEvent,
  type TerraformProgress,
} from "./terraform-events";
export { UserError } from "./user-error";
