import { limits, type Target } from "@pictor/contracts";

/** The time-outs around those of the targets, in milliseconds. */
export type OuterTimeouts = Readonly<Record<"gateway" | "lambda" | "router", number>>;

/**
 * What is wrong with a chain of time-outs: each must be shorter than the one around it, so that the inner one always
 * speaks first and the caller reads what happened instead of that something did.
 */
export function timeoutChainProblems(
  targets: readonly Target[],
  { gateway, lambda, router }: OuterTimeouts = limits.timeoutMs,
): string[] {
  return [
    ...within("lambda", lambda, "gateway", gateway),
    ...within("router", router, "lambda", lambda),
    ...targets.flatMap(({ name, timeoutMs }) =>
      within(`target '${name}'`, timeoutMs, "router", router),
    ),
  ];
}

function within(inner: string, innerMs: number, outer: string, outerMs: number): string[] {
  return innerMs < outerMs
    ? []
    : [`time-out of ${inner} is ${innerMs} ms, it must be below the ${outerMs} ms of ${outer}`];
}
