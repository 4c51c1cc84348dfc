/** When a breaker opens, and for how long. */
export interface BreakerRules {
  /** How many of a target's last calls it counts. */
  readonly window: number;
  /** Fewest counted calls on which it opens. */
  readonly minimum: number;
  /** Share of them that must have failed for it to open, 0..1. */
  readonly failureShare: number;
  /** Milliseconds that it stays open at first; twice as long after each probe that fails. */
  readonly coolDownMs: number;
  /** Most milliseconds that it stays open. */
  readonly longestCoolDownMs: number;
}

/**
 * An execution environment works on one request at a time, so calls are few: of failures, which come fast, it takes
 * five calls with half of them failed. One call without an answer took the target's whole time and is enough.
 *
 * It stays open for half a minute at most: a release that fails is then called in every minute, which is what the
 * endpoint's rollback alarms look at.
 *
 * @see docs/adr/0029-one-request-pays.md
 * @see docs/adr/0068-breakers-let-alarms-see.md
 */
export const breakerRules: BreakerRules = {
  window: 10,
  minimum: 5,
  failureShare: 0.5,
  coolDownMs: 5_000,
  longestCoolDownMs: 30_000,
};

/** State of one target's breaker. Times are milliseconds since the epoch. */
export type BreakerState =
  | { readonly kind: "closed"; readonly failed: readonly boolean[] }
  | { readonly kind: "open"; readonly untilMs: number; readonly openings: number }
  /** One call is under way whose outcome decides. */
  | { readonly kind: "halfOpen"; readonly openings: number };

/**
 * How a call reflects on its target: `inconclusive` if the caller was at fault or the target has too much to do,
 * `unresponsive` if no answer came in the target's time.
 */
export type Verdict = "healthy" | "unhealthy" | "unresponsive" | "inconclusive";

/** A breaker before its first call. */
export const closedState: BreakerState = { kind: "closed", failed: [] };

/** Admits a call, with the state from then on; or refuses it, with the milliseconds until one is admitted. */
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
        : { admitted: true, state: { kind: "halfOpen", openings: state.openings } };
  }
}

/**
 * Returns the state after a call.
 *
 * @param random 0..1: how much of the second half of a cool-down is waited, so that environments do not probe at once
 */
export function stateAfter(
  state: BreakerState,
  verdict: Verdict,
  nowMs: number,
  random: number,
  rules: BreakerRules = breakerRules,
): BreakerState {
  switch (state.kind) {
    case "open":
      // The call was under way when another one opened the breaker.
      return state;
    case "halfOpen":
      switch (verdict) {
        case "healthy":
          return closedState;
        case "inconclusive":
          // The next call probes again.
          return { kind: "open", untilMs: nowMs, openings: state.openings };
        default:
          return open(state.openings + 1, nowMs, random, rules);
      }
    case "closed": {
      if (verdict === "inconclusive") return state;
      if (verdict === "unresponsive") return open(1, nowMs, random, rules);
      const failed = [...state.failed, verdict === "unhealthy"].slice(-rules.window);
      const share = failed.filter(Boolean).length / failed.length;
      return failed.length >= rules.minimum && share >= rules.failureShare
        ? open(1, nowMs, random, rules)
        : { kind: "closed", failed };
    }
  }
}

function open(openings: number, nowMs: number, random: number, rules: BreakerRules): BreakerState {
  const coolDownMs = Math.min(rules.coolDownMs * 2 ** (openings - 1), rules.longestCoolDownMs);
  return { kind: "open", untilMs: nowMs + coolDownMs * (0.5 + random / 2), openings };
}
