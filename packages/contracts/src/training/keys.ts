/** Default prefix of all keys of training. */
export const usualTrainingPrefix = "training/";

/** Name of a source archive, which lies alone in its folder: the folder is a channel of the job. */
export const trainingArchive = "sourcedir.tar.gz";

/** Where a store keeps what, below its prefix, such as `training/`. */
export interface TrainingPrefixes {
  /** Datasets, each in a folder. */
  readonly data: string;
  /** Source archives, each in a folder. */
  readonly code: string;
  /** What runs write, each in a folder. */
  readonly runs: string;
}

/** Returns the three places below a prefix that ends in a slash. */
export function trainingPrefixes(prefix: string): TrainingPrefixes {
  return { data: `${prefix}data/`, code: `${prefix}code/`, runs: `${prefix}runs/` };
}

/** Keys of one run, below the prefix of runs. */
export interface TrainingRunKeys {
  /** What the run was asked for, and by which execution: written once. */
  readonly claim: string;
  readonly summary: string;
  /** Prefix of the keys of artefacts. */
  readonly output: string;
  /** Prefix of the keys of checkpoints. */
  readonly checkpoints: string;
}

/** Returns the keys of a run. */
export function trainingRunKeys(runs: string, run: string): TrainingRunKeys {
  const base = `${runs}${run}/`;
  return {
    claim: `${base}run.json`,
    summary: `${base}summary.json`,
    output: `${base}output/`,
    checkpoints: `${base}checkpoints/`,
  };
}
