import { endOfLife, endOfLifeWarning, noticeDays } from "@pictor/contracts";
import type { Verdict } from "./check";
import type { Component } from "./components";

/**
 * What has reached its end of support, or will within {@link noticeDays} days, in the words of synthesis.
 *
 * @param today ISO date
 */
export function checkEndsOfLife(
  components: readonly Component[],
  today: string = new Date().toISOString().slice(0, 10),
): readonly Verdict[] {
  const warnings = components.flatMap(({ kind, name }) => {
    const row = endOfLife(kind, name);
    return (row && endOfLifeWarning(row, today)) ?? [];
  });
  if (warnings.length > 0) return warnings.map((text) => ({ status: "warning", text }));
  return [{ status: "ok", text: `no end of support within ${noticeDays} days` }];
}
