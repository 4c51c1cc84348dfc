import { names, type Place } from "@pictor/contracts";
import {
  type BatchPrefixes,
  batchPrefixes,
  type RunKeys,
  runKeys,
  usualPrefix,
} from "@pictor/contracts/batch";
import { type JobPlace, machineArn } from "../jobs/place";

/** Where an environment's batch transform is. */
export interface BatchPlace extends JobPlace {
  readonly prefixes: BatchPrefixes;
}

export function batchPlace(place: Place): BatchPlace {
  const { jobs, payloadBucket } = names(place);
  const prefixes = batchPrefixes(usualPrefix);
  return {
    ...{ place, prefixes, bucket: payloadBucket, option: "batch" },
    machineName: jobs.transform,
    machineArn: machineArn(place, jobs.transform),
    runs: prefixes.output,
  };
}

/** Keys of the objects that a run writes. */
export function keysOf({ prefixes }: BatchPlace, run: string): RunKeys {
  return runKeys(prefixes.output, run);
}
