import type { StepEnd } from "./display";

/** A step that runs. */
export interface RunningStep {
  readonly step: string;
  /** Milliseconds on the clock of `performance.now`. */
  readonly startedAt: number;
  /** How far it is; empty where it has not said so. */
  readonly text: string;
}

const marks = { done: "✓", failed: "✗", cancelled: "–" } as const;

/** The line that stays when a step has ended. */
export function endLine(step: string, end: StepEnd, seconds: number): string {
  const detail = end.status === "done" ? end.detail : end.status;
  return `${marks[end.status]} ${step.padEnd(16)} ${seconds.toFixed(1).padStart(6)} s  ${detail}`.trimEnd();
}

/** All running steps on one line that fits the terminal. */
export function statusLine(steps: readonly RunningStep[], now: number, columns: number): string {
  const texts = steps.map(({ step, startedAt, text }) => {
    const seconds = Math.floor((now - startedAt) / 1000);
    return [step, text, `${seconds} s`].filter((part) => part !== "").join(" ");
  });
  const line = `… ${texts.join(" · ")}`;
  // A line as wide as the terminal would wrap, and then not be cleared.
  return line.length < columns ? line : `${line.slice(0, Math.max(0, columns - 2))}…`;
}
