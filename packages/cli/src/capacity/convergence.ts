import type { EndpointState } from "../checks/endpoint/describe";
import type { CapacityParameters } from "./parameters";
import { rejectedGenerations } from "./rejected";

/** What the two endpoints are now; `undefined` where there is none. */
export interface FoundEndpoints {
  readonly realTime: EndpointState | undefined;
  readonly serverless: EndpointState | undefined;
}

/** Whether an adaptive environment runs what Terraform wants. */
export type Convergence =
  | { readonly kind: "converged" }
  /** The live release was rolled back: nothing happens until somebody acts. */
  | { readonly kind: "rejected"; readonly text: string }
  | { readonly kind: "waiting"; readonly text: string };

/** Compares both endpoints with the spec. Real time may be absent while the controller says that serverless serves. */
export function convergenceOf(
  { spec, state, order }: CapacityParameters,
  { realTime, serverless }: FoundEndpoints,
): Convergence {
  const live = spec.realTime.live.configuration;
  const liveServerless = spec.serverless.live.configuration;
  const rejected = rejectedGenerations(state, order).find((each) =>
    [live, liveServerless].includes(each),
  );
  if (rejected !== undefined) {
    const serves = rejected === live ? (realTime ?? serverless) : serverless;
    const runs = `${serves?.configuration ?? "nothing"} serves`;
    return { kind: "rejected", text: `SageMaker rolled ${rejected} back; ${runs}` };
  }
  const open = [
    openRealTime(realTime, live, state.mode),
    openEndpoint("serverless", serverless, liveServerless),
  ].filter((text) => text !== undefined);
  return open.length === 0 ? { kind: "converged" } : { kind: "waiting", text: open.join("; ") };
}

function openRealTime(
  found: EndpointState | undefined,
  live: string,
  mode: "realTime" | "serverless",
): string | undefined {
  if (found !== undefined) return openEndpoint("real time", found, live);
  return mode === "serverless"
    ? undefined
    : "real time is absent, the controller has not noticed yet";
}

/** What an endpoint still has to do; `undefined` if nothing. */
function openEndpoint(
  name: string,
  found: EndpointState | undefined,
  live: string,
): string | undefined {
  if (found === undefined) return `${name} is absent`;
  const { configuration, failureReason, status } = found;
  if (status !== "InService") {
    return `${name} is ${status}${failureReason === undefined ? "" : ` (${failureReason})`}`;
  }
  return configuration === live ? undefined : `${name} runs ${configuration}, not yet ${live}`;
}
