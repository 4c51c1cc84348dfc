import type { Target } from "@pictor/contracts";
import { type InvocationFailure, mapError } from "./map-error";
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

/** What became of a request. */
export interface Routed {
  readonly result:
    | { readonly kind: "answered"; readonly answer: Answer; readonly by: Target }
    | { readonly kind: "failed"; readonly failure: Failure };
  /** What failed on the way, in order: `<endpoint>: <cause>`. */
  readonly failures: readonly string[];
}

/**
 * Asks the targets in order until one answers.
 *
 * A target that is absent, overrun, broken or late is passed over; a request that a target refuses is refused. The
 * last target gets all the time that is left, and a repeat where its server was only passing through a bad state.
 *
 * @param budgetMs Milliseconds for all targets together.
 */
export async function route(
  targets: readonly Target[],
  budgetMs: number,
  invoke: Invoke,
): Promise<Routed> {
  const failures: string[] = [];
  const end = performance.now() + budgetMs;
  const total = AbortSignal.timeout(Math.max(0, Math.floor(budgetMs)));
  let failure: Failure = { code: "no-capacity" };

  for (const [index, by] of targets.entries()) {
    const persist = index === targets.length - 1;
    for (let tries = persist ? 2 : 1; tries > 0; tries -= 1) {
      const leftMs = end - performance.now();
      if (total.aborted || leftMs <= 0) return { result: failed({ code: "deadline" }), failures };
      const tryMs = Math.min(by.timeoutMs, leftMs);
      const signal = persist
        ? total
        : AbortSignal.any([total, AbortSignal.timeout(Math.ceil(tryMs))]);
      const outcome = await settle(invoke(by, { signal, tryMs, persist }), signal);
      if ("answer" in outcome) {
        return { result: { kind: "answered", answer: outcome.answer, by }, failures };
      }
      failure = outcome.failure;
      failures.push(`${by.name}: ${outcome.failure.cause}`);
      if (outcome.failure.blame === "caller") return { result: failed(failure), failures };
      if (!outcome.failure.repeatable) break;
    }
  }
  return { result: failed(failure), failures };
}

function failed({ code, detail }: Failure): Routed["result"] {
  return { kind: "failed", failure: { code, ...(detail !== undefined && { detail }) } };
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
