/** Kinds of endpoint that the router can call. */
export const targetKinds = ["realTime", "serverless"] as const;

/** Kind of endpoint that the router can call. */
export type TargetKind = (typeof targetKinds)[number];

/**
 * One endpoint that the router may call. The list of them is in the order of preference, and reaches the Lambda
 * function as the variable `TARGETS` (JSON).
 */
export interface Target {
  /** The endpoint's name. */
  readonly name: string;
  readonly kind: TargetKind;
  /** Time that one call may take, in milliseconds. */
  readonly timeoutMs: number;
}
