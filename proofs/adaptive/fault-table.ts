/** What a fault did to an adaptive service. */
export interface FaultRow {
  readonly fault: string;
  /** What the controller did, in order: acts only. */
  readonly acts: readonly string[];
  /** Alarms of the capacity controller that rang, without their common beginning. */
  readonly alarms: readonly string[];
  readonly requests: number;
  readonly failed: number;
}

/** The rows as a table. */
export function tableOf(rows: readonly FaultRow[]): string {
  const cells = rows.map(({ acts, alarms, failed, fault, requests }) => [
    fault,
    acts.join(", ") || "nothing",
    alarms.join(", ") || "none",
    `${requests} (${failed} failed)`,
  ]);
  const all = [["fault", "the controller did", "alarms", "requests"], ...cells];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...all.map((row) => row[column]?.length ?? 0)),
  );
  return all
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | "))
    .join("\n");
}
