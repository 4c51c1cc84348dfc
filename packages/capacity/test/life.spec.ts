import fc from "fast-check";
import { type CapacityPolicy, defaultRules } from "../src";
import { type Delivery, type Played, play } from "./model";
import { evenPerMinute, policyOf, prices, requestsOf, traces } from "./policies";

const deliveries = fc
  .array(
    fc.constantFrom<Delivery>("once", "once", "once", "once", "lost", "twice", "again", "late"),
    {
      minLength: 1,
      maxLength: 40,
    },
  )
  .map(
    (list) =>
      (minute: number): Delivery =>
        list[minute % list.length] ?? "once",
  );

const generations = fc.array(fc.integer({ min: 30, max: 300 }), { maxLength: 4 }).map((lengths) => {
  const ends = lengths.map((_, index) =>
    lengths.slice(0, index + 1).reduce((sum, each) => sum + each, 0),
  );
  return (minute: number) => `g${1 + ends.filter((end) => minute >= end).length}`;
});

const lives = fc.record({
  prices,
  trace: traces,
  delivery: deliveries,
  generation: generations,
  bad: fc.subarray(["g2", "g3"]),
  failing: fc.boolean().map((fails) => (creation: number) => fails && creation < 2),
  blindFrom: fc.integer({ min: 0, max: 2000 }),
});

function live(of: LifeOf): Played & { policy: CapacityPolicy } {
  const policy = policyOf(of.prices);
  const played = play({
    policy,
    requests: requestsOf(of.trace, of.prices),
    delivery: of.delivery,
    generation: of.generation,
    bad: of.bad,
    failing: of.failing,
    blind: (minute) => minute >= of.blindFrom && minute < of.blindFrom + 20,
  });
  return { ...played, policy };
}
type LifeOf = typeof lives extends fc.Arbitrary<infer Life> ? Life : never;

const runs = { numRuns: 100 };

describe("the endpoint's life, with ticks lost, twice and late, bad releases and failing creations", () => {
  it("has at most one accepted update to a generation", () => {
    fc.assert(
      fc.property(lives, (of) => {
        const updates = live(of)
          .calls.filter(({ call }) => call === "update")
          .map(({ generation }) => generation);
        return new Set(updates).size === updates.length;
      }),
      runs,
    );
  });

  it("never switches faster than the least stays", () => {
    fc.assert(
      fc.property(lives, (of) => {
        const { calls, policy, states } = live(of);
        const { realTime, serverless } = policy.minimumDwellMinutes;
        // The time without instances counts from the observation; a late tick deletes a minute after it.
        const late = 1;
        const gone = calls.filter(({ call, because }) => call === "delete" && because !== "failed");
        return gone.every(({ at }) => {
          const came =
            calls.filter((each) => each.call === "create" && each.at < at).at(-1)?.at ?? 0;
          const served = states.slice(came, at).filter((state) => state === "InService").length;
          const next = calls.find((each) => each.call === "create" && each.at > at)?.at;
          return (
            served +
              states.slice(came, at).filter((state) => /Updating|Rolling/.test(state)).length >=
              realTime &&
            (next === undefined || next - at >= serverless - late)
          );
        });
      }),
      runs,
    );
  });

  it("never asks to delete, to update or to create where the state forbids it", () => {
    fc.assert(
      fc.property(lives, (of) => {
        const { calls, decisions, states } = live({ ...of, delivery: () => "twice" });
        const stateAt = (at: number) => states[at - 1];
        return (
          calls.every(
            ({ call, status }) => call !== "delete" || ["InService", "Failed"].includes(status),
          ) &&
          decisions.every(
            ({ at, decision }) =>
              decision.action === "keep" ||
              !["Creating", "Updating", "RollingBack", "Deleting"].includes(
                stateAt(at) ?? "Absent",
              ) ||
              stateAt(at) !== states[at],
          )
        );
      }),
      runs,
    );
  });

  it("does the same whether each tick comes once or twice", () => {
    fc.assert(
      fc.property(lives, (of) => {
        const [once, twice] = (["once", "twice"] as const).map((delivery) =>
          live({ ...of, delivery: () => delivery }),
        );
        expect(twice?.calls).toEqual(once?.calls);
      }),
      runs,
    );
  });

  it("backs off: the creations after failures are further and further apart", () => {
    fc.assert(
      fc.property(prices, fc.integer({ min: 1, max: 5 }), (of, failures) => {
        const busy = Array.from({ length: 900 }, () => 3);
        const { calls } = play({
          policy: policyOf(of),
          requests: requestsOf(busy, of).map((count) => Math.max(count, 1)),
          failing: (creation) => creation < failures,
        });
        const created = calls.filter(({ call }) => call === "create").map(({ at }) => at);
        const waits = created.slice(1).map((at, index) => at - (created[index] ?? 0));
        const { first, most } = defaultRules.backOffMinutes;
        return waits.every((wait, index) => wait >= Math.min(most, first * 2 ** index));
      }),
      { numRuns: 50 },
    );
  });
});

describe("constant traffic", () => {
  const constant = fc.tuple(prices, fc.double({ min: 0, max: 5, noNaN: true }));
  /** A start in either mode: a burst before, or nothing. */
  const start = fc.constantFrom(0, 30);

  it("ends in one mode, at once the cheaper one outside of the margin, with nothing left to do", () => {
    fc.assert(
      fc.property(constant, start, ([of, rate], before) => {
        const policy = policyOf(of);
        const trace = [
          ...Array.from({ length: 40 }, () => before),
          ...Array.from({ length: 500 }, () => rate),
        ];
        const { decisions, states } = play({ policy, requests: requestsOf(trace, of) });
        const last = decisions.filter(({ at }) => at > 420);
        expect(last.filter(({ decision }) => decision.action !== "keep")).toEqual([]);
        const count = Math.round(rate * evenPerMinute(of));
        const serverless = count * of.serverlessUsdPerRequest;
        const planned = Math.min(
          of.maxInstances,
          Math.max(of.minInstances, Math.ceil(count / 60 / of.plannedRps)),
        );
        const carried = Math.min(count, planned * of.throughputRps * 60);
        const instances =
          (planned * of.instanceUsdPerHour) / 60 + (count - carried) * of.serverlessUsdPerRequest;
        if (serverless > instances * 1.001) expect(states.at(-1)).toBe("InService");
        if (serverless < instances * policy.inBelow * 0.999) expect(states.at(-1)).toBe("Absent");
      }),
      { numRuns: 200 },
    );
  });
});
