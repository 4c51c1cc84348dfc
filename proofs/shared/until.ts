import { setTimeout as sleep } from "node:timers/promises";

const longestMs = 120_000;

/**
 * Waits until a condition holds that the test can observe but not cause.
 *
 * @param what The state that is waited for, as a sentence without its full stop: the error says it.
 * @param found What there is instead, for the error.
 */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  found?: () => unknown,
): Promise<void> {
  const began = performance.now();
  while (!(await isSo())) {
    if (performance.now() - began > longestMs) {
      const instead = found === undefined ? "" : `, but found: ${String(found())}`;
      throw new Error(`waited ${longestMs / 1000} s in vain until ${what}${instead}`);
    }
    await sleep(50);
  }
}
