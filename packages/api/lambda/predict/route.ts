import type { Target } from "@pictor/contracts";
import type { Breakers } from "./breakers";
import type { InvocationFailure } from "./map-error";
import type { Answer } from "./model-answer";
import type { Failure } from "./problem";
import {
  callOnce,
  type Invoke,
  type Outcome,
  retryPauseMs,
  retryTimeoutMs,
  verdictOf,
} from "./try";

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
  | { readonly kind: "skipped"; readonly target: string };

/** Waits so many milliseconds. */
export type Pause = (ms: number) => Promise<void>;

/** Result of routing one request. */
export interface Routed {
  readonly result:
    | { readonly kind: "answered"; readonly answer: Answer; readonly by: Target }
    | { readonly kind: "failed"; readonly failure: Failure };
  /** Attempts in order. */
  readonly attempts: readonly Attempt[];
}

/**
 * Asks the targets in order until one answers.
 *
 * A target that is absent, overloaded, broken, late or whose breaker is open is skipped; a request that a target
 * refuses is refused. The last target is called a second time if that can help and time is left. Once a worker died,
 * the image reaches at most two workers, however many targets are left.
 *
 * @param budgetMs Milliseconds for all targets together.
 * @param pause Waits so many milliseconds before a retry.
 */
export async function route(
  targets: readonly Target[],
  budgetMs: number,
  invoke: Invoke,
  breakers: Breakers,
  pause: Pause,
): Promise<Routed> {
  const journey = new Journey(budgetMs, invoke, pause);
  const { attempts } = journey;
  const failed = (failure: Failure): Routed => ({ result: { kind: "failed", failure }, attempts });
  let failure: Failure = { code: "no-capacity" };

  for (const [index, by] of targets.entries()) {
    if (journey.leftMs <= 0) return failed({ code: "deadline" });
    const admission = breakers.admit(by.name);
    if (!admission.admitted) {
      attempts.push({ kind: "skipped", target: by.name });
      failure = { code: "no-capacity", retryAfterSeconds: Math.ceil(admission.waitMs / 1000) };
      continue;
    }
    const outcome = await journey.visit(by, index === targets.length - 1);
    if (outcome.kind === "answered") {
      admission.report("healthy");
      return { result: { ...outcome, by }, attempts };
    }
    admission.report(verdictOf(outcome.failure));
    failure = problemOf(outcome.failure, by);
    if (outcome.failure.cause === "caller") return failed(failure);
    if (journey.isTooRisky) {
      // A server that is gone as a whole may only be restarting: its 503 stays.
      return failed(journey.diedTwice && failure.code === "model-failed" ? diedTwice : failure);
    }
  }
  return failed(failure);
}

/** What a caller reads whose image was tried twice: a third worker is not risked. */
const diedTwice: Failure = {
  code: "model-failed",
  detail:
    "The model server's worker died twice while it worked on this image. Do not repeat the request.",
};

/** One request's way through the targets. */
class Journey {
  public readonly attempts: Attempt[] = [];
  private readonly endMs: number;
  /** Workers that the image reached, or may have. */
  private workers = 0;
  private deaths = 0;

  public constructor(
    budgetMs: number,
    private readonly invoke: Invoke,
    private readonly pause: Pause,
  ) {
    this.endMs = performance.now() + budgetMs;
  }

  public get leftMs(): number {
    return this.endMs - performance.now();
  }

  /** Whether the image may be what kills workers, and has had its second try. */
  public get isTooRisky(): boolean {
    return this.deaths > 0 && this.workers >= 2;
  }

  public get diedTwice(): boolean {
    return this.deaths >= 2;
  }

  /** Calls a target, the last one a second time if its failure allows. */
  public async visit(target: Target, isLast: boolean): Promise<Outcome> {
    const first = await this.call(target, target.timeoutMs, isLast);
    if (!isLast || first.kind === "answered" || !this.mayRetry(first.failure)) return first;
    const pauseMs = retryPauseMs(first.failure);
    if (pauseMs >= this.leftMs) return first;
    await this.pause(pauseMs);
    const second = await this.call(target, retryTimeoutMs(target, first.failure), isLast);
    // A retry without an answer adds nothing to what the first call showed.
    return second.kind === "failed" && second.failure.code === "deadline" ? first : second;
  }

  private mayRetry({ cause, retry }: InvocationFailure): boolean {
    return cause !== "caller" && retry !== "never" && !this.isTooRisky;
  }

  private async call(target: Target, wantedMs: number, sdkRetries: boolean): Promise<Outcome> {
    const totalMs = Math.max(1, this.leftMs);
    const attemptMs = Math.min(wantedMs, totalMs);
    const start = performance.now();
    const outcome = await callOnce(this.invoke, target, sdkRetries, { attemptMs, totalMs });
    const attempt = { target: target.name, ms: Math.round(performance.now() - start) };
    if (outcome.kind === "answered") {
      this.attempts.push({ kind: "answered", ...attempt });
      return outcome;
    }
    const { failure } = outcome;
    this.attempts.push({ kind: "failed", ...attempt, cause: failure.logged });
    this.workers += Number(failure.reachedWorker);
    this.deaths += Number(failure.workerDied);
    // With less time than the target is given, a late answer shows nothing, and no time is left to ask again.
    return attemptMs < wantedMs && failure.code === "deadline"
      ? { ...outcome, failure: { ...failure, unresponsive: false, retry: "never" } }
      : outcome;
  }
}

/** What a caller reads of a failure. */
function problemOf({ code, detail }: InvocationFailure, { kind }: Target): Failure {
  // Its container may still be starting: a repeat finds it warm.
  if (kind === "serverless" && code === "deadline") return { code: "no-capacity" };
  return { code, ...(detail !== undefined && { detail }) };
}
