import {
  DescribeTrainingJobCommand,
  ListTrainingJobsCommand,
  type SageMakerClient,
} from "@aws-sdk/client-sagemaker";

/** The newest job of a run. */
export interface JobProgress {
  readonly name: string;
  /** Its secondary status, such as `Downloading` or `Training`. */
  readonly status: string;
  /** Since its container started. */
  readonly seconds: number;
  /** How often spot instances were taken back. */
  readonly interruptions: number;
}

/** Reads a run's newest job; `undefined` before the first. */
export async function readJob(
  client: SageMakerClient,
  run: string,
  now: Date,
): Promise<JobProgress | undefined> {
  const { TrainingJobSummaries = [] } = await client.send(
    new ListTrainingJobsCommand({
      ...{ NameContains: run, SortBy: "CreationTime", SortOrder: "Descending", MaxResults: 1 },
    }),
  );
  const name = TrainingJobSummaries[0]?.TrainingJobName;
  if (name === undefined) return undefined;
  const job = await client.send(new DescribeTrainingJobCommand({ TrainingJobName: name }));
  const begin = job.TrainingStartTime?.getTime() ?? now.getTime();
  const end = job.TrainingEndTime?.getTime() ?? now.getTime();
  return {
    name,
    status: job.SecondaryStatus ?? "Starting",
    seconds: Math.max(0, Math.round((end - begin) / 1000)),
    interruptions: (job.SecondaryStatusTransitions ?? []).filter(
      ({ Status }) => Status === "Interrupted",
    ).length,
  };
}

/** Progress on one line. */
export function renderProgress(state: string, job: JobProgress | undefined): string {
  return [
    state === "" ? "waiting" : state,
    ...(job === undefined ? [] : [`job ${job.name.split("-").at(-1)}`, job.status]),
    ...(job === undefined || job.seconds === 0 ? [] : [`${job.seconds} s`]),
    ...(job === undefined || job.interruptions === 0
      ? []
      : [`interrupted ${job.interruptions} times`]),
  ].join(", ");
}
