export {
  type TrainingPrefixes,
  type TrainingRunKeys,
  trainingArchive,
  trainingPrefixes,
  trainingRunKeys,
  usualTrainingPrefix,
} from "./keys";
export { type TrainingIdentity, trainingRunId } from "./run-id";
export type { TrainingSummary } from "./summary";
