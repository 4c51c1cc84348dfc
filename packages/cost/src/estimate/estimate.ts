import { pricingOf } from "../prices/resources";
import { UnknownAttribute } from "../resources/attributes";
import type { Resource } from "../resources/resource";
import type { Traffic } from "../scenario/traffic";
import {
  type BillLine,
  type Origin,
  type PlacedUsage,
  type PriceOptions,
  priceUsage,
  type Unpriced,
} from "./bill";
import { usageByType } from "./families";
import { groupBy } from "./group-by";
import type { ServedRelease } from "./latency";
import { usageOfRuns } from "./runs";
import { Surroundings } from "./surroundings";
import { type Range, sumRanges } from "./usage";

/** A month's bill. */
export interface Estimate {
  /** Name of the traffic. */
  readonly traffic: string;
  readonly lines: readonly BillLine[];
  /** What costs and is not in the total. */
  readonly unpriced: readonly Unpriced[];
  /** Resources that cost nothing by themselves. */
  readonly free: readonly Origin[];
  /** Sum of the lines in US dollars; {@link unpriced} comes on top. */
  readonly usd: Range;
}

/** Choices of {@link estimate}. */
export interface EstimateOptions extends PriceOptions {
  /** The release that serves: its calibration gives latency and throughput. @default - FP32, not measured */
  readonly release?: ServedRelease;
}

/** A release of which nothing is known. */
const unknownRelease: ServedRelease = { format: "fp32", calibration: [] };

/** Address of what belongs to no resource: jobs, data between zones. */
const ofNoResource = "(scenario)";

/**
 * Estimates a month's bill of resources with traffic, in US dollars, on demand, without tax.
 *
 * @example
 * import { estimate, readResources, shippedTrafficOf } from "@pictor/cost";
 *
 * function expectedUsd(plan: string): number {
 *   const { usd, unpriced } = estimate(readResources(JSON.parse(plan)), shippedTrafficOf("seed"));
 *   for (const { origin, reason } of unpriced) console.warn(origin.address, reason);
 *   return usd.expected;
 * }
 */
export function estimate(
  resources: readonly Resource[],
  traffic: Traffic,
  options: EstimateOptions = {},
): Estimate {
  const around = new Surroundings(resources, traffic, options.release ?? unknownRelease);
  const usage: PlacedUsage[] = [];
  const unpriced: Unpriced[] = [];
  const free: Origin[] = [];
  for (const resource of resources) {
    const found = judge(resource, around);
    if (found.length === 0) free.push(originOf(resource));
    for (const item of found) {
      if ("unpriced" in item) {
        unpriced.push({ origin: originOf(resource), item: item.item, reason: item.unpriced });
      } else usage.push({ origin: originOf(resource), ...item });
    }
  }
  const scenario = { ...scenarioOrigin(resources), type: ofNoResource, address: ofNoResource };
  for (const item of usageOfRuns(traffic)) usage.push({ origin: scenario, ...item });
  const priced = priceUsage(usage, options);
  return {
    traffic: traffic.name,
    lines: priced.lines,
    unpriced: [...unpriced, ...priced.unpriced],
    free,
    usd: sumRanges(priced.lines.map(({ usd }) => usd)),
  };
}

function judge(resource: Resource, around: Surroundings): ReturnType<typeof usageOfKnown> {
  try {
    return usageOfKnown(resource, around);
  } catch (error) {
    if (!(error instanceof UnknownAttribute)) throw error;
    return [{ item: resource.type, unpriced: error.message }];
  }
}

function usageOfKnown(resource: Resource, around: Surroundings) {
  const usageOf = usageByType.get(resource.type);
  if (usageOf !== undefined) return usageOf(resource, around);
  const pricing = pricingOf(resource.type);
  if (pricing?.kind === "free") return [];
  const unpriced =
    pricing?.kind === "unpriced"
      ? pricing.reason
      : pricing?.kind === "priced"
        ? "its quantity is not in the scenario"
        : "this type is not known here: it may cost anything";
  return [{ item: resource.type, unpriced }];
}

function originOf({ values: _, references: __, ...origin }: Resource): Origin {
  return origin;
}

/** Jobs run where most resources are. */
function scenarioOrigin(resources: readonly Resource[]): Pick<Origin, "region" | "environment"> {
  const counts = groupBy(resources, ({ region }) => region);
  const [most] = [...counts].sort(([, a], [, b]) => b.length - a.length);
  const region = most?.[0];
  const environment = resources[0]?.environment;
  return {
    ...(region !== undefined && { region }),
    ...(environment !== undefined && { environment }),
  };
}
