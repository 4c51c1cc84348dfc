/** How a step ended. */
export type StepEnd =
  | { readonly status: "done"; readonly detail: string }
  | { readonly status: "failed" | "cancelled" };

/** Shows what happens to whoever watches: a person or a program. */
export interface Display {
  started(step: string): void;
  progress(step: string, text: string): void;
  ended(step: string, end: StepEnd, seconds: number): void;
  /** Something worth knowing apart from the steps. */
  note(text: string): void;
  /** What it all was for. */
  result(result: unknown, text: string): void;
  close(): void;
}

/** Where a display writes. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}
