import { isToken, limits, literalProblems, printed, type Target } from "@pictor/contracts";

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
    ...within("time-out of lambda", lambda, "gateway", gateway),
    ...within("time-out of router", router, "lambda", lambda),
    ...targets.flatMap(({ name, timeoutMs }) =>
      within(`timeoutMs of target ${printed(name)}`, timeoutMs, "router", router),
    ),
  ];
}

function within(inner: string, innerMs: number, outer: string, outerMs: number): string[] {
  if (isToken(innerMs)) {
    return literalProblems({ [inner]: innerMs }, "it is compared with the others");
  }
  return innerMs > 0 && innerMs < outerMs
    ? []
    : [`${inner} is ${innerMs} ms, it must be above 0 and below the ${outerMs} ms of ${outer}`];
}
