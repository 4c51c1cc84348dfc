import { instancesAt } from "../policy/prices";
import type { SimulationInputs } from "./inputs";

/** Instances of an endpoint that Application Auto Scaling changes by target tracking. */
export class ScaledInstances {
  /** Instances that serve. */
  public serving: number;
  /** Instances that are billed: those that serve and those that start. */
  public billed: number;
  #readyAt = Number.POSITIVE_INFINITY;
  #above = 0;
  #below = 0;
  #mostBelow = 0;

  public constructor(private readonly inputs: SimulationInputs) {
    const { minInstances } = inputs.policy.prices;
    this.serving = minInstances;
    this.billed = minInstances;
  }

  /** Advances by a minute with this rate. */
  public step(minute: number, rps: number): void {
    const { policy, behaviour } = this.inputs;
    if (minute >= this.#readyAt) {
      this.serving = this.billed;
      this.#readyAt = Number.POSITIVE_INFINITY;
    }
    const needed = instancesAt(policy.prices, rps);
    this.#above = needed > this.billed ? this.#above + 1 : 0;
    if (needed < this.billed) {
      this.#mostBelow = Math.max(this.#below === 0 ? 0 : this.#mostBelow, needed);
      this.#below += 1;
    } else this.#below = 0;
    if (this.#above >= behaviour.scaleOutAfterMinutes) {
      this.billed = needed;
      this.#readyAt = minute + behaviour.scaleOutMinutes;
      this.#above = 0;
    } else if (this.#below >= behaviour.scaleInAfterMinutes) {
      this.billed = this.#mostBelow;
      this.serving = Math.min(this.serving, this.billed);
      this.#below = 0;
    }
  }
}
