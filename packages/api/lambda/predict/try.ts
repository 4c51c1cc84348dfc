import type { Target } from "@pictor/contracts";
import type { Verdict } from "./breaker";
import { type InvocationFailure, mapError, noAnswer } from "./map-error";
import type { Answer } from "./model-answer";

/** How one invocation is bounded. */
export interface InvokeOptions {
  /** Ends the invocation, with whatever retries the SDK makes. */
  readonly signal: AbortSignal;
  /**
   * Makes one attempt, for which the target's time begins anew: the SDK's pauses between attempts do not count.
   *
   * `send` gets the moment at which the caller stops waiting, in milliseconds since the epoch: the model server refuses
   * a request that it comes to later.
   */
  readonly attempt: <T>(send: (deadlineMs: number) => Promise<T>) => Promise<T>;
  /** Whether the SDK may retry transport errors and throttling: only for the last target. */
  readonly sdkRetries: boolean;
}

/** Invokes one target. Rejects with the SDK's error. */
export type Invoke = (target: Target, options: InvokeOptions) => Promise<Answer>;

/** Outcome of one call. */
export type Outcome =
  | { readonly kind: "answered"; readonly answer: Answer }
  | { readonly kind: "failed"; readonly failure: InvocationFailure };

/** How long one call may take, in milliseconds. */
export interface CallLimits {
  /** One attempt of the SDK. */
  readonly attemptMs: number;
  /** All of them, with the pauses between them. */
  readonly totalMs: number;
}

/** Calls a target once. */
export async function callOnce(
  invoke: Invoke,
  target: Target,
  sdkRetries: boolean,
  { attemptMs, totalMs }: CallLimits,
): Promise<Outcome> {
  const late = new AbortController();
  const total = setTimeout(() => late.abort(), totalMs);
  let current: NodeJS.Timeout | undefined;
  const attempt: InvokeOptions["attempt"] = async (send) => {
    clearTimeout(current);
    current = setTimeout(() => late.abort(), attemptMs);
    try {
      return await send(Date.now() + Math.floor(attemptMs));
    } finally {
      clearTimeout(current);
    }
  };
  // The SDK stops at the signal too, but not in every state: a body that trickles in would hold it.
  const aborted = new Promise<Outcome>((resolve) => {
    late.signal.addEventListener("abort", () => resolve({ kind: "failed", failure: noAnswer }));
  });
  try {
    return await Promise.race([
      aborted,
      invoke(target, { signal: late.signal, attempt, sdkRetries }).then(
        (answer) => ({ kind: "answered", answer }) as const,
        (error) => ({ kind: "failed", failure: mapError(error) }) as const,
      ),
    ]);
  } finally {
    clearTimeout(total);
    clearTimeout(current);
  }
}

/** How a failed call reflects on its target. */
export function verdictOf({ cause, code, unresponsive }: InvocationFailure): Verdict {
  if (cause !== "target") return "inconclusive";
  if (unresponsive) return "unresponsive";
  // The request had less time left than the target is given.
  return code === "deadline" ? "inconclusive" : "unhealthy";
}

/** Milliseconds before a call that failed is retried. A server that is started again needs some two seconds. */
export function retryPauseMs({ retry, cause }: InvocationFailure, random = Math.random()): number {
  if (retry === "atOnce") return 0;
  return cause === "load" ? 200 + 800 * random : 2_000 + 1_000 * random;
}

/**
 * Milliseconds that a retry may take. After a call without an answer it is a third of the target's time: another
 * instance answers soon, and if all of them hang, the request has waited long enough.
 */
export function retryTimeoutMs({ timeoutMs }: Target, { unresponsive }: InvocationFailure): number {
  return unresponsive ? timeoutMs / 3 : timeoutMs;
}
