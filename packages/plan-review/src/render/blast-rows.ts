import type { BlastRadius } from "../blast/blast-radius";
import { code, type Row, row, type Span } from "./row";

/** Changed resources that are named; the JSON has all. */
const most = 15;

/** Writes what depends on each resource that changes. */
export function blastRows({ dependents, edges }: BlastRadius): Row[] {
  if (dependents.length === 0 && edges.length > 0) {
    return [row("nothing that exists depends on what changes")];
  }
  return [
    ...dependents.slice(0, most).map(({ kind, address, count, direct, path }) => ({
      ...row(
        `${kind === "forgotten" ? "forget" : kind} `,
        code(address),
        `: ${count} ${count === 1 ? "resource depends" : "resources depend"} on it, directly `,
        code(direct.slice(0, 3).join(", ")),
        direct.length > 3 ? ` and ${direct.length - 3} more` : "",
      ),
      ...(path !== undefined && {
        children: [row("requests reach it by ", ...wayOf(path))],
      }),
    })),
    ...(dependents.length > most ? [row(`and ${dependents.length - most} more`)] : []),
  ];
}

function wayOf(path: readonly string[]): Span[] {
  return path.flatMap((id, at) => (at === 0 ? [code(id)] : [" → ", code(id)]));
}
