/** What `summary.json` of a training run holds. */
export interface TrainingSummary {
  readonly run: string;
  readonly status: "complete" | "failed" | "stopped" | "outOfTime";
  readonly request: {
    /** Prefix of the keys of the data, in the bucket. */
    readonly data: string;
    /** Key of the source archive. */
    readonly code: string;
  };
  /** ISO times. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly jobs: number;
  /** Of each instance, of all jobs. */
  readonly trainingSeconds: number;
  readonly billableSeconds: number;
  /**
   * What Managed Spot saved, in percent of the training's seconds; absent where nothing was trained.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-managed-spot-training.html (read 2026-11)
   */
  readonly savingPercent?: number;
  /** Billed seconds of all instances at the list price; absent where their type has no price. */
  readonly cost?: {
    readonly usd: number;
    readonly usdPerInstanceHour: number;
    readonly priced: string;
  };
  /** Last values of the metrics in the job's log. */
  readonly metrics: Readonly<Record<string, number>>;
  /** URI of `model.tar.gz`, as the script left it. */
  readonly artefact?: string;
  /** Why it is not complete; empty if it is. */
  readonly reason: string;
}
