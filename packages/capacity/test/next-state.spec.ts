import fc from "fast-check";
import {
  type CapacityState,
  decideServerless,
  type EndpointState,
  emptyMemory,
  emptyServerlessMemory,
  isReinstated,
  mayAct,
  nextState,
  reinstate,
  retire,
  savedUsd,
} from "../src";
import { capacityStateSchema } from "../src/schemas";
import { type Delivery, play } from "./model";
import { even, minute, now, of, policy, steady, up } from "./observe";
import { policyOf, prices, requestsOf, traces } from "./policies";

const initial: CapacityState = {
  ...{ schema: 1, memory: emptyMemory, mode: "serverless", since: 0, running: [] },
};
const quiet = of({});
const follows = (realTime: EndpointState) =>
  decideServerless({
    ...{ now, realTime, serverless: up("sl"), order: {}, memory: emptyMemory },
    own: emptyServerlessMemory,
    spec: { realTime: { live: "c" }, serverless: { live: { configuration: "sl" } } } as never,
  });
const ticked = (realTime: EndpointState, decision = quiet, at = now) => ({
  ...{ now: at, realTime, serverless: up("sl"), decision, follow: follows(realTime) },
  described: ["sl", ...("configuration" in realTime ? [realTime.configuration] : [])],
});

describe("the state that a tick writes", () => {
  it("is valid, and has the mode since it began", () => {
    const absent = nextState(initial, ticked({ status: "Absent" }));
    expect(absent).toMatchObject({ mode: "serverless", since: 0, running: ["sl"] });
    const there = nextState(absent, ticked(up("c1")));
    expect(there).toMatchObject({ mode: "realTime", since: now, running: ["c1", "sl"] });
    const later = nextState(there, ticked({ status: "RollingBack" }, quiet, now + minute));
    expect(later).toMatchObject({ mode: "realTime", since: now, running: ["c1", "sl"] });
    for (const state of [absent, there, later]) {
      expect(capacityStateSchema.safeParse(state).error).toBeUndefined();
    }
  });

  it("keeps the last decision that was news", () => {
    const first = nextState(initial, ticked({ status: "Absent" }));
    expect(first.last).toMatchObject({ at: now, action: "keep", because: "quiet" });
    const second = nextState(first, ticked({ status: "Absent" }, quiet, now + minute));
    expect(second.last).toEqual(first.last);
    const create = of({ requests: steady(10 * even) });
    expect(nextState(second, ticked({ status: "Absent" }, create)).last?.action).toBe("create");
  });

  it("is unchanged by a stale tick", () => {
    const memory = { ...emptyMemory, actedAt: now };
    const stale = of({ memory });
    expect(stale.because).toBe("stale");
    expect(nextState({ ...initial, memory }, ticked(up("c1"), stale))).toEqual({
      ...initial,
      memory,
    });
  });

  it("fits into its parameter however many releases were rejected", () => {
    const rejected = Array.from({ length: 100 }, (_, index) => ({
      ...{ at: now - index, generation: `pictor-production-real-time-0123abcd-${index}` },
    }));
    const state = nextState(
      initial,
      ticked(up("c1"), { ...quiet, memory: { ...emptyMemory, rejected } }),
    );
    expect(state.memory.rejected).toEqual(rejected.slice(-8));
    expect(JSON.stringify(state).length).toBeLessThan(4096);
  });
});

describe("retiring", () => {
  it("voids every tick that read the state before, and is undone by an operator's retry", () => {
    const state = { ...initial, memory: { ...emptyMemory, actedAt: now } };
    const retired = retire(state, now);
    expect(retired.memory.retired).toBe(true);
    expect(mayAct(state.memory, retired.memory)).toBe(false);
    expect(retire(retired, now + 1)).toBe(retired);
    expect(isReinstated(retired, {})).toBe(false);
    expect(isReinstated(retired, { retryAt: now - 1 })).toBe(false);
    expect(isReinstated(retired, { retryAt: now })).toBe(true);
    const again = reinstate(retired);
    expect(again.memory.retired).toBe(false);
    expect(mayAct(retired.memory, again.memory)).toBe(false);
    expect(isReinstated(again, { retryAt: now })).toBe(false);
    expect(capacityStateSchema.safeParse(retired).error).toBeUndefined();
  });
});

describe("what a minute saved", () => {
  const idle: EndpointState = { status: "Absent" };

  it("is the difference to instances that are always on", () => {
    expect(savedUsd(policy.prices, 0, idle)).toBeCloseTo(0.001);
    expect(savedUsd(policy.prices, even, idle)).toBeCloseTo(0);
    expect(savedUsd(policy.prices, 3 * even, idle)).toBeLessThan(0);
    expect(savedUsd(policy.prices, 3 * even, up("c"))).toBe(0);
    expect(savedUsd(policy.prices, 0, { status: "Creating" })).toBeCloseTo(0);
  });
});

describe("the configurations that Terraform must keep", () => {
  it("hold what the endpoint runs, is under way to and may go back to, whatever happens to it", () => {
    const deliveries = fc.array(
      fc.constantFrom<Delivery>("once", "once", "lost", "twice", "late"),
      {
        ...{ minLength: 1, maxLength: 20 },
      },
    );
    let seen = 0;
    fc.assert(
      fc.property(prices, traces, deliveries, fc.boolean(), (of, trace, ticks, isBad) => {
        let state = initial;
        play({
          ...{ policy: policyOf(of), requests: requestsOf(trace, of) },
          delivery: (at) => ticks[at % ticks.length] ?? "once",
          generation: (at) => (at < trace.length / 2 ? "g1" : "g2"),
          ...(isBad && { bad: ["g2"] }),
          onAct: ({ decision, observation, used }) => {
            const { endpoint, memory } = observation;
            state = nextState({ ...state, memory }, ticked(endpoint, decision, observation.now));
            expect(state.running).toEqual(expect.arrayContaining(["sl", ...used]));
            seen = Math.max(seen, used.length);
          },
        });
      }),
      { numRuns: 60 },
    );
    expect(seen).toBe(2);
  });

  it("are few again once nothing is under way", () => {
    const updating = { ...initial, running: ["c1", "c2", "sl"] };
    const after = { ...quiet, memory: { ...emptyMemory, update: asked } };
    expect(nextState(updating, ticked(up("c2", now), after)).running).toEqual(["c2", "sl"]);
    expect(nextState(updating, ticked({ status: "Updating" }, after)).running).toEqual([
      ...["c1", "c2", "sl"],
    ]);
    // The call has not shown yet.
    expect(nextState(updating, ticked(up("c1", now - minute), after)).running).toHaveLength(3);
  });
});

const asked = { at: now - minute, generation: "g2", modifiedAt: now - minute };
