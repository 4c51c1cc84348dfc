import fc from "fast-check";
import {
  admit,
  type BreakerState,
  breakerRules,
  closedState,
  stateAfter,
  type Verdict,
} from "../lambda/predict/breaker";

const anyVerdict = fc.constantFrom<Verdict>("healthy", "unhealthy", "unresponsive", "inconclusive");

/** State of a breaker after calls with these verdicts, one a second; refused calls are not made. */
function after(
  verdicts: readonly Verdict[],
  stepMs = 1_000,
): { state: BreakerState; nowMs: number } {
  let state: BreakerState = closedState;
  let nowMs = 0;
  for (const verdict of verdicts) {
    nowMs += stepMs;
    const admission = admit(state, nowMs);
    if (admission.admitted) state = stateAfter(admission.state, verdict, nowMs, 0.5);
  }
  return { state, nowMs };
}

describe("a breaker", () => {
  it("opens when half of at least five calls have failed", () => {
    expect(after(["unhealthy", "unhealthy", "unhealthy", "unhealthy"]).state.kind).toBe("closed");
    expect(
      after(["unhealthy", "unhealthy", "unhealthy", "unhealthy", "unhealthy"]).state.kind,
    ).toBe("open");
    expect(after(["healthy", "unhealthy", "healthy", "unhealthy", "healthy"]).state.kind).toBe(
      "closed",
    );
    expect(after(["healthy", "unhealthy", "healthy", "unhealthy", "unhealthy"]).state.kind).toBe(
      "open",
    );
  });

  it("opens at once when a call got no answer, and at the first probe again", () => {
    for (const before of [[], ["healthy", "healthy", "healthy"]] satisfies Verdict[][]) {
      expect(after([...before, "unresponsive"]).state).toMatchObject({ kind: "open", openings: 1 });
    }
    const halfOpen: BreakerState = { kind: "halfOpen", openings: 1 };
    expect(stateAfter(halfOpen, "unresponsive", 0, 1)).toMatchObject({ openings: 2 });
  });

  it("forgets what was long ago", () => {
    const healthy = Array.from({ length: 10 }, (): Verdict => "healthy");
    expect(after([...healthy, "unhealthy", "unhealthy", "unhealthy", "unhealthy"]).state.kind).toBe(
      "closed",
    );
    expect(
      after([...healthy, "unhealthy", "unhealthy", "unhealthy", "unhealthy", "unhealthy"]).state
        .kind,
    ).toBe("open");
  });

  it("is never openings by what says nothing of the target", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom<Verdict>("healthy", "inconclusive")), (verdicts) => {
        expect(after(verdicts).state.kind).toBe("closed");
      }),
    );
  });

  it("admits exactly one call when it has cooled down, and follows its outcome", () => {
    const open: BreakerState = { kind: "open", untilMs: 5_000, openings: 1 };
    expect(admit(open, 4_999)).toEqual({ admitted: false, waitMs: 1 });
    const probe = admit(open, 5_000);
    expect(probe).toEqual({ admitted: true, state: { kind: "halfOpen", openings: 1 } });
    const halfOpen: BreakerState = { kind: "halfOpen", openings: 1 };
    expect(admit(halfOpen, 5_000).admitted).toBe(false);
    expect(stateAfter(halfOpen, "healthy", 6_000, 0)).toEqual(closedState);
    expect(stateAfter(halfOpen, "unhealthy", 6_000, 1)).toEqual({
      kind: "open",
      untilMs: 16_000,
      openings: 2,
    });
    expect(admit(stateAfter(halfOpen, "inconclusive", 6_000, 0), 6_000).admitted).toBe(true);
  });

  it("stays open longer each time, never longer than the limit, and never as long as its neighbours", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (openings, random) => {
          const next = stateAfter({ kind: "halfOpen", openings }, "unhealthy", 0, random);
          const full = Math.min(
            breakerRules.coolDownMs * 2 ** openings,
            breakerRules.longestCoolDownMs,
          );
          expect(next).toEqual({
            kind: "open",
            untilMs: full * (0.5 + random / 2),
            openings: openings + 1,
          });
        },
      ),
    );
  });

  it("always lets a call through again, whatever has been", () => {
    fc.assert(
      fc.property(fc.array(anyVerdict), fc.integer({ min: 1, max: 90_000 }), (verdicts, stepMs) => {
        const { state, nowMs } = after(verdicts, stepMs);
        expect(admit(state, nowMs + breakerRules.longestCoolDownMs).admitted).toBe(true);
      }),
    );
  });
});
