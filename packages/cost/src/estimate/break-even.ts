import { secondsPerMonth } from "../scenario/traffic";
import type { ModeCost } from "./modes";

/** The rate from which on real time is not more expensive than serverless. */
export type BreakEven =
  | {
      readonly kind: "at";
      /** Requests a second, the same all the time. */
      readonly rps: number;
      readonly requestsPerMonth: number;
      /** Instances there. */
      readonly instances: number;
    }
  /** Serverless is cheaper at every rate: an instance carries less than it costs. */
  | { readonly kind: "never" };

/** Most instances that are tried: further ones repeat the same relation of price and throughput. */
const mostInstances = 10_000;

/**
 * Returns the lowest rate at which instances cost as little as serverless.
 *
 * With a further instance real time may be more expensive again for a while; `crossings` has those rates, too.
 *
 * @example
 * import { breakEven, modeCost, shippedTrafficOf } from "@pictor/cost";
 *
 * const release = { format: "int8", calibration: [] } as const;
 * const conditions = { region: "us-east-1", release, traffic: shippedTrafficOf("seed") };
 * const serverless = modeCost({ kind: "serverless", memorySizeMb: 4096 }, conditions);
 * const instanceType = "ml.c5.large";
 * const instances = modeCost({ kind: "realTime", instanceType, minInstances: 2 }, conditions);
 * if ("mode" in serverless && "mode" in instances) console.log(breakEven(serverless, instances));
 */
export function breakEven(serverless: ModeCost, realTime: ModeCost): BreakEven {
  const saved = serverless.usdPerRequest - realTime.usdPerRequest;
  if (!(saved > 0)) return { kind: "never" };
  const fewest = realTime.instancesAt(0);
  for (let instances = fewest; instances < fewest + mostInstances; instances += 1) {
    const requestsPerMonth = (instances * realTime.usdPerInstance) / saved;
    const rps = requestsPerMonth / secondsPerMonth;
    if (rps <= realTime.rpsOf(instances)) return { kind: "at", rps, requestsPerMonth, instances };
  }
  return { kind: "never" };
}

/** A rate at which the cheaper of two modes changes. */
export interface Crossing {
  readonly rps: number;
  /** Name of the mode that is cheaper above it. */
  readonly cheaperAbove: string;
}

/** Returns every rate within bounds at which another of two modes becomes the cheaper one, by growing rate. */
export function crossings(
  serverless: ModeCost,
  realTime: ModeCost,
  { from, to }: { readonly from: number; readonly to: number },
): readonly Crossing[] {
  const saved = serverless.usdPerRequest - realTime.usdPerRequest;
  const found: Crossing[] = [];
  const first = realTime.instancesAt(from);
  const last = realTime.instancesAt(to);
  for (let instances = first; instances <= last; instances += 1) {
    // Where this number of instances begins, and where it is as cheap as serverless.
    const begins = instances === first ? from : realTime.rpsOf(instances - 1);
    const ends = Math.min(to, realTime.rpsOf(instances));
    const equal =
      saved > 0
        ? (instances * realTime.usdPerInstance) / saved / secondsPerMonth
        : Number.POSITIVE_INFINITY;
    const wasCheaper = found.at(-1)?.cheaperAbove === realTime.name;
    if (wasCheaper && equal > begins) found.push({ rps: begins, cheaperAbove: serverless.name });
    if (equal >= begins && equal <= ends && found.at(-1)?.cheaperAbove !== realTime.name) {
      found.push({ rps: equal, cheaperAbove: realTime.name });
    }
    if (instances === first && equal < begins)
      found.push({ rps: from, cheaperAbove: realTime.name });
  }
  return found.filter(({ rps }) => rps > from);
}
