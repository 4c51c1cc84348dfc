import type { Display, Output, StepEnd } from "./display";
import { endLine, type RunningStep, statusLine } from "./lines";

/** Milliseconds between two progress lines of a step where the output is no terminal. */
const plainIntervalMs = 10_000;
const redrawMs = 200;

interface Running extends RunningStep {
  shownAt: number;
  text: string;
}

/** Lines for a person: one per step when it ends, and while steps run a last line that changes in place. */
export class TextDisplay implements Display {
  private readonly running = new Map<string, Running>();
  private readonly timer: NodeJS.Timeout | undefined;
  private drawn = false;

  public constructor(
    private readonly output: Output,
    private readonly options: { readonly everything?: boolean } = {},
  ) {
    if (output.isTTY) this.timer = setInterval(() => this.redraw(), redrawMs).unref();
  }

  public started(step: string): void {
    const now = performance.now();
    this.running.set(step, { step, startedAt: now, shownAt: now, text: "" });
    this.redraw();
  }

  public progress(step: string, text: string): void {
    const running = this.running.get(step);
    if (running === undefined) return;
    running.text = text;
    if (this.options.everything) {
      this.print(`  … ${step}: ${text}`);
      return;
    }
    if (this.output.isTTY || performance.now() - running.shownAt < plainIntervalMs) return;
    running.shownAt = performance.now();
    this.print(`  … ${step}: ${text}`);
  }

  public ended(step: string, end: StepEnd, seconds: number): void {
    this.running.delete(step);
    this.print(endLine(step, end, seconds));
  }

  public note(text: string): void {
    this.print(text);
  }

  public result(_result: unknown, text: string): void {
    this.print(`\n${text}`);
  }

  public close(): void {
    clearInterval(this.timer);
    this.clear();
  }

  private print(text: string): void {
    this.clear();
    this.output.write(`${text}\n`);
    this.redraw();
  }

  private redraw(): void {
    if (!this.output.isTTY) return;
    this.clear();
    if (this.running.size === 0) return;
    const columns = this.output.columns ?? 80;
    this.output.write(statusLine([...this.running.values()], performance.now(), columns));
    this.drawn = true;
  }

  private clear(): void {
    if (this.drawn) this.output.write("\r\u001b[2K");
    this.drawn = false;
  }
}
