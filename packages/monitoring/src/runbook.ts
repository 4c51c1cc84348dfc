import { isToken, literalProblems } from "@pictor/contracts";

/**
 * Returns an alarm's description: what happened, and which section of the runbook says what to do.
 *
 * @param runbook address of the runbook, which the section follows; without one the section is only named
 */
export function alarmDescription(
  happened: string,
  anchor: string,
  runbook: string | undefined,
): string {
  const section = runbook === undefined ? `runbook, section '${anchor}'` : `${runbook}#${anchor}`;
  return `${happened}. What to do: ${section}`;
}

/** What is wrong with the address of a runbook; empty where nothing is. */
export function runbookProblems(runbookUrl: string | undefined): string[] {
  if (isToken(runbookUrl))
    return literalProblems({ runbookUrl }, "each alarm's section follows it");
  return runbookUrl === undefined || /^https:\/\/[^\s#]+$/.test(runbookUrl)
    ? []
    : [
        `runbookUrl must begin with https:// and have no '#' (each alarm appends '#' and its section), got '${runbookUrl}'`,
      ];
}
