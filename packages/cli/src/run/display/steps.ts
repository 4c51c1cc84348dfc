import { Interrupted } from "../interrupt";
import type { Display } from "./display";

/** What a step can say while it runs. */
export interface StepContext {
  progress(text: string): void;
}

/** A step that failed: which, and why. */
export class StepError extends Error {
  public constructor(
    public readonly step: string,
    public override readonly cause: unknown,
  ) {
    super(`${step} failed`);
  }
}

/** Runs steps and shows each one's begin, progress and end. */
export class Steps {
  private readonly running = new Set<string>();

  public constructor(private readonly display: Display) {}

  public isRunning(step: string): boolean {
    return this.running.has(step);
  }

  /**
   * Runs one step. `work` returns the step's value and what to say when it is done.
   *
   * @throws StepError where the work fails; an interruption as it is
   */
  public async run<T>(
    step: string,
    work: (context: StepContext) => Promise<{ readonly value: T; readonly detail: string }>,
  ): Promise<T> {
    const started = performance.now();
    const seconds = (): number => (performance.now() - started) / 1000;
    this.display.started(step);
    this.running.add(step);
    try {
      const { value, detail } = await work({
        progress: (text) => this.display.progress(step, text),
      });
      this.display.ended(step, { status: "done", detail }, seconds());
      return value;
    } catch (error) {
      const interrupted = error instanceof Interrupted;
      const cancelled = interrupted || error instanceof StepError;
      this.display.ended(step, { status: cancelled ? "cancelled" : "failed" }, seconds());
      throw cancelled ? error : new StepError(step, error);
    } finally {
      this.running.delete(step);
    }
  }
}
