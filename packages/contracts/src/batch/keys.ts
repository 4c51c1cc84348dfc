/** Default prefix of all keys of a batch store. */
export const usualPrefix = "batch/";

/** Where a batch store keeps what, below its prefix, such as `batch/`. */
export interface BatchPrefixes {
  /** Pictures. */
  readonly input: string;
  /** Manifests, each of which starts a run when it is stored. */
  readonly manifests: string;
  /** What runs write. Nothing below it ever starts a run. */
  readonly output: string;
}

/** Returns the three places below a prefix that ends in a slash. */
export function batchPrefixes(prefix: string): BatchPrefixes {
  return { input: `${prefix}in/`, manifests: `${prefix}manifests/`, output: `${prefix}out/` };
}

/** Keys of one run, below the prefix of outputs. */
export interface RunKeys {
  /** What the run was asked for, and by which execution: written once. */
  readonly claim: string;
  readonly results: string;
  readonly summary: string;
  /** Prefix of the keys of all parts' manifests, result lines and summaries. */
  readonly parts: string;
  /** Prefix of the keys of all answers. */
  readonly allAnswers: string;
  /** The pictures of a part's attempt, as a manifest of SageMaker. Attempt 1 names all of them. */
  manifest(part: string, attempt: number): string;
  /** Pictures of a part that no job takes, with their reasons. */
  refused(part: string): string;
  /** Where the jobs of a part write their answers. */
  answers(part: string, attempt?: number): string;
  /** Result lines of a part. */
  lines(part: string): string;
  /** Summary of a part. */
  partSummary(part: string): string;
}

/** Returns the keys of a run. */
export function runKeys(output: string, run: string): RunKeys {
  const base = `${output}${run}/`;
  return {
    claim: `${base}run.json`,
    results: `${base}results.jsonl`,
    summary: `${base}summary.json`,
    parts: `${base}parts/`,
    allAnswers: `${base}answers/`,
    manifest: (part, attempt) => `${base}parts/${part}-${attempt}.manifest.json`,
    refused: (part) => `${base}parts/${part}.refused.json`,
    answers: (part, attempt) =>
      `${base}answers/${part}/${attempt === undefined ? "" : `${attempt}/`}`,
    lines: (part) => `${base}parts/${part}.jsonl`,
    partSummary: (part) => `${base}parts/${part}.summary.json`,
  };
}

/** Id of a part by its place, from 0: `0001`. */
export function partId(index: number): string {
  return String(index + 1).padStart(4, "0");
}
