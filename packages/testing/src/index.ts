export { type ExpectedAnswer, isCaught, wrongAnswers } from "./access-table";
export {
  type EmittedValue,
  type MetricReference,
  metricKey,
  metricsOfAlarm,
  replay,
} from "./alarm-replay";
export { type AlarmRule, type AlarmState, alarmState } from "./alarm-state";
export { accountKeyPolicy, everything } from "./common-policies";
export {
  type Control,
  type Identity,
  type Step,
  stepsFrom,
  stepText,
  type Target,
  waysOut,
} from "./escalation/graph";
export { roleTakers, type TargetKind, takeovers } from "./escalation/takeovers";
export { FunctionProcess, type Invoked } from "./function-process";
export {
  absent,
  answerOf,
  answerOfText,
  type Behaviour,
  good,
  hang,
  LoopbackSageMaker,
  modelError,
  type Received,
  reset,
  servedIdentity,
  servedPredictions,
  serviceError,
  trickle,
} from "./loopback-sagemaker";
export { manifestOf, releaseOf } from "./manifest";
export { evaluateMaths, type Series } from "./metric-maths";
export { overlaps } from "./permissions/glob-overlap";
export { actionsOf } from "./permissions/iam-reference";
export { permissionFor } from "./permissions/operation-permission";
export { permissionExceptions } from "./permissions/permission-exceptions";
export { roleProblems } from "./permissions/role-problems";
export { statementProblems } from "./permissions/statement-problems";
export {
  type StackJson,
  type SynthesisedPolicy,
  synthesisedPolicies,
} from "./permissions/synthesised-policies";
export {
  type AccessRequest,
  type Decision,
  decide,
  type Policies,
  type PolicyDocument,
  type PolicyEntry,
} from "./policy-evaluation";
export { type PolicyMutant, policyMutants } from "./policy-mutants";
export { type HiddenMembers, hiddenMembers, hiddenResources } from "./public-resources";
export { type NameTakenTwice, namesTakenTwice } from "./replacement-order";
export {
  type IdentityChange,
  identityChanges,
  type StackIdentities,
  stackIdentities,
} from "./stack-identities";
export { logGroupProblems, type TaggedChange, untagged } from "./stack-rules";
export { Synthesised, synthesise } from "./synthesised";
