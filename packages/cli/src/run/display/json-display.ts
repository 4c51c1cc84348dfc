import type { Display, Output, StepEnd } from "./display";

/** A JSON object a line: one per step when it ends, and the result. */
export class JsonDisplay implements Display {
  public constructor(private readonly output: Output) {}

  public started(): void {}

  public progress(): void {}

  public ended(step: string, end: StepEnd, seconds: number): void {
    this.line({ event: "step", step, ...end, seconds: Number(seconds.toFixed(3)) });
  }

  public note(text: string): void {
    this.line({ event: "note", text });
  }

  public result(result: unknown): void {
    this.line({ event: "result", result });
  }

  public close(): void {}

  private line(value: unknown): void {
    this.output.write(`${JSON.stringify(value)}\n`);
  }
}
