import type { AskedUpdate, CapacityMemory, EndpointState } from "../observation";

/** Both endpoints' configurations at a tick. */
export interface RunningInputs {
  /** Time of the tick, milliseconds since 1970. */
  readonly now: number;
  readonly realTime: EndpointState;
  readonly serverless: EndpointState;
  /** Configurations of both endpoints as DescribeEndpoint returns them, in any state. */
  readonly described: readonly string[];
  /** Configurations that this tick passes to CreateEndpoint and UpdateEndpoint. */
  readonly asked: readonly string[];
  /** The memory that is written together with the configurations. */
  readonly memory: CapacityMemory;
  /** The last update of the serverless endpoint that the controller called. */
  readonly serverlessUpdate?: AskedUpdate;
}

/** Minutes after which the effect of a call is visible, or the call never began. */
const shownMinutes = 3;

/**
 * Returns the configurations that an endpoint runs or may roll back to. The controller writes them before the calls of a
 * tick, and Terraform destroys none of them. A configuration leaves the list only when no update could roll back to it.
 */
export function runningConfigurations(
  before: readonly string[],
  inputs: RunningInputs,
): readonly string[] {
  const now = [...inputs.described, ...inputs.asked];
  const isSettled =
    inputs.asked.length === 0 && isRealTimeSettled(inputs) && isServerlessSettled(inputs);
  return [...new Set(isSettled ? now : [...now, ...before])].sort();
}

function isRealTimeSettled({ memory, now, realTime }: RunningInputs): boolean {
  const { creation, update } = memory;
  const hasShown = (at: number): boolean => now - at >= shownMinutes * 60_000;
  switch (realTime.status) {
    case "Absent":
      return creation === undefined || hasShown(creation.at);
    case "InService":
      return update === undefined || realTime.modifiedAt > update.modifiedAt || hasShown(update.at);
    default:
      return false;
  }
}

function isServerlessSettled({ now, serverless, serverlessUpdate }: RunningInputs): boolean {
  if (serverless.status !== "InService") return false;
  if (serverlessUpdate === undefined || serverless.modifiedAt > serverlessUpdate.modifiedAt)
    return true;
  return now - serverlessUpdate.at >= shownMinutes * 60_000;
}
