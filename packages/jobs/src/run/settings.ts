import type { InstanceRate } from "@pictor/contracts/batch";

/** What the construct hands the function as the variable `BATCH`. */
export interface BatchSettings {
  readonly bucket: string;
  /** Begins all keys of the batch store, `batch/`. */
  readonly prefix: string;
  /** Begins the names of jobs. */
  readonly name: string;
  readonly picturesPerJob: number;
  readonly mostParts: number;
  /** Bytes of the largest picture that a job takes. */
  readonly pictureBytes: number;
  /** Instances of each job. */
  readonly instances: number;
  /** @default - the instances have no price */
  readonly rate?: InstanceRate;
}
