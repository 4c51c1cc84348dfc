import fc from "fast-check";
import {
  admit,
  type BreakerState,
  breakerRules,
  closed,
  learn,
  type Verdict,
} from "../lambda/predict/breaker";

const verdict = fc.constantFrom<Verdict>("well", "ill", "none");

/** Where a breaker stands after calls that said this, one a second; what it refuses is not called. */
function after(
  verdicts: readonly Verdict[],
  stepMs = 1_000,
): { state: BreakerState; nowMs: number } {
  let state: BreakerState = closed;
  let nowMs = 0;
  for (const said of verdicts) {
    nowMs += stepMs;
    const admission = admit(state, nowMs);
    if (admission.admitted) state = learn(admission.state, said, nowMs, 0.5);
  }
  return { state, nowMs };
}

describe("a breaker", () => {
  it("opens when half of at least five calls have failed", () => {
    expect(after(["ill", "ill", "ill", "ill"]).state.kind).toBe("closed");
    expect(after(["ill", "ill", "ill", "ill", "ill"]).state.kind).toBe("open");
    expect(after(["well", "ill", "well", "ill", "well"]).state.kind).toBe("closed");
    expect(after(["well", "ill", "well", "ill", "ill"]).state.kind).toBe("open");
  });

  it("forgets what was long ago", () => {
    const well = Array.from({ length: 10 }, (): Verdict => "well");
    expect(after([...well, "ill", "ill", "ill", "ill"]).state.kind).toBe("closed");
    expect(after([...well, "ill", "ill", "ill", "ill", "ill"]).state.kind).toBe("open");
  });

  it("is never opened by what says nothing of the target", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom<Verdict>("well", "none")), (verdicts) => {
        expect(after(verdicts).state.kind).toBe("closed");
      }),
    );
  });

  it("lets exactly one call through when it has cooled down, and goes by what that says", () => {
    const open: BreakerState = { kind: "open", untilMs: 5_000, opened: 1 };
    expect(admit(open, 4_999)).toEqual({ admitted: false, waitMs: 1 });
    const probe = admit(open, 5_000);
    expect(probe).toEqual({ admitted: true, state: { kind: "halfOpen", opened: 1 } });
    const halfOpen: BreakerState = { kind: "halfOpen", opened: 1 };
    expect(admit(halfOpen, 5_000).admitted).toBe(false);
    expect(learn(halfOpen, "well", 6_000, 0)).toEqual(closed);
    expect(learn(halfOpen, "ill", 6_000, 1)).toEqual({ kind: "open", untilMs: 16_000, opened: 2 });
    expect(admit(learn(halfOpen, "none", 6_000, 0), 6_000).admitted).toBe(true);
  });

  it("stays open longer each time, never longer than the limit, and never as long as its neighbours", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (opened, random) => {
          const next = learn({ kind: "halfOpen", opened }, "ill", 0, random);
          const full = Math.min(
            breakerRules.coolDownMs * 2 ** opened,
            breakerRules.longestCoolDownMs,
          );
          expect(next).toEqual({
            kind: "open",
            untilMs: full * (0.5 + random / 2),
            opened: opened + 1,
          });
        },
      ),
    );
  });

  it("always lets a call through again, whatever has been", () => {
    fc.assert(
      fc.property(fc.array(verdict), fc.integer({ min: 1, max: 90_000 }), (verdicts, stepMs) => {
        const { state, nowMs } = after(verdicts, stepMs);
        expect(admit(state, nowMs + breakerRules.longestCoolDownMs).admitted).toBe(true);
      }),
    );
  });
});
