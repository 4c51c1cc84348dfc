import type { MetricDescription } from "@pictor/contracts";
import { type AlarmDefinition, idleIsHealthy, inARow, statistic } from "./alarm-definition";

/** Alarms of a VPC, on the packets that its flow log shows as rejected. */
export function networkAlarms(rejected: MetricDescription): AlarmDefinition[] {
  return [
    {
      id: "Rejected",
      signal: statistic(rejected, "Sum"),
      comparison: "GreaterThanThreshold",
      threshold: {
        value: 100,
        reason: "nothing in isolated subnets has a reason to knock at a closed door",
      },
      periodSeconds: 300,
      ...inARow(3),
      ...idleIsHealthy,
      severity: "warning",
      symptom: "security",
      happened: "More than 100 flows were rejected in the VPC in each of three times five minutes",
      anchor: "rejected-traffic",
    },
  ];
}
