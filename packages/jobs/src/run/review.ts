import { capacityWait } from "./job-result";
import type { JobOutcome } from "./outcome";

/** What a run remembers of one part between its states. */
export interface PartState {
  /** `0001` and so on. */
  readonly id: string;
  /** Pictures of the part that a job takes. */
  readonly pictures: number;
  /** Of the job that runs next, or ran last; from 1. */
  readonly attempt: number;
  /** Whether a job of this part failed already: a second failure is final. */
  readonly retried: boolean;
  /** Name of the job. */
  readonly job: string;
  /** URI of the manifest of the pictures that the job takes. */
  readonly manifest: string;
  /** URI that the job's answers begin with. */
  readonly output: string;
  /** Billed seconds of each instance, of all jobs so far. */
  readonly seconds: number;
  /** Why pictures have no answer. */
  readonly reason: string;
}

/** What happens to a part after a job. */
export type Review =
  | { readonly next: "collect"; readonly reason: string }
  | {
      readonly next: "again";
      readonly retried: boolean;
      readonly waitSeconds: number;
      readonly reason: string;
    };

/**
 * Decides what happens to a part after a job.
 *
 * A job that failed, or succeeded without all answers, is repeated once, for the pictures without an answer alone. A job
 * without instances is repeated three times more, after longer and longer waits: it costs nothing. A job that somebody
 * stopped, or that took too long, is not repeated.
 *
 * @param unanswered pictures of the part that no job has answered
 */
export function reviewPart(
  part: Pick<PartState, "attempt" | "retried">,
  outcome: JobOutcome,
  unanswered: number,
): Review {
  const { reason } = outcome;
  if (unanswered === 0) return { next: "collect", reason: "" };
  if (outcome.kind === "noCapacity") {
    const waitSeconds = capacityWait(part);
    return waitSeconds === undefined
      ? { next: "collect", reason }
      : { next: "again", retried: part.retried, waitSeconds, reason };
  }
  const repeats = outcome.kind === "failed" || outcome.kind === "succeeded";
  return repeats && !part.retried
    ? { next: "again", retried: true, waitSeconds: 0, reason }
    : { next: "collect", reason: reason || "the jobs wrote no answer" };
}
