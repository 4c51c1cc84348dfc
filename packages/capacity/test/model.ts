import {
  type CapacityPolicy,
  type Decision,
  decide,
  type EndpointState,
  emptyMemory,
  idleUsdPerMinute,
  mayAct,
  type Observation,
  type OperatorOrder,
  observedMinutes,
  realTimeUsd,
  serverlessUsd,
} from "../src";

const minute = 60_000;
/** A Monday. */
const epoch: number = Date.UTC(2026, 0, 5);

/** How the ticks of a minute reach the controller. */
export type Delivery =
  | "once"
  | "lost"
  /** Two that read at the same time, and act one after the other. */
  | "twice"
  /** Two, one after the other. */
  | "again"
  /** It reads now, and acts after the next minute's tick. */
  | "late";

/** What the model plays. */
export interface Script {
  readonly policy: CapacityPolicy;
  /** Requests by minute. */
  readonly requests: readonly number[];
  readonly delivery?: (minute: number) => Delivery;
  /** Generation that the spec names at a minute. @default g1 */
  readonly generation?: (minute: number) => string;
  /** Generations that SageMaker rolls back. */
  readonly bad?: readonly string[];
  /** Creations that fail, counted from 0. */
  readonly failing?: (creation: number) => boolean;
  readonly order?: (minute: number) => OperatorOrder;
  /** Minutes whose metrics never come: neither requests nor heartbeat. */
  readonly blind?: (minute: number) => boolean;
  /** Whether quiet minutes follow until no instance is left. */
  readonly isClosed?: true;
  /** Called after each decision that was carried out, with the configurations that the endpoint uses then. */
  readonly onAct?: (acted: Acted) => void;
  /** Minutes of a "week" of the history. @default - no history */
  readonly weekMinutes?: number;
}

/** A decision that was carried out. */
export interface Acted {
  readonly observation: Observation;
  readonly decision: Decision;
  /** Configurations that the endpoint runs, or is under way to or back from. */
  readonly used: readonly string[];
}

/** A call that SageMaker accepted. */
export interface Call {
  readonly call: "create" | "update" | "delete";
  readonly at: number;
  readonly because: string;
  readonly generation: string;
  /** State before it. */
  readonly status: EndpointState["status"];
}

/** What came of it. */
export interface Played {
  readonly calls: readonly Call[];
  readonly refused: readonly Call[];
  readonly decisions: readonly { readonly at: number; readonly decision: Decision }[];
  /** State at the end of each minute. */
  readonly states: readonly EndpointState["status"][];
  /** US dollars, instances billed from the creation on. */
  readonly usd: number;
  /** Minutes of the trace, or until the last stay on instances ended. */
  readonly minutes: number;
}

const updateMinutes = 7;
/** Quiet minutes after which nothing of a trace is seen any more. */
const settledMinutes = 40;

/** Plays the endpoint's life minute by minute: each state takes its time, and calls are refused where AWS refuses them. */
export function play(script: Script): Played {
  const { policy, requests } = script;
  let state = { status: "Absent" } as EndpointState;
  let ready = 0;
  let running = "";
  let aim = "";
  let memory = emptyMemory;
  let warmed: Observation["warmed"];
  let creations = 0;
  let usd = 0;
  /** What CloudWatch has of each minute: nothing where nothing happened, and nothing where it is blind. */
  const counts: (number | undefined)[] = [];
  const heartbeats: boolean[] = [];
  const calls: Call[] = [];
  const refused: Call[] = [];
  const decisions: { at: number; decision: Decision }[] = [];
  const states: EndpointState["status"][] = [];
  let late: { decision: Decision; read: Observation }[] = [];

  const timeOf = (at: number) => epoch + at * minute;
  const historyOf = (at: number, length: number) =>
    [1, 2, 3, 4, 5, 6, 7, 8].map((week) =>
      Array.from({ length }, (_, index) => {
        const from = at - week * (script.weekMinutes ?? 0) + index * 5;
        if (from < 0) return undefined;
        return [0, 1, 2, 3, 4].reduce((sum, each) => sum + (requests[from + each] ?? 0), 0);
      }),
    );

  function observe(at: number): Observation {
    const from = Math.max(0, at - 1 - observedMinutes(policy));
    const until = Math.max(0, at - 1);
    const generation = script.generation?.(at) ?? "g1";
    const { anticipate, provisioningMinutes } = policy;
    return {
      now: timeOf(at),
      requests: counts.slice(from, until).reverse(),
      heartbeats: heartbeats.slice(from, until).reverse(),
      ...(anticipate !== undefined && {
        history: historyOf(at, Math.ceil((provisioningMinutes + anticipate.horizonMinutes) / 5)),
      }),
      endpoint: state,
      spec: {
        live: { generation, configuration: `c-${generation}` },
        previous: { generation: "g0", configuration: "c-g0" },
      },
      memory,
      order: script.order?.(at) ?? {},
      isRollbackAlarmOn: false,
      ...(warmed !== undefined && { warmed }),
    };
  }

  function act(at: number, decision: Decision, read: Observation): void {
    decisions.push({ at, decision });
    if (!mayAct(read.memory, memory)) return;
    carryOut(at, decision, read);
    script.onAct?.({ observation: read, decision, used: used() });
  }

  function used(): readonly string[] {
    switch (state.status) {
      case "Absent":
      case "Failed":
        return [];
      case "Creating":
        return [`c-${aim}`];
      case "Updating":
        return [`c-${running}`, `c-${aim}`];
      default:
        return [`c-${running}`];
    }
  }

  function carryOut(at: number, decision: Decision, read: Observation): void {
    if (
      decision.memory !== read.memory &&
      JSON.stringify(decision.memory) !== JSON.stringify(read.memory)
    )
      memory = decision.memory;
    if (decision.action === "keep") return;
    if (decision.action === "warm") {
      warmed = { at: timeOf(at), count: decision.count };
      usd += serverlessUsd(policy.prices, decision.count);
      return;
    }
    const call: Call = {
      call: decision.action,
      at,
      because: decision.because,
      generation: "target" in decision ? decision.target.generation : running,
      status: state.status,
    };
    const allowed = {
      create: ["Absent"],
      update: ["InService"],
      delete: ["InService", "Failed", "OutOfService", "UpdateRollbackFailed"],
    }[decision.action];
    if (!allowed.includes(state.status)) {
      refused.push(call);
      return;
    }
    calls.push(call);
    if (decision.action === "delete") {
      state = { status: "Deleting" };
      ready = at + 1;
      return;
    }
    aim = decision.target.generation;
    state = { status: decision.action === "create" ? "Creating" : "Updating" };
    ready = at + (decision.action === "create" ? policy.provisioningMinutes : updateMinutes);
    changedAt = timeOf(at);
  }
  let changedAt = 0;

  function inService(generation: string): EndpointState {
    running = generation;
    return {
      status: "InService",
      configuration: `c-${generation}`,
      instances: policy.prices.minInstances,
      modifiedAt: changedAt,
    };
  }

  function advance(at: number): void {
    if (at < ready) return;
    if (state.status === "Deleting") state = { status: "Absent" };
    if (state.status === "Creating") {
      state = script.failing?.(creations) ? { status: "Failed" } : inService(aim);
      creations += 1;
    }
    if (state.status === "Updating") {
      const isBad = script.bad?.includes(aim) ?? false;
      if (isBad) {
        state = { status: "RollingBack" };
        ready = at + updateMinutes;
      } else state = inService(aim);
    } else if (state.status === "RollingBack") state = inService(running);
  }

  let idle = 0;
  for (let at = 0; at < requests.length || (script.isClosed && idle < settledMinutes); at += 1) {
    const count = requests[at] ?? 0;
    advance(at);
    const delivery = script.delivery?.(at) ?? "once";
    const isBlind = script.blind?.(at) ?? false;
    counts.push(isBlind || count === 0 ? undefined : count);
    heartbeats.push(!isBlind && delivery !== "lost");
    const overdue = late;
    late = [];
    if (delivery !== "lost") {
      const read = observe(at);
      const decision = decide(read, policy);
      if (delivery === "late") late.push({ decision, read });
      else {
        act(at, decision, read);
        if (delivery === "twice") act(at, decide(read, policy), read);
        if (delivery === "again") {
          const again = observe(at);
          act(at, decide(again, policy), again);
        }
      }
    }
    for (const { decision, read } of overdue) act(at, decision, read);
    if (
      state.status === "InService" ||
      state.status === "Updating" ||
      state.status === "RollingBack"
    )
      usd += realTimeUsd(policy.prices, count, 1);
    else {
      usd += serverlessUsd(policy.prices, count);
      if (state.status === "Creating") usd += idleUsdPerMinute(policy.prices);
    }
    states.push(state.status);
    idle = state.status === "Absent" && at >= requests.length ? idle + 1 : 0;
  }
  const minutes = Math.max(requests.length, states.findLastIndex((each) => each !== "Absent") + 1);
  return { calls, refused, decisions, states, usd, minutes };
}

/** US dollars of always on and of serverless only. */
export function staticBills(
  script: Pick<Script, "policy" | "requests">,
  minutes: number,
): { alwaysOn: number; serverless: number } {
  const { prices, serverless } = script.policy;
  const most = (serverless.maxConcurrency * 60_000) / serverless.latencyMs;
  const sum = (each: (count: number) => number) =>
    script.requests.reduce((total, count) => total + each(count), 0);
  return {
    alwaysOn:
      sum((count) => realTimeUsd(prices, count, 1)) +
      (minutes - script.requests.length) * idleUsdPerMinute(prices),
    serverless: script.requests.some((count) => count > most)
      ? Number.POSITIVE_INFINITY
      : sum((count) => serverlessUsd(prices, count)),
  };
}
