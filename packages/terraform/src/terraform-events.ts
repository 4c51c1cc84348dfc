/** What a line of `terraform … -json` tells. */
export type TerraformEvent =
  | {
      readonly kind: "planned";
      readonly add: number;
      readonly change: number;
      readonly remove: number;
    }
  | { readonly kind: "started"; readonly address: string }
  | { readonly kind: "waiting"; readonly address: string }
  | { readonly kind: "completed"; readonly address: string }
  | { readonly kind: "diagnostic"; readonly diagnostic: Diagnostic }
  | { readonly kind: "message" };

/** One of Terraform's errors or warnings. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
  /** Address of the resource that it is about. */
  readonly address?: string;
}

/** One line as Terraform writes it; only what is read here. */
interface Line {
  readonly "@message"?: string;
  readonly type?: string;
  readonly changes?: { add: number; change: number; remove: number; operation: string };
  readonly hook?: { action?: string; resource?: { addr?: string } };
  readonly diagnostic?: Omit<Diagnostic, "address"> & { address?: string };
}

/**
 * Reads one line. `init -json` also writes lines that are not JSON.
 * @see https://developer.hashicorp.com/terraform/internals/machine-readable-ui
 */
export function parseTerraformLine(text: string): TerraformEvent {
  const line = parse(text);
  const address = line?.hook?.resource?.addr ?? "";
  // The plan's total does not count data sources that are read during the apply.
  if (line?.hook?.action === "read") return { kind: "message" };
  switch (line?.type) {
    case "change_summary":
      return line.changes?.operation === "plan"
        ? { kind: "planned", ...counts(line.changes) }
        : { kind: "message" };
    case "apply_start":
      return { kind: "started", address };
    case "apply_progress":
      return { kind: "waiting", address };
    case "apply_complete":
      return { kind: "completed", address };
    case "diagnostic":
      return line.diagnostic === undefined
        ? { kind: "message" }
        : { kind: "diagnostic", diagnostic: line.diagnostic };
    default:
      return { kind: "message" };
  }
}

/** The line as a human reads it in a log. */
export function readableTerraformLine(text: string): string {
  const line = parse(text);
  const detail = line?.diagnostic?.detail;
  const message = line?.["@message"] ?? text;
  return detail ? `${message}\n${detail}` : message;
}

/** How far an apply or destroy is, in changes of resources. A replaced resource is two. */
export interface TerraformProgress {
  readonly done: number;
  /** Known once the plan is made. */
  readonly total: number | undefined;
  /** Addresses being worked on, longest first. */
  readonly active: readonly string[];
}

/** Progress before the first event. */
export const noProgress: TerraformProgress = { done: 0, total: undefined, active: [] };

/** Progress after one more event. */
export function advance(progress: TerraformProgress, event: TerraformEvent): TerraformProgress {
  switch (event.kind) {
    case "planned":
      return { ...progress, total: event.add + event.change + event.remove };
    case "started":
      return { ...progress, active: [...progress.active, event.address] };
    case "completed":
      return {
        ...progress,
        done: progress.done + 1,
        active: progress.active.filter((address) => address !== event.address),
      };
    default:
      return progress;
  }
}

/** Errors as one text in the user's words: what is wrong, of which resource, and Terraform's detail. */
export function describeErrors(diagnostics: readonly Diagnostic[]): string {
  const texts = diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ summary, detail, address }) =>
      [address === undefined ? summary : `${address}: ${summary}`, detail.trim()]
        .filter((text) => text !== "")
        .join("\n"),
    );
  return [...new Set(texts)].join("\n");
}

function parse(text: string): Line | undefined {
  if (!text.startsWith("{")) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function counts({ add, change, remove }: { add: number; change: number; remove: number }) {
  return { add, change, remove };
}
