import type { SimulationInputs } from "./inputs";

/** A minute of serverless. */
export interface ServerlessMinute {
  carried: number;
  refused: number;
  cold: number;
}

/** Serverless containers over time. */
export class ServerlessFleet {
  /** Containers needed in each of the last minutes. */
  readonly #recent: number[];
  readonly #most: number;
  #asked = 0;
  readonly #minute: ServerlessMinute = { carried: 0, refused: 0, cold: 0 };

  public constructor(private readonly inputs: SimulationInputs) {
    const { latencyMs, maxConcurrency } = inputs.policy.serverless;
    this.#recent = new Array<number>(inputs.behaviour.containerIdleMinutes).fill(0);
    this.#most = (maxConcurrency * 60_000) / latencyMs;
  }

  /** Adds requests at once to the next minute, as the warming before a switch does. */
  public warm(count: number): void {
    this.#asked = count;
  }

  /** Answers a minute's requests. The next call overwrites the result. */
  public serve(minute: number, requests: number): ServerlessMinute {
    const result = this.#minute;
    const warm = this.#warmContainers();
    result.carried = Math.min(requests, this.#most);
    result.refused = requests - result.carried;
    const needed = requests === 0 ? 0 : containersFor(result.carried, this.inputs);
    result.cold = Math.min(result.carried, Math.max(0, needed - warm));
    this.#recent[minute % this.#recent.length] = Math.max(needed, this.#asked);
    this.#asked = 0;
    return result;
  }

  #warmContainers(): number {
    const { warm } = this.inputs.policy;
    let most = Math.max(this.#asked, warm.kind === "provisioned" ? warm.count : 0);
    for (const count of this.#recent) if (count > most) most = count;
    return most;
  }
}

/** Returns the containers that a minute needs at once: the mean plus twice the standard deviation. */
function containersFor(requests: number, { policy }: SimulationInputs): number {
  const { latencyMs, maxConcurrency } = policy.serverless;
  const average = (requests * latencyMs) / 60_000;
  return Math.min(maxConcurrency, Math.ceil(requests), Math.ceil(average + 2 * Math.sqrt(average)));
}
