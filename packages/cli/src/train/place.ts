import { names, type Place } from "@pictor/contracts";
import {
  type TrainingPrefixes,
  trainingPrefixes,
  usualTrainingPrefix,
} from "@pictor/contracts/training";
import { type JobPlace, machineArn } from "../jobs/place";

/** Where an environment's training is. */
export interface TrainPlace extends JobPlace {
  readonly prefixes: TrainingPrefixes;
}

export function trainPlace(place: Place): TrainPlace {
  const { jobs, payloadBucket } = names(place);
  const prefixes = trainingPrefixes(usualTrainingPrefix);
  return {
    ...{ place, prefixes, bucket: payloadBucket, option: "training" },
    machineName: jobs.training,
    machineArn: machineArn(place, jobs.training),
    runs: prefixes.runs,
  };
}
