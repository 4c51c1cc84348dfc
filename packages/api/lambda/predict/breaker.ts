/** How a breaker decides. */
export interface BreakerRules {
  /** How many of a target's last calls it remembers. */
  readonly window: number;
  /** Fewest remembered calls on which it opens. */
  readonly minimum: number;
  /** Share of them that must have failed for it to open, 0..1. */
  readonly failureShare: number;
  /** Milliseconds that it stays open at first; twice as long after each probe that fails. */
  readonly coolDownMs: number;
  /** Most milliseconds that it stays open. */
  readonly longestCoolDownMs: number;
}

/**
 * An execution environment works on one request at a time, so it learns slowly: five calls, half of them failed,
 * are some seconds of a bad target.
 */
export const breakerRules: BreakerRules = {
  window: 10,
  minimum: 5,
  failureShare: 0.5,
  coolDownMs: 5_000,
  longestCoolDownMs: 60_000,
};

/** What a breaker knows of its target. Times are milliseconds since the epoch. */
export type BreakerState =
  | { readonly kind: "closed"; readonly failed: readonly boolean[] }
  | { readonly kind: "open"; readonly untilMs: number; readonly opened: number }
  /** One call is under way whose outcome decides. */
  | { readonly kind: "halfOpen"; readonly opened: number };

/** What a call said of its target: `none` where it was the caller's fault, or load that will pass. */
export type Verdict = "well" | "ill" | "none";

/** A breaker that knows nothing yet. */
export const closed: BreakerState = { kind: "closed", failed: [] };

/** Whether a call may be made now, and the state from then on; else milliseconds until one may. */
export function admit(
  state: BreakerState,
  nowMs: number,
  { coolDownMs }: BreakerRules = breakerRules,
):
  | { readonly admitted: true; readonly state: BreakerState }
  | { readonly admitted: false; readonly waitMs: number } {
  switch (state.kind) {
    case "closed":
      return { admitted: true, state };
    case "halfOpen":
      return { admitted: false, waitMs: coolDownMs };
    case "open":
      return nowMs < state.untilMs
        ? { admitted: false, waitMs: state.untilMs - nowMs }
        : { admitted: true, state: { kind: "halfOpen", opened: state.opened } };
  }
}

/**
 * The state after a call.
 *
 * @param random 0..1: how much of the second half of a cool-down is waited, so that environments do not probe at once
 */
export function learn(
  state: BreakerState,
  verdict: Verdict,
  nowMs: number,
  random: number,
  rules: BreakerRules = breakerRules,
): BreakerState {
  switch (state.kind) {
    case "open":
      // A call that was under way when another one opened it.
      return state;
    case "halfOpen":
      if (verdict === "ill") return open(state.opened + 1, nowMs, random, rules);
      // A probe that says nothing lets the next call be one.
      return verdict === "well" ? closed : { kind: "open", untilMs: nowMs, opened: state.opened };
    case "closed": {
      if (verdict === "none") return state;
      const failed = [...state.failed, verdict === "ill"].slice(-rules.window);
      const share = failed.filter(Boolean).length / failed.length;
      return failed.length >= rules.minimum && share >= rules.failureShare
        ? open(1, nowMs, random, rules)
        : { kind: "closed", failed };
    }
  }
}

function open(opened: number, nowMs: number, random: number, rules: BreakerRules): BreakerState {
  const coolDownMs = Math.min(rules.coolDownMs * 2 ** (opened - 1), rules.longestCoolDownMs);
  return { kind: "open", untilMs: nowMs + coolDownMs * (0.5 + random / 2), opened };
}
