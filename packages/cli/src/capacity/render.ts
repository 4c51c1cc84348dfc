import type { Threshold } from "@pictor/capacity";
import { tableWidth } from "../cost/table";
import { wrap } from "../cost/wrap";
import type { CapacityReport, ReportedEndpoint } from "./report";
import { durationText, minuteText } from "./times";

const nameWidth = 13;

/** A report for people, in lines of at most 100 columns. */
export function renderReport(report: CapacityReport, now: number): string {
  const { environment, realTime, serverless, thresholds, decisions, retired } = report;
  return [
    ...row("environment", environment),
    ...row("mode", modeText(report, now)),
    ...row("why", report.why === undefined ? "no decision yet" : report.why.reason),
    ...row("pin", pinText(report, now)),
    ...(retired
      ? row(
          "retired",
          `the environment is being destroyed: nothing is created; 'pictor capacity ${environment} --retry' gives that up`,
        )
      : []),
    ...row("real time", endpointText(realTime)),
    ...row("serverless", endpointText(serverless)),
    ...report.rejected.flatMap((generation) =>
      row(
        "rejected",
        `${generation} was rolled back and is not tried again; 'pictor capacity ${environment} --retry' allows it`,
      ),
    ),
    ...backOffRows(report, now),
    ...thresholds.flatMap((threshold, index) =>
      row(index === 0 ? "thresholds" : "", thresholdText(threshold)),
    ),
    ...(thresholds.length === 0 ? row("thresholds", "none: no reason ever holds") : []),
    ...(decisions.length === 0 ? row("decisions", "none in the last 14 days") : []),
    ...decisions.flatMap(({ at, action, because, reason }, index) =>
      row(index === 0 ? "decisions" : "", `${minuteText(at)}  ${action}, ${because}: ${reason}`),
    ),
  ].join("\n");
}

function modeText({ mode, since, why }: CapacityReport, now: number): string {
  if (why === undefined) return `${mode}, the controller has not run yet`;
  return since === undefined
    ? `${mode} since it was deployed`
    : `${mode} since ${minuteText(since)} (${durationText(now - since)})`;
}

function pinText({ environment, pin }: CapacityReport, now: number): string {
  if (pin === undefined) return "none: the controller decides";
  const { mode, at, isOld } = pin;
  const since = at === undefined ? "" : ` since ${minuteText(at)} (${durationText(now - at)})`;
  const hint = isOld
    ? `; more than a day: 'pictor capacity ${environment} --unpin' lets the controller decide again`
    : "";
  return `${mode}${since}${hint}`;
}

function endpointText({ name, configuration, found }: ReportedEndpoint): string {
  if (found === undefined) return `${name} is absent, it would run ${configuration}`;
  const { status, instances, failureReason } = found;
  const runs =
    found.configuration === configuration
      ? `runs ${configuration}`
      : `runs ${found.configuration}, is to run ${configuration}`;
  return [
    `${name} is ${status}, ${runs}`,
    ...(instances === undefined ? [] : [`${instances} instance${instances === 1 ? "" : "s"}`]),
    ...(failureReason === undefined ? [] : [failureReason]),
  ].join(", ");
}

function backOffRows({ backOff, environment }: CapacityReport, now: number): string[] {
  if (backOff === undefined) return [];
  const { failures, until } = backOff;
  const when = until > now ? `at ${minuteText(until)}` : "as soon as instances are wanted";
  return row(
    "failed",
    `${failures} creation${failures === 1 ? "" : "s"} in a row; the next is tried ${when}, or after 'pictor capacity ${environment} --retry'`,
  );
}

function thresholdText({ kind, rps, arithmetic }: Threshold): string {
  return `${kind} from ${rps.toFixed(2)} requests/s on: ${arithmetic}`;
}

/** A name and its text, which goes on below itself. */
function row(name: string, text: string): string[] {
  return wrap(text, tableWidth - nameWidth).map(
    (line, index) => `${(index === 0 ? name : "").padEnd(nameWidth)}${line}`,
  );
}
