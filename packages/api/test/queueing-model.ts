import type { ServerResponse } from "node:http";
import { type Behaviour, good, modelError } from "@pictor/testing";

/** A model server with one worker and a queue, which refuses what it comes to too late, as ours does. */
export class QueueingModel {
  /** Images that the worker computed, those included whose caller had left. */
  public computed = 0;
  private readonly waiting: ServerResponse[] = [];
  private busy = false;

  public constructor(
    private readonly serviceMs: number,
    private readonly queue: number,
  ) {}

  /** Takes one request. */
  public readonly behaviour: Behaviour = (response) => {
    if (this.waiting.length >= this.queue) return modelError(503)(response);
    this.waiting.push(response);
    void this.work();
  };

  private async work(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    for (;;) {
      const response = this.waiting.shift();
      if (response === undefined) break;
      if (Date.now() + 2 * this.serviceMs > deadlineOf(response)) {
        modelError(503)(response);
        continue;
      }
      await new Promise((resolve) => setTimeout(resolve, this.serviceMs));
      this.computed += 1;
      good(response);
    }
    this.busy = false;
  }
}

function deadlineOf({ req }: ServerResponse): number {
  const attributes = String(req.headers["x-amzn-sagemaker-custom-attributes"]);
  return Number(/deadline=(\d+)/.exec(attributes)?.[1]);
}
