import type { Target } from "@pictor/contracts";
import type { Verdict } from "./breaker";
import type { Breakers } from "./breakers";
import { type Blame, type InvocationFailure, mapError } from "./map-error";
import type { Answer } from "./model-answer";
import type { Failure } from "./problem";

/** How one invocation is bounded. */
export interface InvokeOptions {
  /** Ends the invocation, with whatever repeats it makes. */
  readonly signal: AbortSignal;
  /** Milliseconds that one try may take. */
  readonly tryMs: number;
  /** Whether transport errors and throttling may be tried again: only where no other target is left. */
  readonly persist: boolean;
}

/** Invokes one target. Rejects with what the SDK rejects with. */
export type Invoke = (target: Target, options: InvokeOptions) => Promise<Answer>;

/** What one target did with a request. */
export type Attempt =
  | { readonly kind: "answered"; readonly target: string; readonly ms: number }
  | {
      readonly kind: "failed";
      readonly target: string;
      readonly ms: number;
      readonly cause: string;
    }
  /** Not called: its breaker was open. */
  | { readonly kind: "passedBy"; readonly target: string };

/** What became of a request. */
export interface Routed {
  readonly result:
    | { readonly kind: "answered"; readonly answer: Answer; readonly by: Target }
    | { readonly kind: "failed"; readonly failure: Failure };
  /** What happened on the way, in order. */
  readonly attempts: readonly Attempt[];
}

/** What a failure says of the target. A caller's own error says nothing, nor does a rate that will pass. */
const verdicts: Readonly<Record<Blame, Verdict>> = { caller: "none", load: "none", target: "ill" };

/**
 * Asks the targets in order until one answers.
 *
 * A target that is absent, overrun, broken, late or known to be ill is passed over; a request that a target refuses is
 * refused. The last target gets all the time that is left, and a repeat where its server was only passing through a
 * bad state.
 *
 * @param budgetMs Milliseconds for all targets together.
 */
export async function route(
  targets: readonly Target[],
  budgetMs: number,
  invoke: Invoke,
  breakers: Breakers,
): Promise<Routed> {
  const attempts: Attempt[] = [];
  const end = performance.now() + budgetMs;
  const total = AbortSignal.timeout(Math.max(0, Math.floor(budgetMs)));
  const failed = (failure: Failure): Routed => ({ result: { kind: "failed", failure }, attempts });
  let failure: Failure = { code: "no-capacity" };

  for (const [index, by] of targets.entries()) {
    const persist = index === targets.length - 1;
    for (let tries = persist ? 2 : 1; tries > 0; tries -= 1) {
      const leftMs = end - performance.now();
      if (total.aborted || leftMs <= 0) return failed({ code: "deadline" });
      const admission = breakers.admit(by.name);
      if (!admission.admitted) {
        attempts.push({ kind: "passedBy", target: by.name });
        failure = { code: "no-capacity", retryAfterSeconds: Math.ceil(admission.waitMs / 1000) };
        break;
      }
      const tryMs = Math.min(by.timeoutMs, leftMs);
      const signal = persist
        ? total
        : AbortSignal.any([total, AbortSignal.timeout(Math.ceil(tryMs))]);
      const start = performance.now();
      const outcome = await settle(invoke(by, { signal, tryMs, persist }), signal);
      const attempt = { target: by.name, ms: Math.round(performance.now() - start) };
      if ("answer" in outcome) {
        admission.tell("well");
        attempts.push({ kind: "answered", ...attempt });
        return { result: { kind: "answered", answer: outcome.answer, by }, attempts };
      }
      const { blame, cause, repeatable, ...problem } = outcome.failure;
      admission.tell(verdicts[blame]);
      attempts.push({ kind: "failed", ...attempt, cause });
      failure = problem;
      if (blame === "caller") return failed(failure);
      if (!repeatable) break;
    }
  }
  return failed(failure);
}

/** The SDK stops at the signal too, but not in every state: a body that trickles in would hold it. */
async function settle(
  answer: Promise<Answer>,
  signal: AbortSignal,
): Promise<{ readonly answer: Answer } | { readonly failure: InvocationFailure }> {
  const listening = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    const { signal: until } = listening;
    signal.addEventListener("abort", () => reject(signal.reason), { once: true, signal: until });
  });
  try {
    return { answer: await Promise.race([answer, aborted]) };
  } catch (error) {
    return { failure: mapError(error) };
  } finally {
    listening.abort();
  }
}
