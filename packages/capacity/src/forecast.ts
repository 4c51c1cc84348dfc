import type { Observation } from "./observation";
import type { Anticipation, CapacityPolicy } from "./policy/policy";
import { realTimeUsd, serverlessUsd } from "./policy/prices";
import { confirmMinutes } from "./policy/rent-or-buy";
import { weeksEarlier } from "./time/zone";

/** Minutes of one entry of `Observation.history`. */
export const historyStepMinutes = 5;

const step = historyStepMinutes * 60_000;

/** Entries of a week that {@link forecast} looks at. */
export function historyLength(policy: CapacityPolicy, { horizonMinutes }: Anticipation): number {
  return Math.ceil((policy.provisioningMinutes + horizonMinutes) / historyStepMinutes);
}

/** Returns when an earlier week's part of the history begins, milliseconds since 1970. */
export function historyStart({ timeZone }: Anticipation, now: number, weeks: number): number {
  return Math.floor(weeksEarlier(timeZone, now, weeks) / step) * step;
}

/** Forecast from earlier weeks for the time after the provisioning. */
export interface Forecast {
  /** Whether enough weeks agree that instances pay. */
  readonly isBusy: boolean;
  /** Weeks in which instances paid in the first minutes and over the horizon. */
  readonly agreeing: number;
  /** Weeks with complete data. */
  readonly known: number;
}

/**
 * Returns whether instances created now will pay, judged by the same hours of earlier weeks.
 *
 * A week agrees if instances cost no more than serverless both in the first minutes after the provisioning (the peak
 * has begun) and over the horizon (it lasts). A week with incomplete data does not agree.
 */
export function forecast(
  history: Observation["history"],
  policy: CapacityPolicy,
  anticipate: Anticipation,
): Forecast {
  const begin = Math.ceil(policy.provisioningMinutes / historyStepMinutes);
  const length = historyLength(policy, anticipate);
  const confirm = Math.ceil(confirmMinutes / historyStepMinutes);
  let agreeing = 0;
  let known = 0;
  for (const week of (history ?? []).slice(0, anticipate.weeks)) {
    const first = pays(week, begin, begin + confirm, policy);
    if (first === false) {
      known += 1;
      continue;
    }
    const all = pays(week, begin, length, policy);
    if (first === undefined || all === undefined) continue;
    known += 1;
    if (all) agreeing += 1;
  }
  return { isBusy: agreeing >= anticipate.agree, agreeing, known };
}

function pays(
  week: readonly (number | undefined)[],
  from: number,
  to: number,
  { prices }: CapacityPolicy,
): boolean | undefined {
  let requests = 0;
  let instances = 0;
  for (let index = from; index < to; index += 1) {
    const count = week[index];
    if (count === undefined) return undefined;
    requests += count;
    instances += realTimeUsd(prices, count, historyStepMinutes);
  }
  return requests > 0 && serverlessUsd(prices, requests) >= instances;
}
