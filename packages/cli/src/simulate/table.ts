import type { Outcome, Simulation } from "@pictor/capacity";
import { money, tableWidth } from "../cost/table";
import { wrap } from "../cost/wrap";

/** The ways through a trace, in the order in which they are shown. */
export function outcomesOf(result: Simulation): readonly Outcome[] {
  return [result.alwaysOn, result.serverless, result.adaptive, result.optimum, result.limit];
}

/** A simulation for people. */
export interface ShownSimulation {
  readonly title: string;
  readonly result: Simulation;
  /** Thresholds and the bound. */
  readonly lines: readonly string[];
  readonly assumptions: readonly string[];
}

const nameWidth = 18;
const widths = [14, 12, 10, 10, 10, 10, 14];

/** A simulation as lines of at most 100 columns. */
export function renderSimulation({ assumptions, lines, result, title }: ShownSimulation): string {
  return [
    ...wrap(title, tableWidth),
    "",
    row("", ["US dollars", "refused", "cold", "p50 ms", "p99 ms", "switches", "on instances"]),
    ...outcomesOf(result).map((outcome) => row(outcome.name, cellsOf(outcome, result.minutes))),
    "",
    ...verdicts(result).flatMap((line) => wrap(line, tableWidth)),
    "",
    ...lines.flatMap(bullet),
    "",
    "optimum: the cheapest switching if the trace were known in advance, with instances as loaded as",
    "autoscaling loads them; limit: the same with instances loaded to their throughput",
    "assumed:",
    ...assumptions.flatMap(bullet),
  ].join("\n");
}

function cellsOf(outcome: Outcome, minutes: number): string[] {
  const { cold, minutesOnInstances, p50Ms, p99Ms, refused, switches, usd } = outcome;
  const whole = (value: number | undefined) =>
    value === undefined ? "-" : Math.round(value).toLocaleString("en-US");
  return [
    money(usd),
    whole(refused),
    whole(cold),
    whole(p50Ms),
    whole(p99Ms),
    whole(switches),
    `${((100 * minutesOnInstances) / minutes).toFixed(1)} %`,
  ];
}

/** What the numbers mean: which way is the cheapest, and what adaptive adds or saves. */
function verdicts({ adaptive, alwaysOn, ratio, ratioToLimit, serverless }: Simulation): string[] {
  const ways = [alwaysOn, serverless].toSorted((a, b) => a.refused - b.refused || a.usd - b.usd);
  const [best] = ways;
  if (best === undefined) return [];
  const difference = best.usd - adaptive.usd;
  const share = best.usd === 0 ? 0 : (100 * Math.abs(difference)) / best.usd;
  const compared =
    share < 1
      ? `adaptive costs what ${best.name} costs: here it does not pay, and does no harm`
      : difference > 0
        ? `adaptive saves ${share.toFixed(1)} % of ${best.name}, the better of the two that do not switch`
        : `adaptive costs ${share.toFixed(1)} % more than ${best.name}: here it does not pay`;
  return [
    compared,
    `adaptive is ${ratio.toFixed(3)} × the optimum and ${ratioToLimit.toFixed(3)} × the limit`,
  ];
}

function row(name: string, columns: readonly string[]): string {
  return (
    name.padEnd(nameWidth) +
    columns.map((text, index) => text.padStart(widths[index] ?? 0)).join("")
  ).trimEnd();
}

function bullet(text: string): string[] {
  return wrap(text, tableWidth - 2).map((line, index) => `${index === 0 ? "-" : " "} ${line}`);
}
