import type { Answer } from "../shared/caller";
import type { DecisionLine } from "./controller-log";

/** Seconds from which an answer waited for a container to start. */
export const coldSeconds = 5;

/** One minute of a run. */
export interface Minute {
  /** Minutes since the first one. */
  readonly number: number;
  readonly answers: readonly Answer[];
  /** What the tick at its end decided. */
  readonly decision: DecisionLine;
  /** What was decided meanwhile, when an endpoint changed its state. */
  readonly others: readonly DecisionLine[];
}

/** A minute as lines: its requests and the tick's decision, then what else was done. */
export function linesOf({ answers, decision, number, others }: Minute): readonly string[] {
  const first = `${String(number).padStart(3)} min  ${wordsOf(decision)}  [${requestsOf(answers)}]`;
  const acts = others.filter(({ action, serverless }) =>
    [action, serverless.action].some((each) => each !== "keep"),
  );
  return [first, ...acts.map((each) => `         event  ${wordsOf(each)}`)];
}

function wordsOf({ action, because, observation, reason, serverless }: DecisionLine): string {
  const { status } = observation.endpoint;
  const what = action === "keep" ? because : `${action.toUpperCase()} (${because})`;
  const follow = serverless.action === "keep" ? "" : "; serverless is UPDATED";
  return `${status.padEnd(9)} ${what}: ${reason}${follow}`;
}

function requestsOf(answers: readonly Answer[]): string {
  if (answers.length === 0) return "no requests";
  const counts = new Map<string, number>();
  for (const { by, seconds, status } of answers) {
    const cold = seconds >= coldSeconds ? " slow" : "";
    const kind = `${by ?? status}${cold}`;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => `${count} ${kind}`).join(", ");
}
