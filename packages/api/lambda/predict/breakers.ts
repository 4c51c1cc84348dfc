import { admit, type BreakerState, closed, learn, type Verdict } from "./breaker";

/** Leave to make one call; what it said of its target must be told, whatever it was. */
export type Admission =
  | { readonly admitted: true; readonly tell: (verdict: Verdict) => void }
  | { readonly admitted: false; readonly waitMs: number };

/** What breakers need of the world. */
export interface BreakerWorld {
  /** Milliseconds since the epoch. Not a monotonic clock: that stands still while Lambda freezes the process. */
  readonly nowMs: () => number;
  /** 0..1. */
  readonly random: () => number;
}

const real: BreakerWorld = { nowMs: Date.now, random: Math.random };

/** One breaker per target, as long as the execution environment lives. */
export class Breakers {
  private readonly states = new Map<string, BreakerState>();

  public constructor(private readonly world: BreakerWorld = real) {}

  /** Asks to call a target. */
  public admit(target: string): Admission {
    const admission = admit(this.state(target), this.world.nowMs());
    if (!admission.admitted) return admission;
    this.states.set(target, admission.state);
    return {
      admitted: true,
      tell: (verdict) => {
        const { nowMs, random } = this.world;
        this.states.set(target, learn(this.state(target), verdict, nowMs(), random()));
      },
    };
  }

  /** Where a target's breaker stands. */
  public state(target: string): BreakerState {
    return this.states.get(target) ?? closed;
  }
}
