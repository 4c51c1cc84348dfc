import fc from "fast-check";
import { type Anticipation, forecast, historyLength, historyStart, rentOrBuy } from "../src";
import { play, staticBills } from "./model";
import { dwellUsd, policyOf, prices, requestsOf } from "./policies";

const weekMinutes = 360;
const anticipate: Anticipation = { weeks: 2, agree: 2, horizonMinutes: 60, timeZone: "UTC" };

/** Instances that pay from 2.8 requests/s on. */
const paying = {
  serverlessUsdPerRequest: 1e-5,
  realTimeUsdPerRequest: 0,
  instanceUsdPerHour: 0.1,
  plannedRps: 30,
  throughputRps: 60,
  minInstances: 1,
  maxInstances: 4,
};

/** "Weeks" of six hours: a pattern that comes again, now and then not, now and then another. */
const weekly = fc
  .record({
    from: fc.integer({ min: 0, max: 200 }),
    minutes: fc.integer({ min: 30, max: 160 }),
    rate: fc.constantFrom(1.02, 1.5, 4, 20),
    weeks: fc.array(fc.constantFrom("peak", "peak", "peak", "quiet", "short"), {
      minLength: 3,
      maxLength: 7,
    }),
  })
  .map(({ from, minutes, rate, weeks }) =>
    weeks.flatMap((week) =>
      Array.from({ length: weekMinutes }, (_, at) => {
        const length = week === "peak" ? minutes : week === "short" ? 12 : 0;
        return at >= from && at < from + length ? rate : 0;
      }),
    ),
  );

describe("a forecast from earlier weeks", () => {
  it("costs at most its stated share over the bound, right or wrong", () => {
    fc.assert(
      fc.property(prices, weekly, (of, trace) => {
        const policy = policyOf(of, { anticipate });
        const requests = requestsOf(trace, of);
        const { minutes, usd } = play({ policy, requests, weekMinutes, isClosed: true });
        const { alwaysOn, serverless } = staticBills({ policy, requests }, minutes);
        const { factor, holds } = rentOrBuy(policy);
        expect(holds).toBe(true);
        expect(usd).toBeLessThanOrEqual(
          factor * Math.min(alwaysOn, serverless) + dwellUsd(policy) + 1e-9,
        );
      }),
      { numRuns: 150 },
    );
  });

  it("has instances in service when a peak begins that came in enough weeks before", () => {
    fc.assert(
      fc.property(fc.integer({ min: 30, max: 200 }), (from) => {
        const week = Array.from({ length: weekMinutes }, (_, at) =>
          at >= from && at < from + 120 ? 6000 : 0,
        );
        const { states } = play({
          policy: policyOf(paying, { anticipate }),
          requests: [week, week, week].flat(),
          weekMinutes,
        });
        const begin = 2 * weekMinutes + from;
        expect(states[begin]).toBe("InService");
        // Not for longer than the creation and the confirmation before it.
        expect(states[begin - 30]).toBe("Absent");
        // Without history it took a reason first.
        expect(states[from]).toBe("Absent");
      }),
      { numRuns: 50 },
    );
  });

  it("is made once a horizon at most, so that a peak that does not come is paid for once", () => {
    const busy = Array.from({ length: weekMinutes }, (_, at) => (at >= 100 && at < 200 ? 6000 : 0));
    const quiet = Array.from({ length: weekMinutes }, () => 0);
    const { calls, states } = play({
      policy: policyOf(paying, { anticipate: { ...anticipate, horizonMinutes: 180 } }),
      requests: [...busy, ...busy, ...quiet],
      weekMinutes,
    });
    const late = calls.filter(({ at, call }) => call === "create" && at > 2 * weekMinutes);
    expect(late.map(({ because }) => because)).toEqual(["forecast"]);
    // The dwell, and the time to leave: not as long as the peak would have been.
    const served = states.slice(2 * weekMinutes).filter((state) => state === "InService").length;
    expect(served).toBeLessThan(25);
  });

  it("needs whole weeks: one of which a part is unknown does not agree", () => {
    const policy = policyOf(paying);
    const length = historyLength(policy, anticipate);
    const week = Array.from({ length }, () => 6000);
    const holed = week.map((count, index) => (index === length - 1 ? undefined : count));
    expect(forecast([week, week], policy, anticipate)).toEqual({
      isBusy: true,
      agreeing: 2,
      known: 2,
    });
    expect(forecast([week, holed], policy, anticipate)).toEqual({
      isBusy: false,
      agreeing: 1,
      known: 1,
    });
    expect(forecast(undefined, policy, anticipate).isBusy).toBe(false);
  });

  it("looks at the same local hour, whatever daylight saving did between", () => {
    const berlin = { ...anticipate, timeZone: "Europe/Berlin" };
    // 2026-03-29 is the begin of summer time: 08:00 is 06:00 UTC after it and 07:00 UTC before.
    const after = Date.UTC(2026, 2, 31, 6);
    expect(historyStart(berlin, after, 1)).toBe(Date.UTC(2026, 2, 24, 7));
    expect(historyStart(anticipate, after, 1)).toBe(Date.UTC(2026, 2, 24, 6));
  });
});
