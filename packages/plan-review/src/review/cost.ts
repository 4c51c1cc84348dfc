import { type Estimate, estimate, type Resource, readResources, type Traffic } from "@pictor/cost";
import type { Change, Plan } from "../plan/change";
import { isRecord } from "../plan/json";
import type { Mask } from "../redact/mask";
import type { CostDelta } from "./review";

/** What a plan is priced with. */
export interface CostOptions {
  readonly traffic: Traffic;
  /** Region of resources whose provider does not say one. @default - they are unpriced */
  readonly region?: string;
  /** The day on which prices are judged stale. */
  readonly today: string;
}

/**
 * Prices what there is before a plan and what there will be after it.
 *
 * @throws Error if the plan's values cannot be read
 */
export function costDelta(plan: Plan, options: CostOptions, mask: Mask): CostDelta {
  const { traffic, today: on } = options;
  const given = options.region === undefined ? {} : { region: options.region };
  const after = readResources(plan.json, given);
  const before = resourcesBefore(plan, regionOf(after) ?? options.region);
  const was = estimate(before, traffic, { on });
  const is = estimate(after, traffic, { on });
  const changed = new Set(
    plan.changes.filter(({ kind }) => kind !== "noOp").map(({ address }) => address),
  );
  return {
    traffic: traffic.name,
    before: was.usd.expected,
    after: is.usd.expected,
    delta: is.usd.expected - was.usd.expected,
    lines: linesOf(was, is, mask),
    unpriced: unpricedOf([was, is], changed, mask),
  };
}

function resourcesBefore({ json }: Plan, region: string | undefined): readonly Resource[] {
  if (!isRecord(json.prior_state)) return [];
  return readResources(json.prior_state, region === undefined ? {} : { region });
}

/** The region that the configuration gives: a state does not say it of every resource. */
function regionOf(resources: readonly Resource[]): string | undefined {
  return resources.find(({ region }) => region !== undefined)?.region;
}

function linesOf(was: Estimate, is: Estimate, mask: Mask): CostDelta["lines"] {
  const before = byAddress(was);
  const after = byAddress(is);
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((address) => ({
      address: mask(address),
      before: before.get(address) ?? 0,
      after: after.get(address) ?? 0,
    }))
    .filter((line) => Math.abs(line.after - line.before) >= 0.005)
    .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before));
}

function byAddress({ lines }: Estimate): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { origin, usd } of lines) {
    sums.set(origin.address, (sums.get(origin.address) ?? 0) + usd.expected);
  }
  return sums;
}

/** What changes and has no price, each once. */
function unpricedOf(
  estimates: readonly Estimate[],
  changed: ReadonlySet<Change["address"]>,
  mask: Mask,
): CostDelta["unpriced"] {
  const rows = new Map<string, { readonly address: string; readonly reason: string }>();
  for (const { origin, reason } of estimates.flatMap(({ unpriced }) => unpriced)) {
    if (changed.has(origin.address)) {
      rows.set(origin.address, { address: mask(origin.address), reason: mask(reason) });
    }
  }
  return [...rows.values()];
}
