import { metricLagMinutes } from "@pictor/capacity";
import { names } from "@pictor/contracts";
import type { LocalClientConfig, Run } from "@pictor/local";
import type { CapacityState } from "@pictor/page";
import { capacityClients } from "../capacity/clients";
import { changes, type LoggedDecision, readDecisions } from "../capacity/decision-lines";
import { findParameters } from "../capacity/parameters";

const minuteMs = 60_000;

/**
 * Asks a running local AWS who serves its environment, and why; `undefined` where the environment is not adaptive.
 *
 * @param since decisions before are left out, milliseconds since 1970
 */
export async function observeCapacity(
  run: Run,
  config: LocalClientConfig,
  since: number,
): Promise<CapacityState | undefined> {
  const { logs, ssm } = capacityClients(config);
  const parameters = await findParameters(ssm, run);
  if (parameters === undefined) return undefined;
  const { order, spec, state } = parameters;
  const decisions = await readDecisions(logs, names(run).capacityFunction, since);
  return {
    mode: state.mode,
    ...(state.since > 0 && { since: state.since }),
    ...(order.pin !== undefined && { pin: order.pin }),
    thresholds: spec.policy.thresholds.map(({ kind, rps }) => ({ kind, rps })),
    rates: ratesOf(decisions),
    decisions: changes(decisions)
      .map(({ at, action, because, reason }) => ({ at, action, because, reason }))
      .reverse(),
  };
}

/** The rate of each minute that a decision read: the newest one that metrics are complete of. */
function ratesOf(decisions: readonly LoggedDecision[]): CapacityState["rates"] {
  const rates = new Map<number, number>();
  for (const { at, requests } of decisions) {
    const minute = Math.floor(at / minuteMs) - metricLagMinutes;
    if (requests !== undefined) rates.set(minute * minuteMs, requests / 60);
  }
  return [...rates].map(([at, rps]) => ({ at, rps }));
}
