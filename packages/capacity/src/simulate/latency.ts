import type { LatencyShape } from "./inputs";

/** Answers of one kind: their number and latency. */
export interface Answers {
  readonly count: number;
  readonly shape: LatencyShape;
  /** Added to each. @default 0 */
  readonly delayMs?: number;
}

/** z of the 99th percentile. */
const z99 = 2.326_347_874;

/** Returns the latency that a share of all answers does not exceed; undefined without answers. */
export function percentile(answers: readonly Answers[], share: number): number | undefined {
  const total = answers.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return undefined;
  let low = 0;
  let high = 1e7;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    const below = answers.reduce((sum, each) => sum + each.count * shareBelow(each, middle), 0);
    if (below / total >= share) high = middle;
    else low = middle;
  }
  return high;
}

function shareBelow({ delayMs = 0, shape }: Answers, ms: number): number {
  const time = ms - delayMs;
  if (time <= 0) return 0;
  const spread = Math.log(shape.p99Ms / shape.p50Ms) / z99;
  if (spread <= 0) return time >= shape.p50Ms ? 1 : 0;
  return normal(Math.log(time / shape.p50Ms) / spread);
}

/** Distribution function of the normal distribution (Abramowitz and Stegun 26.2.17, error below 1e-7). */
function normal(z: number): number {
  const t = 1 / (1 + 0.231_641_9 * Math.abs(z));
  const tail =
    (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) *
    t *
    (0.319_381_53 +
      t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
  return z >= 0 ? 1 - tail : tail;
}
