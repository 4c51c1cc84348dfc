import {
  type AlarmDefinition,
  idleIsHealthy,
  inARow,
  statistic,
  twiceInAQuarter,
} from "./alarm-definition";
import type { WatchedJobs } from "./watched";

/** One run is enough: there are few of them, and each is somebody's work. */
const oneRun = { periodSeconds: 300, ...inARow(1), ...idleIsHealthy } as const;

const common = {
  comparison: "GreaterThanOrEqualToThreshold",
  severity: "warning",
  symptom: "jobs",
} as const;

/**
 * Alarms of a state machine that runs jobs. All are warnings: no caller waits for a job.
 *
 * @param runs what a run of the machine is called, with a capital: `Batch run`
 */
export function jobAlarms({ metrics }: WatchedJobs, runs: string): AlarmDefinition[] {
  return [
    {
      ...common,
      ...oneRun,
      id: "Failed",
      signal: statistic(metrics.failed, "Sum"),
      threshold: { value: 1, reason: "a run repeats by itself what a repetition can mend" },
      happened: `${runs} failed`,
      anchor: "job-failed",
    },
    {
      ...common,
      ...oneRun,
      id: "TimedOut",
      signal: statistic(metrics.timedOut, "Sum"),
      threshold: { value: 1, reason: "the limit is several times what all of its jobs may take" },
      happened: `${runs} ran into the time limit of its state machine`,
      anchor: "job-timed-out",
    },
    {
      ...common,
      ...oneRun,
      id: "Aborted",
      signal: statistic(metrics.aborted, "Sum"),
      threshold: { value: 1, reason: "a run is only aborted by somebody" },
      happened: `${runs} was aborted before it had ended`,
      anchor: "job-aborted",
    },
    {
      ...common,
      ...twiceInAQuarter,
      id: "Throttled",
      signal: statistic(metrics.throttled, "Sum"),
      threshold: { value: 1, reason: "a machine of jobs changes its state a few times an hour" },
      happened: "Step Functions throttled the state machine twice in a quarter of an hour",
      anchor: "job-throttled",
    },
  ];
}
