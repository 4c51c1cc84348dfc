import type { ModeCost, Traffic } from "@pictor/cost";
import { breakEven, crossings, type Mode, modeCost, type ServedRelease, usdAt } from "@pictor/cost";
import { money } from "./table";

/** Bounds of the request rate, in requests a second. */
export interface Rates {
  readonly from: number;
  readonly to: number;
}

/** The cost of every mode against the rate. */
export interface RateReport {
  readonly rates: Rates;
  readonly modes: readonly ModeCost[];
  /** Modes without a price, with the reason. */
  readonly unpriced: readonly string[];
  /** Rates that are shown, growing. */
  readonly steps: readonly number[];
  readonly crossings: readonly {
    readonly rps: number;
    readonly from: string;
    readonly to: string;
  }[];
}

const modes: readonly Mode[] = [
  { kind: "serverless", memorySizeMb: 2048 },
  { kind: "serverless", memorySizeMb: 4096 },
  { kind: "realTime", instanceType: "ml.c5.large", minInstances: 2 },
  { kind: "realTime", instanceType: "ml.c5.xlarge", minInstances: 2 },
  { kind: "realTime", instanceType: "ml.m5.xlarge", minInstances: 2 },
];

/** Rates of a table: about a dozen, evenly spaced. */
const shownSteps = 12;

/** Computes what an endpoint costs by rate in every mode. */
export function rateReport(
  rates: Rates,
  conditions: {
    readonly region: string;
    readonly release: ServedRelease;
    readonly traffic: Traffic;
  },
): RateReport {
  const costs = modes.map((mode) => modeCost(mode, conditions));
  const priced = costs.filter((cost) => "mode" in cost);
  const serverless = priced.filter(({ mode }) => mode.kind === "serverless");
  const realTime = priced.filter(({ mode }) => mode.kind === "realTime");
  const step = (rates.to - rates.from) / (shownSteps - 1);
  return {
    rates,
    modes: priced,
    unpriced: costs.flatMap((cost) =>
      "unpriced" in cost ? [`${cost.name}: ${cost.unpriced}`] : [],
    ),
    steps: Array.from({ length: shownSteps }, (_, index) => rates.from + index * step),
    crossings: serverless.flatMap((cheap) =>
      realTime.flatMap((real) =>
        crossings(cheap, real, rates).map(({ rps, cheaperAbove }) => ({
          rps,
          from: cheaperAbove === real.name ? cheap.name : real.name,
          to: cheaperAbove,
        })),
      ),
    ),
  };
}

const columnWidth = 17;

/** The report as a table of at most 100 columns, with break-even of each pair. */
export function renderRates({
  crossings: found,
  modes,
  rates,
  steps,
  unpriced,
}: RateReport): string {
  const serverless = modes.filter(({ mode }) => mode.kind === "serverless");
  const realTime = modes.filter(({ mode }) => mode.kind === "realTime");
  const assumptions = new Set(modes.flatMap(({ assumption }) => assumption ?? []));
  return [
    "US dollars a month of the endpoint, by requests a second that come all the time",
    "",
    row(
      "requests/s",
      modes.map(({ name }) => name),
    ),
    ...steps.map((rps) =>
      row(
        rps.toFixed(1),
        modes.map((cost) => money(usdAt(cost, rps))),
      ),
    ),
    "",
    ...serverless.flatMap((cheap) => realTime.map((real) => sentence(cheap, real))),
    "",
    ...(found.length === 0
      ? [`no crossing from ${rates.from} to ${rates.to} requests/s`]
      : found.map(
          ({ from, rps, to }) => `crossing at ${rps.toFixed(2)} requests/s: from ${from} to ${to}`,
        )),
    ...unpriced.map((text) => `without a price: ${text}`),
    ...[...assumptions].map((text) => `* assumed: ${text}`),
  ].join("\n");
}

function sentence(cheap: ModeCost, real: ModeCost): string {
  const found = breakEven(cheap, real);
  return found.kind === "never"
    ? `${cheap.name} is cheaper than ${real.name} at every rate`
    : `${real.name} is as cheap as ${cheap.name} from ${found.rps.toFixed(2)} requests/s on, ${Math.round(found.requestsPerMonth).toLocaleString("en-US")} a month`;
}

function row(name: string, columns: readonly string[]): string {
  return name.padEnd(12) + columns.map((text) => text.padStart(columnWidth)).join("");
}
