/** Who holds the lock of a state. */
export interface Lock {
  readonly id: string;
  readonly who: string;
  readonly since: string;
}

/** Reads the lock out of Terraform's refusal to work on a locked state; undefined for any other error. */
export function lockIn(error: unknown): Lock | undefined {
  const text = error instanceof Error ? error.message : "";
  if (!text.includes("Error acquiring the state lock")) return undefined;
  const field = (name: string) => new RegExp(`^\\s*${name}:\\s+(.+?)\\s*$`, "m").exec(text)?.[1];
  const id = field("ID");
  if (id === undefined) return undefined;
  return { id, who: field("Who") ?? "somebody", since: field("Created") ?? "some time" };
}
