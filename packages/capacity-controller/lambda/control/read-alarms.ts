import { DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import type { RealTimeSpec } from "@pictor/capacity";
import { callMs, clients, within } from "./clients";

/** Whether an alarm that would roll an update back rings. */
export async function isRollbackAlarmOn({ deployment }: RealTimeSpec): Promise<boolean> {
  const AlarmNames = deployment.AutoRollbackConfiguration.Alarms.map(({ AlarmName }) => AlarmName);
  const { MetricAlarms = [] } = await clients.cloudWatch.send(
    new DescribeAlarmsCommand({ AlarmNames, AlarmTypes: ["MetricAlarm"] }),
    within(callMs),
  );
  return MetricAlarms.some(({ StateValue }) => StateValue === "ALARM");
}
