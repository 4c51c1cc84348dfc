import { rollbackPeriodSeconds, rollbackPeriods } from "@pictor/inference";
import fc from "fast-check";
import { admit, type BreakerState, closedState, stateAfter } from "../lambda/predict/breaker";

const periodMs = rollbackPeriodSeconds * 1_000;
/** What the alarms need at least: their periods, and one before them that still counts answers of the old release. */
const watchedMs = (rollbackPeriods + 2) * periodMs;
/** Longest time between two requests of an execution environment that is busy enough to be judged by. */
const longestPauseMs = 15_000;

/**
 * Sends requests of one execution environment to a target that fails each of them, and returns when the target was
 * really called: in between, the breaker keeps it from being called.
 */
function calls(beginMs: number, pauses: readonly number[], randoms: readonly number[]): number[] {
  const called: number[] = [];
  let state: BreakerState = closedState;
  let now = beginMs;
  for (let request = 0; now < beginMs + watchedMs; request += 1) {
    const admitted = admit(state, now);
    if (admitted.admitted) {
      called.push(now);
      const random = randoms[request % randoms.length] ?? 1;
      state = stateAfter(admitted.state, "unhealthy", now, random);
    }
    now += pauses[request % pauses.length] ?? longestPauseMs;
  }
  return called;
}

describe("a release that answers every request with an error", () => {
  it("is called often enough by the breaker's probes for the rollback alarms to see it", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: periodMs - 1 }),
        fc.array(fc.integer({ min: 1, max: longestPauseMs }), { minLength: 1, maxLength: 20 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 }),
        (beginMs, pauses, randoms) => {
          const periods = new Set(
            calls(beginMs, pauses, randoms)
              .map((at) => Math.floor(at / periodMs))
              // The one in which the release came has answers of the release before, which hide its errors.
              .filter((period) => period > 0),
          );
          const inARow = [...periods].filter((period) =>
            Array.from({ length: rollbackPeriods }, (_, index) => period + index).every((each) =>
              periods.has(each),
            ),
          );
          expect(inARow).not.toEqual([]);
        },
      ),
      { numRuns: 5_000 },
    );
  });
});
