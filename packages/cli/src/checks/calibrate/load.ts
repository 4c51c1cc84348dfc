import { goesOn, type Sample, type Stage, summarise } from "./stage";

/** How much a load test may ask. */
export interface LoadLimits {
  /** Seconds for all stages together. */
  readonly seconds: number;
  /** Calls of all stages together. */
  readonly requests: number;
  /** Callers of the last stage at most. */
  readonly callers: number;
  /** What the slowest call in a hundred may take, in milliseconds. */
  readonly latencyMs: number;
}

/** Most stages there can be: callers double from one to the next. */
const mostStages = 7;

/**
 * Calls again and again with ever more callers at once, until more bring no more or a limit is reached. Each caller
 * waits for its answer before it calls again.
 *
 * @param call one call; fulfilled whether it was answered as it should
 * @param first callers of the first stage
 * @param onStage is told of each stage
 */
export async function load(
  call: () => Promise<boolean>,
  first: number,
  limits: LoadLimits,
  onStage: (stage: Stage) => void = () => undefined,
): Promise<readonly Stage[]> {
  const stages: Stage[] = [];
  let left = limits.requests;
  for (
    let callers = first;
    stages.length < mostStages && callers <= limits.callers && left > 0;
    callers *= 2
  ) {
    if (!goesOn(stages, limits.latencyMs)) break;
    const stage = await runStage(call, callers, limits.seconds / mostStages, left);
    left -= stage.calls;
    stages.push(stage);
    onStage(stage);
  }
  return stages;
}

async function runStage(
  call: () => Promise<boolean>,
  callers: number,
  seconds: number,
  requests: number,
): Promise<Stage> {
  const samples: Sample[] = [];
  const began = performance.now();
  let begun = 0;
  const caller = async (): Promise<void> => {
    while (performance.now() - began < seconds * 1000 && begun < requests) {
      begun += 1;
      const at = performance.now();
      const well = await call();
      samples.push({ milliseconds: performance.now() - at, well });
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return summarise(callers, samples, (performance.now() - began) / 1000);
}
