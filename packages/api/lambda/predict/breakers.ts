import { admit, type BreakerState, closedState, stateAfter, type Verdict } from "./breaker";

/** Permission for one call. The caller must report the verdict, success or not. */
export type Admission =
  | { readonly admitted: true; readonly report: (verdict: Verdict) => void }
  | { readonly admitted: false; readonly waitMs: number };

/** Sources of time and chance. */
export interface BreakerSources {
  /** Milliseconds since the epoch. Not a monotonic clock: that stops while Lambda freezes the process. */
  readonly nowMs: () => number;
  /** 0..1. */
  readonly random: () => number;
}

const system: BreakerSources = { nowMs: Date.now, random: Math.random };

/** One breaker per target, for the life of the execution environment. */
export class Breakers {
  private readonly states = new Map<string, BreakerState>();

  public constructor(private readonly sources: BreakerSources = system) {}

  /** Asks for permission to call a target. */
  public admit(target: string): Admission {
    const admission = admit(this.state(target), this.sources.nowMs());
    if (!admission.admitted) return admission;
    this.states.set(target, admission.state);
    return {
      admitted: true,
      report: (verdict) => {
        const { nowMs, random } = this.sources;
        this.states.set(target, stateAfter(this.state(target), verdict, nowMs(), random()));
      },
    };
  }

  /** State of a target's breaker. */
  public state(target: string): BreakerState {
    return this.states.get(target) ?? closedState;
  }
}
