import { Token } from "cdktf";

/** Numbers of a function that Lambda bounds. */
export interface FunctionSize {
  readonly timeoutSeconds: number;
  readonly memoryMiB: number;
  readonly reservedConcurrency: number | undefined;
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html (read 2026-11) */
const bounds = {
  timeoutSeconds: [1, 900],
  memoryMiB: [128, 10_240],
  reservedConcurrency: [0, Number.POSITIVE_INFINITY],
} as const satisfies Record<keyof FunctionSize, readonly [number, number]>;

/** Problems of a function's size; empty if Lambda takes it. */
export function functionSizeProblems(size: FunctionSize): string[] {
  return Object.entries(bounds).flatMap(([name, [least, most]]) => {
    const value = size[name as keyof FunctionSize];
    if (value === undefined || Token.isUnresolved(value)) return [];
    if (Number.isInteger(value) && value >= least && value <= most) return [];
    const range = Number.isFinite(most) ? `from ${least} to ${most}` : `of at least ${least}`;
    return [`${name} is ${value}, it must be a whole number ${range}`];
  });
}
