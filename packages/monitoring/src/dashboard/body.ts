import type { MetricDescription } from "@pictor/contracts";
import { errorsByCause, slowestRequests, type WatchedLogs } from "../saved-query";
import type { WatchedApi, WatchedEndpoint, WatchedFunction } from "../watched";
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
  /** Flows that were rejected, by VPC. */
  readonly rejected: readonly { readonly id: string; readonly metric: MetricDescription }[];
  readonly logs: WatchedLogs;
  /** Those of symptoms first. */
  readonly alarmArns: readonly string[];
}

/** The body of an environment's dashboard: are users served, which layer is it, what does it cost. */
export function dashboardBody(content: DashboardContent): string {
  const { region, apis, functions, endpoints, logs } = content;
  const plainEndpoints = endpoints.map(({ id, watched }) => ({ id, metrics: watched.metrics }));
  const rows: readonly (readonly Widget[])[] = [
    [heading("## Are users served?")],
    ...apis.map(({ id, watched }) => servedRow(region, id, watched, plainEndpoints)),
    content.alarmArns.length > 0 ? [alarmStatus("Alarms", content.alarmArns)] : [],
    [heading("## Objectives")],
    ...apis.map(({ id, watched }) => objectiveRow(region, id, watched, content.objectives)),
    [heading("## Layers")],
    ...apis.map(({ id, watched }) => apiRow(region, id, watched)),
    ...functions.map(({ id, watched }) => functionRow(region, id, watched)),
    ...functions.map(({ id, watched }) => routingRow(region, id, watched)),
    ...endpoints.map(({ id, watched }) => endpointRow(region, id, watched)),
    securityRow(region, apis, content.rejected),
    logRow(region, logs),
    [heading("## What the bill grows with")],
    costRow(
      region,
      apis.map(({ watched }) => watched),
      functions.map(({ watched }) => watched),
      endpoints.map(({ watched }) => watched),
    ),
  ];
  return JSON.stringify({ widgets: layOut(rows) });
}

function logRow(region: string, { functions }: WatchedLogs): readonly Widget[] {
  return functions.length === 0
    ? []
    : [
        logTable("Errors by cause", region, functions, errorsByCause),
        logTable("Slowest requests", region, functions, slowestRequests),
      ];
}
