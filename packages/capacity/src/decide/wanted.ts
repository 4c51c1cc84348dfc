import { forecast } from "../forecast";
import type { CapacityMemory, Observation } from "../observation";
import type { CapacityPolicy } from "../policy/policy";
import { confirmMinutes } from "../policy/rent-or-buy";
import { openOrNext } from "../time/windows";
import type { Grounds } from "./decision";
import { outReason, stayReason } from "./reasons";
import { minutesBetween } from "./words";

/** The wanted mode, and the reason. */
export interface Wanted {
  readonly mode: "realTime" | "serverless";
  readonly grounds: Grounds;
  /** Set if a new forecast decided: the memory keeps it. */
  readonly forecastAt?: number;
  /** Whether an operator ordered it. An order ignores the least time in a mode. */
  readonly isOrder?: true;
}

/**
 * Returns the wanted mode: pin, known hours, reasons, learned hours, in this order.
 *
 * @param isUp whether the endpoint is in service: it stays until each reason has fallen below its threshold by margin
 */
export function wantedMode(
  observation: Observation,
  policy: CapacityPolicy,
  isUp: boolean,
): Wanted {
  const { pin } = observation.order;
  if (pin !== undefined) {
    const reason = `an operator pinned ${pin === "realTime" ? "real time" : "serverless"}`;
    return { mode: pin, grounds: { because: "pin", reason, numbers: {} }, isOrder: true };
  }
  const busy =
    scheduled(observation, policy) ??
    (isUp ? stayReason(observation, policy) : outReason(observation, policy));
  if (busy !== undefined) return { mode: "realTime", grounds: busy };
  return anticipated(observation, policy) ?? quiet(policy, isUp);
}

function scheduled(
  { now }: Observation,
  { provisioningMinutes, schedule }: CapacityPolicy,
): Grounds | undefined {
  const window = schedule && openOrNext(schedule, now);
  if (window === undefined) return undefined;
  const ahead = Math.ceil((window.from - now) / 60_000);
  if (ahead > provisioningMinutes) return undefined;
  return {
    because: "schedule",
    reason:
      ahead > 0
        ? `busy hours begin in ${ahead} min, and creating takes ${provisioningMinutes} min`
        : `busy hours since ${-ahead} min, for ${minutesBetween(now, window.to)} min more`,
    numbers: { minutesAhead: ahead, provisioningMinutes },
  };
}

/**
 * Returns real time while a forecast holds, or if a new forecast says that instances will pay; else undefined. After a
 * forecast, the next one is made a horizon later at the earliest.
 */
function anticipated(
  { history, memory, now }: Observation,
  policy: CapacityPolicy,
): Wanted | undefined {
  const { anticipate, provisioningMinutes } = policy;
  if (anticipate === undefined) return undefined;
  const age = minutesSinceForecast(memory, now);
  const holdsFor = provisioningMinutes + confirmMinutes;
  if (age !== undefined && age < holdsFor) {
    const reason = `a forecast of ${age} min ago holds for ${holdsFor} min`;
    return { mode: "realTime", grounds: { because: "forecast", reason, numbers: { age } } };
  }
  if (age !== undefined && age < anticipate.horizonMinutes) return undefined;
  const { agreeing, isBusy, known } = forecast(history, policy, anticipate);
  if (!isBusy) return undefined;
  return {
    mode: "realTime",
    forecastAt: now,
    grounds: {
      because: "forecast",
      reason: `in ${agreeing} of ${anticipate.weeks} earlier weeks instances paid from ${provisioningMinutes} min after this time on, for ${anticipate.horizonMinutes} min; ${anticipate.agree} must agree`,
      numbers: { agreeing, known, weeks: anticipate.weeks, agree: anticipate.agree },
    },
  };
}

function minutesSinceForecast({ forecastAt }: CapacityMemory, now: number): number | undefined {
  return forecastAt === undefined ? undefined : minutesBetween(forecastAt, now);
}

function quiet({ inAfterMinutes, inBelow, thresholds }: CapacityPolicy, isUp: boolean): Wanted {
  const bounds = thresholds.map(({ kind, rps }) => `${kind} ${rps.toFixed(2)}`).join(", ");
  const reason = isUp
    ? `no reason for instances within ${inBelow} × its threshold for ${inAfterMinutes} min (requests/s: ${bounds || "none"})`
    : `no reason for instances (thresholds in requests/s: ${bounds || "none"})`;
  return { mode: "serverless", grounds: { because: "quiet", reason, numbers: {} } };
}
