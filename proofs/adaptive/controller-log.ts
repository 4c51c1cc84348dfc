import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Decision, Observation } from "@pictor/capacity";

/** A decision as the controller logs it at each tick. */
export interface DecisionLine {
  /** Time of the tick, milliseconds since 1970. */
  readonly at: number;
  readonly action: Decision["action"];
  readonly because: Decision["because"];
  readonly reason: string;
  readonly decision: Omit<Decision, "memory">;
  readonly observation: Observation;
  readonly serverless: { readonly action: string; readonly reason: string };
  readonly mode: string;
}

/** The log of a controller's function, as the local AWS keeps it. */
export class ControllerLog {
  private readonly file: string;

  /** @param directory in which the local AWS runs */
  public constructor(directory: string, functionName: string) {
    this.file = join(directory, "logs", "lambda", `${functionName}.log`);
  }

  public get text(): string {
    return existsSync(this.file) ? readFileSync(this.file, "utf8") : "";
  }

  /** Every decision so far, in the order of the log. */
  public get decisions(): readonly DecisionLine[] {
    return this.text
      .split("\n")
      .filter((line) => line.includes('"message":"decision"'))
      .map((line) => JSON.parse(line.slice(line.indexOf("{"))));
  }
}
