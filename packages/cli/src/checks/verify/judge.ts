import type { CapacityMode } from "@pictor/capacity";
import type { DeployedEndpoint, Release } from "@pictor/contracts";
import type { EndpointState } from "../endpoint/describe";
import type { SmokeAnswer } from "../endpoint/smoke";
import type { Finding } from "../finding";

/** Everything that is known of one endpoint. */
export interface EndpointFacts {
  readonly deployed: DeployedEndpoint;
  /** `undefined` where SageMaker knows no such endpoint. */
  readonly state: EndpointState | undefined;
  /** Zones of the network interfaces that its security group has. Empty where none can be seen. */
  readonly zones: readonly string[];
  /** What it answered to the smoke picture, or why it did not. */
  readonly smoke: SmokeAnswer | { readonly problem: string };
}

/** Who serves an adaptive environment, as its controller says, and the command that waits for it. */
export interface AdaptiveFacts {
  readonly mode: CapacityMode;
  readonly wait: string;
}

/**
 * What is wrong with an endpoint and what is not, by what was deployed and which release is live.
 *
 * @param adaptive of an adaptive environment: the controller makes, moves and deletes its endpoints
 */
export function judgeEndpoint(
  facts: EndpointFacts,
  live: Release,
  adaptive?: AdaptiveFacts,
): Finding[] {
  const { deployed, state } = facts;
  const comesAndGoes = deployed.owner === "controller" && adaptive?.mode === "serverless";
  if (comesAndGoes && (state === undefined || onTheWay.includes(state.status))) {
    const text = `${deployed.name} is ${state?.status ?? "absent"}: serverless serves`;
    return [{ check: "status", status: "ok", text }];
  }
  if (state === undefined) {
    return [{ check: "status", status: "failed", text: `there is no endpoint '${deployed.name}'` }];
  }
  return [
    judgeStatus(state),
    adaptive === undefined
      ? judgeConfiguration(deployed, state)
      : judgeGeneration(deployed, state, adaptive),
    ...judgeInstances(facts, state),
    judgeSmoke(facts.smoke, live),
  ].map((finding) => ({ ...finding, text: `${deployed.name} ${finding.text}` }));
}

/** States in which an endpoint comes or goes. */
const onTheWay = ["Creating", "Deleting"];

function judgeStatus({ status, failureReason }: EndpointState): Finding {
  const reason = failureReason === undefined ? "" : `: ${failureReason}`;
  return {
    check: "status",
    status: status === "InService" ? "ok" : "failed",
    text: `is ${status}${status === "InService" ? "" : reason}`,
  };
}

function judgeConfiguration({ configuration }: DeployedEndpoint, state: EndpointState): Finding {
  if (state.configuration === configuration) {
    return { check: "configuration", status: "ok", text: `runs ${configuration}` };
  }
  const reason = state.failureReason === undefined ? "" : ` (${state.failureReason})`;
  return {
    check: "configuration",
    status: "failed",
    text: `runs ${state.configuration}, but the state has ${configuration}: SageMaker rolled the update back${reason}; revert or repair the release, and deploy`,
  };
}

/** The controller moves an endpoint some time after the apply, or does not because the release was rejected. */
function judgeGeneration(
  { configuration }: DeployedEndpoint,
  state: EndpointState,
  { wait }: AdaptiveFacts,
): Finding {
  const check = "configuration";
  return state.configuration === configuration
    ? { check, status: "ok", text: `runs ${configuration}` }
    : {
        check,
        status: "failed",
        text: `runs ${state.configuration}, but the state has ${configuration}: the controller has not moved it yet, or SageMaker rolled the update back`,
        fix: wait,
      };
}

function judgeInstances({ deployed, zones }: EndpointFacts, state: EndpointState): Finding[] {
  if (deployed.kind === "serverless") return [];
  const { instances: wanted } = deployed;
  const { instances: found = 0 } = state;
  return [
    {
      check: "instances",
      status: found >= wanted.min ? "ok" : "failed",
      text: `has ${found} instance(s), at least ${wanted.min} must be`,
    },
    judgeZones(zones, wanted.highAvailability),
  ];
}

function judgeZones(found: readonly string[], highAvailability: boolean): Finding {
  const zones = [...new Set(found)].sort();
  if (zones.length === 0) {
    return {
      check: "zones",
      status: "unknown",
      text: "has no visible network interfaces, so its zones are unknown",
    };
  }
  return {
    check: "zones",
    status: zones.length > 1 || !highAvailability ? "ok" : "failed",
    text: `is in ${zones.join(", ")}${zones.length > 1 ? "" : ", one zone only"}`,
  };
}

function judgeSmoke(smoke: EndpointFacts["smoke"], live: Release): Finding {
  const check = "smoke picture";
  if ("problem" in smoke) {
    return { check, status: "failed", text: `does not answer: ${smoke.problem}` };
  }
  const { identity, index, label } = smoke;
  if (identity === undefined) {
    return { check, status: "failed", text: "does not say which release answered" };
  }
  if (identity.release !== live.sha256 || identity.weights !== live.weightsSha256) {
    return {
      check,
      status: "failed",
      text: `answered from release ${identity.release} with weights ${identity.weights}, live are ${live.sha256} and ${live.weightsSha256}`,
    };
  }
  return index === live.smoke.index
    ? { check, status: "ok", text: `answered '${label}' from release ${live.sha256.slice(0, 12)}` }
    : {
        check,
        status: "failed",
        text: `answered '${label}', class ${index}, where class ${live.smoke.index} is right`,
      };
}
