export type { BlastEdge, BlastNode, BlastRadius, Dependents } from "./blast/blast-radius";
export type { AttributeChange } from "./diff/attributes";
export { findHazards } from "./hazards/find-hazards";
export { hazardRules } from "./hazards/register";
export type { Facts, Finding, HazardRule } from "./hazards/rule";
export {
  type Change,
  type ChangeKind,
  changeKinds,
  type FailedCheck,
  type OutputChange,
  type Path,
  type Plan,
} from "./plan/change";
export { type ConstructPaths, readConstructPaths } from "./plan/construct-paths";
export { PlanError } from "./plan/plan-error";
export { readPlan } from "./plan/read-plan";
export type { Reference, References } from "./plan/references";
export type { StatementChange } from "./policy/compare";
export { hidden, hiddenAndChanged, type Mask } from "./redact/mask";
export { type RedactedPlan, redactPlan } from "./redact/redact-plan";
export { renderHtml } from "./render/html";
export { renderJson } from "./render/json";
export { commentMarker, longestComment, renderMarkdown } from "./render/markdown";
export { renderSarif } from "./render/sarif";
export { renderTerminal } from "./render/terminal";
export {
  hasHazardFrom,
  type ReviewInput,
  type ReviewOptions,
  reviewPlans,
} from "./review/build-review";
export type {
  ChangeGroup,
  CostDelta,
  DriftRow,
  Hazard,
  Loss,
  OutputRow,
  PlanSummary,
  Review,
  ReviewedChange,
  StackReview,
  WaivedHazard,
} from "./review/review";
export { findWeaknesses, type Weaknesses } from "./security/find-weaknesses";
export { securityRules } from "./security/register";
export { type Severity, severities } from "./severity";
export { readWaivers, WaiverError } from "./waivers/read-waivers";
export type { Waiver } from "./waivers/waiver";
