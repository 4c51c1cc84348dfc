import fc from "fast-check";
import {
  type PolicyInputs,
  planSimulation,
  type ShippedTrace,
  type SimulationInputs,
  shippedTrace,
  shippedTraces,
  simulate,
  type Trace,
} from "../src";
import { percentile } from "../src/simulate/latency";
import { clairvoyant } from "../src/simulate/optimum";
import { type Phase, run } from "../src/simulate/run";

const environment: PolicyInputs = {
  region: "us-east-1",
  release: { format: "int8", calibration: [] },
  request: { imageBytes: 300_000, answerBytes: 1000 },
  realTime: { instanceType: "ml.c5.large", minInstances: 2, maxInstances: 4 },
  serverless: { memorySizeMb: 4096, maxConcurrency: 20 },
  on: "2026-11-28",
};
const anticipate = { weeks: 4, agree: 3, horizonMinutes: 120, timeZone: "Europe/Berlin" };
const inputsOf = (of: Partial<PolicyInputs> = {}): SimulationInputs => {
  const plan = planSimulation({ ...environment, ...of });
  if ("problems" in plan) throw new Error(plan.problems.join("\n"));
  return plan.inputs;
};
const inputs = inputsOf();
const traceOf = (requests: readonly number[]): Trace => ({
  name: "test",
  startsAt: Date.UTC(2026, 0, 5),
  requests,
});
const steady = (minutes: number, count: number) => Array.from({ length: minutes }, () => count);

describe("the bills", () => {
  it("of always on and serverless only are what their prices say", () => {
    // 5 requests/s: two instances at $0.102 an hour; 143 ms of 4 GB at $0.00002; 300 kB in and 1 kB out at $0.016.
    const { alwaysOn, serverless } = simulate(traceOf(steady(600, 300)), inputs);
    const requests = 600 * 300;
    const data = (0.301 / 1000) * 0.016 * requests;
    expect(alwaysOn.usd).toBeCloseTo(10 * 2 * 0.102 + data, 6);
    expect(serverless.usd).toBeCloseTo(requests * 0.143 * 4 * 0.00002 + data, 6);
    expect([alwaysOn.switches, serverless.switches]).toEqual([0, 0]);
  });

  it("of always on follows autoscaling, which adds late and removes later", () => {
    // 13 requests/s need 4 instances: after 3 minutes they are billed, after 5 more they serve.
    const { alwaysOn } = simulate(traceOf([...steady(60, 780), ...steady(60, 0)]), inputs);
    const hours = (2 * 2 + 4 * (60 - 2) + 4 * 14 + 2 * (60 - 14)) / 60;
    const data = (0.301 / 1000) * 0.016 * 60 * 780;
    expect(alwaysOn.usd).toBeGreaterThan(hours * 0.102 + data - 0.02);
    expect(alwaysOn.usd).toBeLessThan(hours * 0.102 + data + 0.02);
  });

  it("of always on pay serverless for what the instances cannot answer until further ones serve", () => {
    // 20 requests/s against two instances of 7: 360 a minute go to serverless.
    const usd = (scaleOutMinutes: number) => {
      const plan = planSimulation(environment, { scaleOutMinutes });
      if ("problems" in plan) throw new Error(plan.problems.join("\n"));
      return simulate(traceOf(steady(60, 1200)), plan.inputs).alwaysOn.usd;
    };
    expect(usd(5) - usd(1)).toBeCloseTo(4 * 360 * 0.143 * 4 * 0.00002, 6);
  });

  it("refuse what neither carries", () => {
    // 20 containers of 143 ms carry 8,391 a minute.
    const { serverless } = simulate(traceOf(steady(10, 10_000)), inputs);
    expect(serverless.refused).toBeCloseTo(10 * (10_000 - (20 * 60_000) / 143), 3);
  });
});

describe("the optimum", () => {
  const bursts = fc
    .array(
      fc.record({
        minutes: fc.integer({ min: 1, max: 60 }),
        count: fc.constantFrom(0, 0, 100, 280, 320, 700, 1600, 9000),
      }),
      { minLength: 1, maxLength: 6 },
    )
    .map((parts) => parts.flatMap(({ count, minutes }) => steady(minutes, count)));

  /** Any plan that respects the provisioning time: minutes at which it turns. */
  const turns = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 12 });
  const planOf = (lengths: readonly number[], minutes: number): Phase[] => {
    const { provisioningMinutes } = inputs.policy;
    const plan = lengths.flatMap((length, index): Phase[] =>
      index % 2 === 0
        ? Array.from({ length }, () => "absent" as const)
        : [
            ...Array.from({ length: provisioningMinutes }, () => "creating" as const),
            ...Array.from({ length }, () => "serving" as const),
          ],
    );
    return Array.from({ length: minutes }, (_, index) => plan[index] ?? "absent");
  };

  it.each(["planned", "full"] as const)(
    "is as cheap as any plan (%s), refusing as few",
    (scaling) => {
      fc.assert(
        fc.property(bursts, turns, (requests, lengths) => {
          const trace = traceOf(requests);
          const best = run("best", trace, inputs, clairvoyant(trace, inputs, scaling), scaling);
          const plan = planOf(lengths, requests.length);
          const any = run("any", trace, inputs, { phaseOf: (at) => plan[at] ?? "absent" }, scaling);
          const worth = ({ refused, usd }: typeof best) => usd + refused;
          expect(worth(best)).toBeLessThanOrEqual(worth(any) + 1e-9);
        }),
        { numRuns: 150 },
      );
    },
  );

  it("is beaten by no way that runs, with instances at their full load", () => {
    fc.assert(
      fc.property(bursts, (requests) => {
        const all = simulate(traceOf(requests), inputs);
        const worth = ({ refused, usd }: typeof all.limit) => usd + refused;
        // Always on had its instances before the trace: its creation is not in its bill.
        const created = (inputs.policy.provisioningMinutes * 2 * 0.102) / 60;
        expect(worth(all.limit)).toBeLessThanOrEqual(worth(all.adaptive) + 1e-9);
        expect(worth(all.limit)).toBeLessThanOrEqual(worth(all.serverless) + 1e-9);
        expect(all.limit.usd).toBeLessThanOrEqual(
          worth(all.alwaysOn) + created + all.serverless.usd,
        );
      }),
      { numRuns: 40 },
    );
  });

  it("has instances in service when a long peak begins, and not before", () => {
    const requests = [...steady(120, 0), ...steady(120, 400), ...steady(120, 0)];
    const { optimum } = simulate(traceOf(requests), inputs);
    expect(optimum.served.indexOf(1)).toBe(120);
    expect(optimum.minutesOnInstances).toBe(120);
  });
});

describe("the adaptive way", () => {
  it("creates after the reason, serves after the provisioning, leaves after the quiet", () => {
    const requests = [...steady(60, 0), ...steady(240, 400), ...steady(120, 0)];
    const { adaptive } = simulate(traceOf(requests), inputs);
    const [from, to] = [adaptive.served.indexOf(1), adaptive.served.lastIndexOf(1)];
    const { inAfterMinutes, outAfterMinutes, provisioningMinutes } = inputs.policy;
    expect(from).toBeGreaterThan(60 + provisioningMinutes);
    expect(from).toBeLessThanOrEqual(60 + outAfterMinutes.cost + 2 + provisioningMinutes);
    expect(to).toBeGreaterThanOrEqual(300 + inAfterMinutes - 5);
    expect(to).toBeLessThanOrEqual(300 + inAfterMinutes + 4);
    expect(adaptive.switches).toBe(2);
  });

  it("has no cold caller by leaving: serverless was warmed before", () => {
    const requests = [...steady(240, 400), ...steady(60, 100)];
    const all = simulate(traceOf(requests), inputs);
    expect(all.adaptive.served.at(-1)).toBe(0);
    const serverless = simulate(traceOf(steady(300, 400)), inputs);
    // Its only cold containers are those of the begin.
    expect(all.adaptive.cold).toBe(serverless.serverless.cold);
  });

  /** The goals of the decision, on six weeks of each shipped trace; `npm run bench -- simulate` has the year. */
  const goals: Readonly<Record<ShippedTrace, number>> = {
    flat: 1.05,
    "office-hours": 1.15,
    "evening-peak": 1.15,
    "flash-crowd": 2,
    trickle: 1.05,
    seed: 2,
  };
  it.each(shippedTraces)("with anticipation is within its goal of the optimum on %s", (name) => {
    const trace = shippedTrace(name, { minutes: 42 * 1440 });
    const { adaptive, ratio } = simulate(trace, inputsOf({ rules: { anticipate } }));
    expect(ratio).toBeLessThanOrEqual(goals[name]);
    expect(adaptive.refused).toBe(0);
  });

  it("with anticipation is up before the day begins, in weeks that have enough before them", () => {
    const trace = shippedTrace("office-hours", { minutes: 35 * 1440 });
    const { adaptive } = simulate(trace, inputsOf({ rules: { anticipate } }));
    // Wednesday, 2026-01-28: 08:00 in Berlin is 07:00 UTC.
    const at = (27 * 24 + 7) * 60;
    expect(adaptive.served[at + 15]).toBe(1);
    // The first week had nothing before it.
    const first = (6 * 24 + 7) * 60;
    expect(adaptive.served[first + 15]).toBe(0);
  });

  it("pays for provisioned concurrency, and has fewer cold callers", () => {
    const trace = shippedTrace("trickle", { minutes: 10 * 1440 });
    const warm = inputsOf({ rules: { warm: { kind: "provisioned", count: 1 } } });
    const [without, having] = [inputs, warm].map((each) => simulate(trace, each).adaptive);
    expect(having?.cold).toBeLessThan(without?.cold ?? 0);
    expect(having?.usd).toBeGreaterThan(without?.usd ?? 0);
    const ping = inputsOf({ rules: { warm: { kind: "ping", everyMinutes: 4 } } });
    const pinged = simulate(trace, ping).adaptive;
    expect(pinged.cold).toBeLessThan(without?.cold ?? 0);
    expect(pinged.usd).toBeLessThan(having?.usd ?? 0);
  });
});

describe("the latency", () => {
  const shape = { p50Ms: 100, p99Ms: 300 };
  it("of one kind is its own", () => {
    expect(percentile([{ count: 5, shape }], 0.5)).toBeCloseTo(100, 2);
    expect(percentile([{ count: 5, shape }], 0.99)).toBeCloseTo(300, 1);
    expect(percentile([{ count: 0, shape }], 0.5)).toBeUndefined();
  });

  it("of a mixture is the cold callers' from their share on", () => {
    const mixed = (cold: number) =>
      percentile(
        [
          { count: 1000 - cold, shape },
          { count: cold, shape, delayMs: 10_000 },
        ],
        0.99,
      ) ?? 0;
    expect(mixed(5)).toBeLessThan(1000);
    expect(mixed(20)).toBeGreaterThan(10_000);
  });
});
