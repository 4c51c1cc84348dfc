import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** A log file that is appended to. A full disk must not end who writes: the first problem is kept instead. */
export class Log {
  private readonly descriptor: number;
  private firstProblem: Error | undefined;

  public constructor(file: string) {
    mkdirSync(dirname(file), { recursive: true });
    this.descriptor = openSync(file, "a", 0o600);
  }

  /** Why something is missing in it. */
  public get problem(): Error | undefined {
    return this.firstProblem;
  }

  public write(data: string | Uint8Array): void {
    try {
      writeSync(this.descriptor, typeof data === "string" ? Buffer.from(data) : data);
    } catch (error) {
      this.firstProblem ??= error as Error;
    }
  }

  public close(): void {
    closeSync(this.descriptor);
  }
}
