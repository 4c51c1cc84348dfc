import { isToken, refuseProblems } from "@pictor/contracts";
import { logGroupProblems, watchedIdProblems, watchedNumberProblems } from "./monitoring-problems";

/** The ids under which something is watched, each once, and the problems of what is watched. */
export class WatchedIds {
  /** Problems so far, for the validation at synthesis. */
  public readonly problems: string[] = [];
  private readonly ids = new Set<string>();

  /** @throws Error where the id is in use, or a token: construct ids are made of it */
  public claim(id: string, logGroups: Readonly<Record<string, string | undefined>>): void {
    if (this.ids.has(id)) throw new Error(`id '${id}' is used twice: give each its own`);
    this.ids.add(id);
    if (isToken(id)) refuseProblems(watchedIdProblems(id));
    this.problems.push(...watchedIdProblems(id), ...logGroupProblems(logGroups));
  }

  /** Demands numbers that thresholds can be computed from. */
  public demandLiterals(id: string, numbers: Readonly<Record<string, number | undefined>>): void {
    this.problems.push(...watchedNumberProblems(numbers).map((problem) => `${id}: ${problem}`));
  }
}
