import type { CapacityMode, CapacitySpec, RecordedDecision, Threshold } from "@pictor/capacity";
import { names, type Place } from "@pictor/contracts";
import { describeEndpoint, type EndpointState } from "../checks/endpoint/describe";
import type { CapacityClients } from "./clients";
import { type LoggedDecision, readChanges } from "./decision-lines";
import { type CapacityParameters, readParameters } from "./parameters";
import { rejectedGenerations } from "./rejected";

/** Decisions that are shown. */
const shownDecisions = 10;
/** Age from which a pin is more likely forgotten than wanted, as the alarm has it. */
const longPinMs = 86_400_000;

/** One of the two endpoints: what it is to run, and what it is. */
export interface ReportedEndpoint {
  readonly name: string;
  readonly configuration: string;
  readonly release: string;
  /** Missing where there is no such endpoint. */
  readonly found?: EndpointState;
}

/** What `pictor capacity` says of an environment. */
export interface CapacityReport {
  readonly environment: string;
  readonly mode: CapacityMode;
  /** Milliseconds since 1970; missing while it is in the mode that it was deployed in. */
  readonly since?: number;
  /** The last decision that did something, or had another cause than the one before. */
  readonly why?: RecordedDecision;
  readonly pin?: { readonly mode: CapacityMode; readonly at?: number; readonly isOld: boolean };
  readonly retryAt?: number;
  readonly thresholds: readonly Threshold[];
  readonly realTime: ReportedEndpoint;
  readonly serverless: ReportedEndpoint;
  /** Endpoint configurations that SageMaker rolled back and that are not tried again. */
  readonly rejected: readonly string[];
  readonly backOff?: { readonly failures: number; readonly until: number };
  readonly retired: boolean;
  /** Newest first. */
  readonly decisions: readonly LoggedDecision[];
}

/** Asks AWS for everything that is to be said of an environment's capacity. */
export async function readReport(
  clients: CapacityClients,
  place: Place,
  now: number,
): Promise<CapacityReport> {
  const parameters = await readParameters(clients.ssm, place);
  const { realTime, serverless } = parameters.spec;
  const [found, alsoFound, decisions] = await Promise.all([
    describeEndpoint(clients.sagemaker, realTime.name),
    describeEndpoint(clients.sagemaker, serverless.name),
    readChanges(clients.logs, names(place).capacityFunction, shownDecisions, now),
  ]);
  return {
    environment: place.environment,
    ...factsOf(parameters, now),
    realTime: reported(realTime, found),
    serverless: reported(serverless, alsoFound),
    decisions,
  };
}

/** What the parameters alone say. */
function factsOf(
  { spec, state, order }: CapacityParameters,
  now: number,
): Omit<CapacityReport, "environment" | "realTime" | "serverless" | "decisions"> {
  const { backOff, retired } = state.memory;
  return {
    mode: state.mode,
    ...(state.since > 0 && { since: state.since }),
    ...(state.last !== undefined && { why: state.last }),
    ...(order.pin !== undefined && { pin: pinOf(order.pin, order.pinnedAt, now) }),
    ...(order.retryAt !== undefined && { retryAt: order.retryAt }),
    thresholds: spec.policy.thresholds,
    rejected: rejectedGenerations(state, order),
    ...(backOff !== undefined && { backOff: { failures: backOff.failures, until: backOff.until } }),
    retired,
  };
}

function pinOf(
  mode: CapacityMode,
  at: number | undefined,
  now: number,
): NonNullable<CapacityReport["pin"]> {
  return { mode, ...(at !== undefined && { at }), isOld: at === undefined || now - at > longPinMs };
}

function reported(
  { name, live }: CapacitySpec["realTime"] | CapacitySpec["serverless"],
  found: EndpointState | undefined,
): ReportedEndpoint {
  const { configuration, release } = live;
  return { name, configuration, release, ...(found !== undefined && { found }) };
}
