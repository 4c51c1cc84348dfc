import { setTimeout as pause } from "node:timers/promises";
import type { Answer, Caller } from "../shared/caller";

/** Calls an API at a steady rate, until it is told to stop. A request that would be one too many at once is sent late. */
export class SteadyCaller {
  public readonly answers: Answer[] = [];
  private readonly open = new Set<Promise<void>>();
  private isStopped = false;
  private readonly ended: Promise<void>;

  /**
   * @param everyMs between two requests
   * @param atOnce most requests that are under way
   */
  public constructor(
    private readonly caller: Caller,
    private readonly everyMs: number,
    private readonly atOnce: number,
  ) {
    this.ended = this.call();
  }

  /** How many answers there are of each status and release. */
  public get kinds(): Readonly<Record<string, number>> {
    const kinds: Record<string, number> = {};
    for (const { release, status } of this.answers) {
      const kind = status === 200 ? (release ?? "200") : String(status);
      kinds[kind] = (kinds[kind] ?? 0) + 1;
    }
    return kinds;
  }

  /** Waits until there are so many answers. */
  public async until(count: number): Promise<void> {
    while (this.answers.length < count) await pause(this.everyMs);
  }

  /** Sends no more requests, and waits for the last answers. */
  public async stop(): Promise<void> {
    this.isStopped = true;
    await this.ended;
  }

  private async call(): Promise<void> {
    while (!this.isStopped) {
      if (this.open.size >= this.atOnce) await Promise.race(this.open);
      const request = this.ask().finally(() => this.open.delete(request));
      this.open.add(request);
      await pause(this.everyMs);
    }
    await Promise.all(this.open);
  }

  /** A connection that fails is an answer, too: of status 0. */
  private async ask(): Promise<void> {
    const answers = await this.caller.send(1).catch(() => [{ status: 0, seconds: 0 }]);
    this.answers.push(...answers);
  }
}
