import type { MetricDescription } from "@pictor/contracts";
import { chunks } from "../chunks";
import {
  errorsByCause,
  mostGroupsInQuery,
  slowestRequests,
  type WatchedLogs,
} from "../saved-query";
import type { WatchedApi, WatchedCapacity, WatchedEndpoint, WatchedFunction } from "../watched";
import { capacityRow } from "./capacity-row";
import { costRow } from "./cost-row";
import { endpointRow, functionRow, routingRow, securityRow } from "./layer-rows";
import { apiRow, type Objectives, objectiveRow, servedRow } from "./user-rows";
import { alarmStatus, heading, layOut, logTable, type Widget } from "./widget";

/** Something watched, by the name it goes by here. */
export interface Named<Watched> {
  readonly id: string;
  readonly watched: Watched;
}

/** Everything that a dashboard shows. */
export interface DashboardContent {
  readonly region: string;
  readonly objectives: Objectives;
  readonly apis: readonly Named<WatchedApi>[];
  readonly functions: readonly Named<WatchedFunction>[];
  readonly endpoints: readonly Named<WatchedEndpoint>[];
  readonly capacities: readonly Named<WatchedCapacity>[];
  /** Flows that were rejected, by VPC. */
  readonly rejected: readonly { readonly id: string; readonly metric: MetricDescription }[];
  readonly logs: WatchedLogs;
  /** Those of symptoms first. */
  readonly alarmArns: readonly string[];
}

/** Most widgets of a dashboard (source: as below). */
const mostWidgets = 500;

/** Problems of a dashboard: more than CloudWatch takes; empty if valid. */
export function dashboardProblems(content: DashboardContent): string[] {
  const { length } = widgetsOf(content);
  return length <= mostWidgets
    ? []
    : [
        `the dashboard would have ${length} widgets, CloudWatch takes ${mostWidgets}: watch some of the resources in another Monitoring, or set dashboard to false`,
      ];
}

/** The body of an environment's dashboard: are users served, which layer is it, what does it cost. */
export function dashboardBody(content: DashboardContent): string {
  return JSON.stringify({ widgets: widgetsOf(content) });
}

function widgetsOf(content: DashboardContent): readonly unknown[] {
  const { region, apis, functions, endpoints, capacities, logs } = content;
  const plainEndpoints = endpoints.map(({ id, watched }) => ({ id, metrics: watched.metrics }));
  const rows: readonly (readonly Widget[])[] = [
    [heading("## Are users served?")],
    ...apis.map(({ id, watched }) => servedRow(region, id, watched, plainEndpoints)),
    ...chunks(content.alarmArns, mostAlarmsInWidget).map((arns) => [alarmStatus("Alarms", arns)]),
    ...capacities.map(({ id, watched }) => capacityRow(region, id, watched)),
    [heading("## Objectives")],
    ...apis.map(({ id, watched }) => objectiveRow(region, id, watched, content.objectives)),
    [heading("## Layers")],
    ...apis.map(({ id, watched }) => apiRow(region, id, watched)),
    ...functions.map(({ id, watched }) => functionRow(region, id, watched)),
    ...functions.map(({ id, watched }) => routingRow(region, id, watched)),
    ...endpoints.map(({ id, watched }) => endpointRow(region, id, watched)),
    securityRow(region, apis, content.rejected),
    ...logRows(region, logs),
    [heading("## What the bill grows with")],
    costRow(
      region,
      apis.map(({ watched }) => watched),
      functions.map(({ watched }) => watched),
      endpoints.map(({ watched }) => watched),
    ),
  ];
  return layOut(rows);
}

/**
 * Most alarms that a widget shows.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html (read 2026-11)
 */
const mostAlarmsInWidget = 100;

function logRows(region: string, { functions }: WatchedLogs): readonly (readonly Widget[])[] {
  return chunks(functions, mostGroupsInQuery).map((groups) => [
    logTable("Errors by cause", region, groups, errorsByCause),
    logTable("Slowest requests", region, groups, slowestRequests),
  ]);
}
