import fc from "fast-check";
import { type CapacityPolicy, type CapacityPrices, defaultRules, idleUsdPerMinute } from "../src";

/** Instance prices from three times as dear as serverless, for the same requests, to a thirtieth of it. */
export const prices: fc.Arbitrary<CapacityPrices> = fc
  .record({
    minInstances: fc.integer({ min: 1, max: 2 }),
    further: fc.integer({ min: 0, max: 4 }),
    throughputRps: fc.constantFrom(2, 8, 14, 60, 200),
  })
  .map(({ further, minInstances, throughputRps }) => ({
    serverlessUsdPerRequest: 1e-5,
    realTimeUsdPerRequest: 0,
    instanceUsdPerHour: 0.1,
    plannedRps: throughputRps / 2,
    throughputRps,
    minInstances,
    maxInstances: minInstances + further,
  }));

/** Requests a minute at which the fewest instances cost as much as serverless. */
export function evenPerMinute({
  instanceUsdPerHour,
  minInstances,
  serverlessUsdPerRequest,
}: CapacityPrices): number {
  return (minInstances * instanceUsdPerHour) / 60 / serverlessUsdPerRequest;
}

/** A policy with the default rules and a cost threshold. */
export function policyOf(of: CapacityPrices, rules: Partial<CapacityPolicy> = {}): CapacityPolicy {
  const rps = evenPerMinute(of) / 60;
  return {
    ...defaultRules,
    thresholds: [{ kind: "cost", rps, arithmetic: `${rps}` }],
    prices: of,
    serverless: { latencyMs: 100, maxConcurrency: 200 },
    ...rules,
  };
}

const level = fc.constantFrom(0, 0, 0.3, 0.7, 0.95, 1.05, 2, 5, 20, 60);

/** Some minutes of one rate, or bursts with pauses, again and again. Rates are multiples of the break-even. */
const part = fc.oneof(
  fc.record({ minutes: fc.integer({ min: 1, max: 90 }), rate: level }).map(steady),
  fc
    .record({
      burst: fc.integer({ min: 1, max: 40 }),
      pause: fc.integer({ min: 1, max: 80 }),
      rate: level,
      times: fc.integer({ min: 1, max: 8 }),
    })
    .map(({ burst, pause, rate, times }) =>
      Array.from({ length: times }, () => [
        ...steady({ minutes: burst, rate }),
        ...steady({ minutes: pause, rate: 0 }),
      ]).flat(),
    ),
);

function steady({ minutes, rate }: { minutes: number; rate: number }): number[] {
  return Array.from({ length: minutes }, () => rate);
}

/** Traces of up to some hours, as multiples of the break-even. */
export const traces: fc.Arbitrary<number[]> = fc
  .array(part, { minLength: 1, maxLength: 6 })
  .map((parts) => parts.flat().slice(0, 700));

/** The requests of a trace with some prices. */
export function requestsOf(trace: readonly number[], of: CapacityPrices): number[] {
  const even = evenPerMinute(of);
  return trace.map((rate) => Math.round(rate * even));
}

/** The cost of a stay for nothing, once. */
export function dwellUsd(policy: CapacityPolicy): number {
  const { inAfterMinutes, minimumDwellMinutes, provisioningMinutes } = policy;
  const minutes = provisioningMinutes + Math.max(inAfterMinutes, minimumDwellMinutes.realTime) + 5;
  return minutes * idleUsdPerMinute(policy.prices);
}
