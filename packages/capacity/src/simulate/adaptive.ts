import { decide } from "../decide/decide";
import { historyLength, historyStart, historyStepMinutes } from "../forecast";
import {
  type CapacityMemory,
  type EndpointState,
  emptyMemory,
  type Observation,
} from "../observation";
import { observedMinutes } from "../policy/policy";
import type { Trace } from "../traces/trace";
import type { SimulationInputs } from "./inputs";
import type { Driver, Phase } from "./run";

const minuteMs = 60_000;
const spec = { live: { generation: "simulated", configuration: "simulated" } };
/** Minutes that a deletion takes. */
const deletionMinutes = 1;

/** Returns a driver that calls `decide` each minute, with counts delayed as in CloudWatch. */
export function adaptive(trace: Trace, inputs: SimulationInputs): Driver {
  const { policy } = inputs;
  const { requests, startsAt } = trace;
  const span = observedMinutes(policy);
  const newestFirst = requests.toReversed();
  const heartbeats = new Array<boolean>(span).fill(true);
  const historyOf = historyReader(trace, inputs);
  let endpoint: EndpointState = { status: "Absent" };
  let readyAt = 0;
  let memory: CapacityMemory = emptyMemory;
  let warmed: Observation["warmed"];
  let warmCount = 0;

  function tick(minute: number): void {
    // The newest count is two minutes old: the minute before the last full minute.
    const begin = requests.length - minute + 1;
    const now = startsAt + minute * minuteMs;
    const history = historyOf(now);
    const decision = decide(
      {
        now,
        requests: newestFirst.slice(begin, begin + span),
        heartbeats,
        endpoint,
        spec,
        memory,
        order: {},
        isRollbackAlarmOn: false,
        ...(history !== undefined && { history }),
        ...(warmed !== undefined && { warmed }),
      },
      policy,
    );
    memory = decision.memory;
    warmCount = 0;
    if (decision.action === "warm") {
      warmCount = decision.count;
      warmed = { at: now, count: decision.count };
    } else if (decision.action === "create") {
      endpoint = { status: "Creating" };
      readyAt = minute + policy.provisioningMinutes;
    } else if (decision.action === "delete") {
      endpoint = { status: "Deleting" };
      readyAt = minute + deletionMinutes;
    }
  }

  return {
    phaseOf: (minute): Phase => {
      if (minute >= readyAt) endpoint = settled(endpoint, startsAt + minute * minuteMs, inputs);
      tick(minute);
      if (endpoint.status === "InService") return "serving";
      return endpoint.status === "Creating" ? "creating" : "absent";
    },
    warmCount: () => warmCount,
  };
}

function settled(
  endpoint: EndpointState,
  now: number,
  { policy }: SimulationInputs,
): EndpointState {
  if (endpoint.status === "Deleting") return { status: "Absent" };
  if (endpoint.status !== "Creating") return endpoint;
  const { minInstances } = policy.prices;
  const { configuration } = spec.live;
  return { status: "InService", configuration, instances: minInstances, modifiedAt: now };
}

/** Returns the history by five minutes, as CloudWatch keeps it. Nothing is known before the trace begins. */
function historyReader(
  { requests, startsAt }: Trace,
  { policy }: SimulationInputs,
): (now: number) => Observation["history"] {
  const { anticipate } = policy;
  if (anticipate === undefined) return () => undefined;
  const step = historyStepMinutes * minuteMs;
  const first = Math.floor(startsAt / step);
  const sums: (number | undefined)[] = [];
  requests.forEach((count, minute) => {
    const index = Math.floor((startsAt + minute * minuteMs) / step) - first;
    sums[index] = (sums[index] ?? 0) + count;
  });
  // If the trace begins within five minutes, the first entry is incomplete.
  if (startsAt % step !== 0) sums[0] = undefined;
  const length = historyLength(policy, anticipate);
  const weeks = Array.from({ length: anticipate.weeks }, (_, index) => index + 1);
  return (now) =>
    weeks.map((week) => {
      const begin = historyStart(anticipate, now, week) / step - first;
      return begin < 0 ? [] : sums.slice(begin, begin + length);
    });
}
