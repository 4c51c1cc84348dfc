import { UserError } from "@pictor/terraform";

/** What one check found. */
export interface Finding {
  /** What was looked at, in one or two words. */
  readonly check: string;
  /** `unknown` where AWS does not tell, `warning` for what will be a problem later: neither fails. */
  readonly status: "ok" | "warning" | "failed" | "unknown";
  /** What was found. */
  readonly text: string;
  /** Command that mends it; with `ok`, one that gives more room. */
  readonly fix?: string;
}

const marks = { ok: "✓", warning: "!", failed: "✗", unknown: "?" } as const;

/** Findings as lines, each fix on a line of its own below. */
function renderFindings(findings: readonly Finding[]): string {
  const width = Math.max(0, ...findings.map(({ check }) => check.length));
  return findings
    .flatMap(({ check, status, text, fix }) => [
      `${marks[status]} ${check.padEnd(width)}  ${text}`,
      ...(fix === undefined ? [] : [`  ${" ".repeat(width)}  $ ${fix}`]),
    ])
    .join("\n");
}

/**
 * Tells what was found, and fails where a check did.
 *
 * @throws UserError that counts the failed checks
 */
export function reportFindings(
  environment: string,
  findings: readonly Finding[],
  json: boolean,
): void {
  console.log(json ? JSON.stringify({ environment, findings }) : renderFindings(findings));
  const failed = findings.filter(({ status }) => status === "failed");
  if (failed.length === 0) return;
  throw new UserError(
    `${failed.length} of ${findings.length} checks failed: ${failed.map(({ check }) => check).join(", ")}`,
    { hint: "each finding is printed above, with the command that fixes it if there is one" },
  );
}
