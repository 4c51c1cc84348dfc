import { type EmittedValue, metricKey, replay, type Synthesised } from "@pictor/testing";
import { until } from "../shared/until";
import { withoutBeginning } from "./alarm-name";
import type { Fault } from "./faults";
import { pages } from "./pages";
import type { ServiceAtWork } from "./service-at-work";

/** Silence before a fault, so that no alarm of the one before rings on. */
const silenceSeconds = 1800;
const minuteSeconds = 60;
const longestPeriodSeconds = 300;

/** What was published while a fault lasted. */
export interface FaultRun {
  /** Times are seconds since it began. */
  readonly emitted: readonly EmittedValue[];
  readonly seconds: number;
}

/** Lets a fault befall a service, minute by minute: time stands still but for being moved on. */
export async function runFault(service: ServiceAtWork, fault: Fault): Promise<FaultRun> {
  const { hand } = service;
  const earliest = (await hand.now()) + silenceSeconds;
  const beginning = Math.ceil(earliest / longestPeriodSeconds) * longestPeriodSeconds;
  const seconds = fault.minutes * minuteSeconds;
  await hand.stopAt(beginning);
  const before = service.sent;
  await service.renew();
  await fault.begin?.(service);
  for (let minute = 0; minute < fault.minutes; minute += 1) {
    // In its middle: another process's clock is some milliseconds off.
    await hand.stopAt(beginning + (minute + 0.5) * minuteSeconds);
    await (fault.minute?.(service, minute) ?? service.calls(3));
  }
  await hand.stopAt(beginning + seconds);
  let emitted: readonly EmittedValue[] = [];
  await until("every request is counted", async () => {
    const published = await hand.published();
    emitted = published
      .map((value) => ({ ...value, at: value.at - beginning }))
      .filter(({ at }) => at >= 0 && at < seconds);
    return requestsOf(service, emitted) >= service.sent - before;
  });
  return { emitted, seconds };
}

function requestsOf({ countMetric }: ServiceAtWork, emitted: readonly EmittedValue[]): number {
  const key = metricKey(countMetric);
  return emitted.filter((one) => metricKey(one) === key).length;
}

/** What alarms do while a fault lasts, by name without its beginning. */
export interface Verdict {
  /** Those that go off, with `!` where they are critical. */
  readonly ring: readonly string[];
  /** Those that still ring in the end. */
  readonly ringAtEnd: readonly string[];
  /** Symptoms that page. */
  readonly page: readonly string[];
}

/**
 * Plays what was published to a stack's alarms.
 *
 * Alarms on how busy the hosts of endpoints are are left out: the local AWS measures the machine that it runs on.
 */
export function judge(stack: Synthesised, { emitted, seconds }: FaultRun): Verdict {
  const played = stack
    .resources("aws_cloudwatch_metric_alarm")
    .filter(isJudged)
    .map((alarm) => ({ ...alarm, states: replay(alarm, emitted, seconds) }));
  const ringing = played.filter(({ states }) => states.includes("ALARM"));
  return {
    ring: ringing.map((alarm) => nameOf(alarm) + (isCritical(alarm) ? "!" : "")).sort(),
    ringAtEnd: played
      .filter(({ states }) => states.at(-1) === "ALARM")
      .map(nameOf)
      .sort(),
    page: pages(stack, ringing.map(nameOf)),
  };
}

/** The alarms of a stack that ring by the local AWS's own evaluation, as far as {@link judge} judges them. */
export async function ringingOnItsOwn(
  stack: Synthesised,
  { hand }: ServiceAtWork,
): Promise<readonly string[]> {
  const judged = stack.resources("aws_cloudwatch_metric_alarm").filter(isJudged);
  const ringing = await hand.alarms();
  return judged
    .filter(({ alarm_name }) => ringing.includes(String(alarm_name)))
    .map(nameOf)
    .sort();
}

type Alarm = Readonly<Record<string, unknown>>;

/** How many instances there are is as it would be on AWS; only how busy they are is not. */
function isJudged({ namespace, statistic, tags }: Alarm): boolean {
  const { Symptom } = (tags ?? {}) as { readonly Symptom?: string };
  const isOfHost = namespace === "/aws/sagemaker/Endpoints" && statistic !== "SampleCount";
  return !isOfHost && Symptom !== undefined;
}

function isCritical({ tags }: Alarm): boolean {
  return (tags as { readonly Severity: string }).Severity === "critical";
}

function nameOf(alarm: Alarm): string {
  return withoutBeginning(String(alarm.alarm_name));
}
