import { numberOf } from "../../resources/attributes";
import type { Resource } from "../../resources/resource";
import { daysPerMonth } from "../../scenario/traffic";
import { isCalledByMachine, machineCallsOf, machineRunsOf } from "../job-machines";
import { type ScheduledCalls, scheduledCallsOf } from "../scheduled";
import type { Surroundings } from "../surroundings";
import { amount, type Family, type Uncounted, type Usage } from "../usage";

/**
 * What is left of a log's bytes in storage.
 *
 * @see https://calculator.aws, whose working https://dev.classmethod.jp/articles/compare-archive-cost-cloudwatchlogs-s3/
 * quotes: "0.15 Storage compression factor" (read 2026-11)
 */
const compressed = 0.15;

/** For how long the storage of logs that never expire is counted, in months. */
const countedMonths = 12;

/** Records of VPC flow logs for each request: both directions at both ends of two connections. */
const flowRecords = 8;
const flowRecordBytes = 120;

/** Bytes of a record of a web ACL's log. */
const firewallRecordBytes = 1500;

const group = "aws_cloudwatch_log_group";

/** Log groups, and the logs that AWS's services deliver. */
export const logs: Family = {
  [group]: (resource, around) => {
    if (isDelivered(resource, around)) return [];
    const machine = writingMachine(resource, around);
    if (machine !== undefined) return machineLog(resource, machine, around);
    const scheduled = scheduledWriter(resource, around);
    const groups = around.all(group).filter((other) => isOfRequests(other, around)).length;
    const { requestsPerMonth, logBytesPerRequest, queriedLogGbPerMonth } = around.traffic;
    const [lines, bytes] =
      scheduled === undefined
        ? [requestsPerMonth / groups, logBytesPerRequest]
        : [scheduled.count, scheduledLogBytes];
    const gb = (lines * bytes) / 1e9;
    const shared = groups > 1 ? ` ÷ ${groups} log groups` : "";
    const isInfrequent = resource.values.log_group_class === "INFREQUENT_ACCESS";
    return [
      {
        item: "ingestion",
        dimension: isInfrequent ? "logs-infrequent-access-ingest-gb" : "logs-ingest-gb",
        quantity: gb,
        basis: scheduled
          ? `${scheduled.basis} × ${amount(bytes)} bytes`
          : `${amount(requestsPerMonth)} × ${amount(bytes)} bytes${shared}`,
        ...(scheduled && {
          assumption: `${amount(bytes)} bytes for each invocation by a schedule or a state machine`,
        }),
      },
      storage(gb, numberOf(resource.values, "retention_in_days", 0)),
      ...(scheduled ? [] : [queries(queriedLogGbPerMonth, groups, shared)]),
    ];
  },
  aws_flow_log: (resource, around) => {
    const { requestsPerMonth } = around.traffic;
    const gb =
      around.share(requestsPerMonth, "aws_flow_log") * flowRecords * (flowRecordBytes / 1e9);
    const delivered: Usage = {
      item: "flow records",
      dimension:
        resource.values.log_destination_type === "s3"
          ? "vended-logs-s3-gb"
          : "vended-logs-ingest-gb",
      quantity: gb,
      basis: `${amount(requestsPerMonth)} × ${flowRecords} records × ${flowRecordBytes} bytes`,
      assumption: `${flowRecords} flow records for each request`,
    };
    return [delivered, ...stored(resource, "log_destination", gb, around)];
  },
  aws_wafv2_web_acl_logging_configuration: (resource, around) => {
    const { requestsPerMonth, errorShare } = around.traffic;
    const isFiltered = JSON.stringify(resource.values.logging_filter ?? "").includes('"DROP"');
    const logged = requestsPerMonth * (isFiltered ? errorShare : 1);
    const gb = (logged * firewallRecordBytes) / 1e9;
    return [
      {
        item: "firewall log",
        dimension: "vended-logs-ingest-gb",
        quantity: gb,
        basis: `${amount(logged)} × ${firewallRecordBytes} bytes`,
        assumption: isFiltered
          ? "the filter keeps as many requests as are refused"
          : `${firewallRecordBytes} bytes for each request`,
      },
      ...stored(resource, "log_destination_configs", gb, around),
    ];
  },
};

/** Bytes of the log of an invocation by a schedule or a state machine: what it saw and decided, its metrics, and Lambda's own lines. */
const scheduledLogBytes = 3000;

/** Bytes of the log of a run of a state machine: only errors are logged, without inputs and outputs. */
const runLogBytes = 2000;

/** The log of a state machine that creates jobs. */
function machineLog(
  resource: Resource,
  machine: Resource,
  around: Surroundings,
): readonly (Usage | Uncounted)[] {
  const counted = machineRunsOf(machine, around);
  if (counted === undefined) {
    return [
      { item: "ingestion", unpriced: "the scenario does not say how often its state machine runs" },
    ];
  }
  const gb = (counted.runs * runLogBytes) / 1e9;
  return [
    {
      item: "ingestion",
      dimension: "vended-logs-ingest-gb",
      quantity: gb,
      basis: `${amount(counted.runs)} runs × ${amount(runLogBytes)} bytes`,
      assumption: `${amount(runLogBytes)} bytes of errors for each run`,
    },
    storage(gb, numberOf(resource.values, "retention_in_days", 0)),
  ];
}

/** The state machine that writes into a log group. */
function writingMachine(resource: Resource, around: Surroundings): Resource | undefined {
  return around.referring(resource, "logging_configuration", "aws_sfn_state_machine")[0];
}

/** Whether requests fill a log group. */
function isOfRequests(resource: Resource, around: Surroundings): boolean {
  const writer = writingFunction(resource, around);
  return (
    !isDelivered(resource, around) &&
    writingMachine(resource, around) === undefined &&
    (writer === undefined ||
      (scheduledCallsOf(writer, around) === undefined && !isCalledByMachine(writer, around)))
  );
}

/** The calls of the function that writes into a log group, where a schedule or a state machine makes them. */
function scheduledWriter(resource: Resource, around: Surroundings): ScheduledCalls | undefined {
  const writer = writingFunction(resource, around);
  return writer && (scheduledCallsOf(writer, around) ?? machineCallsOf(writer, around));
}

function writingFunction({ values }: Resource, around: Surroundings): Resource | undefined {
  const [, name] = /^\/aws\/lambda\/([\w-]+)$/.exec(String(values.name)) ?? [];
  return around
    .all("aws_lambda_function")
    .find(({ values: { function_name: of } }) => name !== undefined && of === name);
}

function queries(gb: number, groups: number, shared: string): Usage {
  return {
    item: "queries",
    dimension: "logs-insights-scanned-gb",
    quantity: gb / groups,
    basis: `${amount(gb)} GB${shared}`,
  };
}

/** Whether a service delivers into the log group, which is then counted at that service's resource. */
function isDelivered(resource: Resource, around: Surroundings): boolean {
  return (
    around.referring(resource, "log_destination", "aws_flow_log").length > 0 ||
    around.referring(resource, "log_destination_configs", "aws_wafv2_web_acl_logging_configuration")
      .length > 0
  );
}

function stored(from: Resource, attribute: string, gb: number, around: Surroundings): Usage[] {
  const target = around.follow(from, attribute, group);
  return target === undefined ? [] : [storage(gb, numberOf(target.values, "retention_in_days", 0))];
}

/** Storage once the oldest entries expire: a younger log costs less. */
function storage(gb: number, retentionDays: number): Usage {
  const months = retentionDays === 0 ? countedMonths : retentionDays / daysPerMonth;
  return {
    item: "storage",
    dimension: "logs-storage-gb-month",
    quantity: gb * compressed * months,
    basis: `${amount(gb)} GB × ${compressed} compressed × ${amount(months)} months`,
    assumption: [
      `logs are stored at ${compressed} of their bytes, as AWS's calculator takes it`,
      ...(retentionDays === 0 ? [`they never expire: ${countedMonths} months are counted`] : []),
    ].join("; "),
  };
}
