export type {
  BatchPrefixes,
  BatchSummary,
  InstanceRate,
  ResultCounts,
  ResultError,
  ResultLine,
  RunKeys,
} from "@pictor/contracts/batch";
export { batchPrefixes, runKeys } from "@pictor/contracts/batch";
export type { TrainingSummary } from "@pictor/contracts/training";
export { BatchModel, type BatchModelProps } from "./batch/batch-model";
export {
  type BatchPlan,
  planBatch,
  type TransformInstances,
  type TransformSizes,
} from "./batch/batch-plan";
export {
  BatchTransform,
  type BatchTransformProps,
  type JobStore,
  type TransformModel,
} from "./batch/batch-transform";
export type { BatchSchedule } from "./batch/batch-triggers";
export { type TransformMachineInputs, transformMachine } from "./batch/transform-machine";
export type { MachineDefinition, State } from "./machine/definition";
export type { JobTopic } from "./machine/job-machine";
export { jobLogGroups } from "./machine/job-role";
export {
  type JobNetwork,
  SpotTraining,
  type SpotTrainingProps,
} from "./training/spot-training";
export {
  type TrainingContainer,
  type TrainingContainerId,
  trainingCatalogue,
} from "./training/training-catalogue";
export { type TrainingMachineInputs, trainingMachine } from "./training/training-machine";
export {
  planTraining,
  type TrainingInstances,
  type TrainingPlan,
  type TrainingTimes,
} from "./training/training-plan";
