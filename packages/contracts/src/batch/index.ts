export {
  type BatchPrefixes,
  batchPrefixes,
  partId,
  type RunKeys,
  runKeys,
  usualPrefix,
} from "./keys";
export type {
  BatchSummary,
  InstanceRate,
  OwnCode,
  ResultCounts,
  ResultError,
  ResultLine,
} from "./results";
export { type RunRequest, runId, runIdLength } from "./run-id";
