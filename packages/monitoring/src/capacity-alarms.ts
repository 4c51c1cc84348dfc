import { type AlarmDefinition, inARow, statistic } from "./alarm-definition";
import type { WatchedCapacity } from "./watched";

/** Hours after which a pinned mode is more likely forgotten than wanted. */
const longPinHours = 24;

/** What lasts until somebody acts: a tick that is lost says nothing about it. */
const lasting = { periodSeconds: 60, missingData: "ignore" } as const;

/** Alarms of a capacity controller. */
export function capacityAlarms({ metrics }: WatchedCapacity): AlarmDefinition[] {
  return [
    {
      id: "NoHeartbeat",
      signal: statistic(metrics.heartbeat, "Sum"),
      comparison: "LessThanThreshold",
      threshold: { value: 1, reason: "a tick that read all it needs publishes 1, once a minute" },
      periodSeconds: 60,
      ...inARow(5),
      missingData: "breaching",
      severity: "warning",
      symptom: "capacity",
      happened: "The capacity controller completed no tick for five minutes",
      anchor: "capacity-no-heartbeat",
    },
    {
      id: "Rejected",
      signal: statistic(metrics.rejectedGeneration, "Maximum"),
      comparison: "GreaterThanOrEqualToThreshold",
      threshold: { value: 1, reason: "1 while the live generation is one that was rolled back" },
      ...lasting,
      ...inARow(1),
      severity: "warning",
      symptom: "availability",
      happened: "SageMaker rolled the live release back; the release before it serves",
      anchor: "capacity-rejected",
    },
    {
      id: "CreationFailed",
      signal: statistic(metrics.creationFailed, "Maximum"),
      comparison: "GreaterThanOrEqualToThreshold",
      threshold: { value: 1, reason: "1 from a failed creation until one succeeds" },
      ...lasting,
      ...inARow(1),
      severity: "warning",
      symptom: "capacity",
      happened: "The real-time endpoint could not be created; serverless alone serves",
      anchor: "capacity-creation-failed",
    },
    {
      id: "Stuck",
      signal: statistic(metrics.stuckState, "Minimum"),
      comparison: "GreaterThanOrEqualToThreshold",
      threshold: { value: 1, reason: "updates and rollbacks of SageMaker's usually take less" },
      ...lasting,
      ...inARow(15),
      severity: "warning",
      symptom: "capacity",
      happened:
        "The real-time endpoint was in a state in which it cannot be changed for a quarter of an hour",
      anchor: "capacity-stuck",
    },
    {
      id: "LongPin",
      signal: statistic(metrics.pinnedHours, "Maximum"),
      comparison: "GreaterThanThreshold",
      threshold: {
        value: longPinHours,
        reason: "hours: a pin is for an incident or a known event",
      },
      ...lasting,
      ...inARow(1),
      severity: "warning",
      symptom: "cost",
      happened: "The mode has been pinned for more than a day",
      anchor: "capacity-long-pin",
    },
  ];
}
