import type { Prediction } from "../prediction";

/** One line of a run's results. */
export type ResultLine =
  | { readonly key: string; readonly predictions: readonly Prediction[] }
  | { readonly key: string; readonly error: ResultError };

/** Why a picture has no predictions. */
export interface ResultError {
  /** A code of the status table, or a code of the batch itself. */
  readonly code: string;
  readonly detail: string;
}

/** Codes beyond the status table: no job answered, and an answer that is none of the model server's. */
export type OwnCode = "unanswered" | "bad-answer";

/** Counts of some pictures' results. */
export interface ResultCounts {
  readonly pictures: number;
  /** Pictures with predictions. */
  readonly classified: number;
  /** Pictures without, by the code of their error. */
  readonly failures: Readonly<Record<string, number>>;
  /** Classified pictures by their best label. */
  readonly labels: Readonly<Record<string, number>>;
  /** Billed seconds of each instance, of all jobs. */
  readonly jobSeconds: number;
  readonly jobs: number;
}

/** What an hour of a job's instance costs. */
export interface InstanceRate {
  readonly usdPerHour: number;
  /** The day on which the price was read. */
  readonly read: string;
}

/** What `summary.json` of a run holds. */
export interface BatchSummary extends ResultCounts {
  readonly run: string;
  /** `incomplete` where a picture has no answer: not where one has an answer that says that it is broken. */
  readonly status: "complete" | "incomplete";
  /** What was asked for: the prefix, or the manifest. */
  readonly request: { readonly kind: "prefix" | "manifest"; readonly key: string };
  /** ISO times, and the seconds between them. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly seconds: number;
  /** Of the jobs' instances, at list prices; absent where their type has no price in `@pictor/cost`. */
  readonly cost?: {
    readonly usd: number;
    readonly usdPerInstanceHour: number;
    readonly priced: string;
  };
  /** URI of the result lines. */
  readonly results: string;
}
