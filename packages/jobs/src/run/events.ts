import type { PartState } from "./review";

/** A run between its states. */
export interface RunState {
  readonly id: string;
  /** ISO time. */
  readonly startedAt: string;
  readonly request: { readonly kind: "prefix" | "manifest"; readonly key: string };
}

/** What the machine calls its function with. */
export type BatchEvent =
  | {
      readonly step: "plan";
      /** What started the execution. */
      readonly request: unknown;
      /** The execution's ARN. */
      readonly execution: string;
      readonly startedAt: string;
    }
  | {
      readonly step: "review";
      readonly run: RunState;
      readonly part: PartState;
      /** The job's description, or the error that was caught. */
      readonly outcome: unknown;
    }
  | { readonly step: "collect"; readonly run: RunState; readonly part: PartState }
  | { readonly step: "join"; readonly run: RunState; readonly parts: readonly string[] };

/** What planning a run returns. */
export type Planned =
  | { readonly kind: "duplicate"; readonly of: string }
  | { readonly kind: "planned"; readonly run: RunState; readonly parts: readonly PartState[] };

/** What reviewing a part returns. */
export interface Reviewed {
  readonly next: "again" | "collect";
  readonly waitSeconds: number;
  readonly run: RunState;
  readonly part: PartState;
}
