import { readFileSync, rmSync } from "node:fs";
import { replaceFile } from "@pictor/local";
import type { Workspace } from "./workspace";

/** What of a stack is applied: the hash of what was synthesised, and what came of it. */
export interface Applied {
  readonly hash: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** Remembers in a file what of a stack is applied. Synthesis gives the same bytes for the same input. */
export class AppliedStack {
  private constructor(private readonly file: string) {}

  public static of(workspace: Workspace, stack: string): AppliedStack {
    return new AppliedStack(workspace.path("applied", `${stack}.json`));
  }

  /** `undefined` where nothing is, or an apply has not come to its end. */
  public read(): Applied | undefined {
    try {
      return JSON.parse(readFileSync(this.file, "utf8"));
    } catch {
      return undefined;
    }
  }

  /** From here on nobody knows what is applied. */
  public begin(): void {
    rmSync(this.file, { force: true });
  }

  public end(applied: Applied): void {
    replaceFile(this.file, JSON.stringify(applied), 0o600);
  }
}
