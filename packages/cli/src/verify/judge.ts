import type { DeployedEndpoint, Release } from "@pictor/contracts";
import type { SmokeAnswer } from "../endpoint/smoke";
import type { Finding } from "../report/finding";

/** What SageMaker says of an endpoint. */
export interface EndpointState {
  readonly status: string;
  readonly configuration: string;
  /** Instances that serve; absent of serverless capacity. */
  readonly instances?: number;
  /** Why the last change failed, where it did. */
  readonly failureReason?: string;
}

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

/** What is wrong with an endpoint and what is not, by what was deployed and which release is live. */
export function judgeEndpoint(facts: EndpointFacts, live: Release): Finding[] {
  const { deployed, state } = facts;
  if (state === undefined) {
    return [{ check: "status", status: "failed", text: `there is no endpoint '${deployed.name}'` }];
  }
  return [
    judgeStatus(state),
    judgeConfiguration(deployed, state),
    ...judgeInstances(facts, state),
    judgeSmoke(facts.smoke, live),
  ].map((finding) => ({ ...finding, text: `${deployed.name} ${finding.text}` }));
}

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
    text: `runs ${state.configuration}, the state says ${configuration}: SageMaker took the update back${reason}; revert the release or mend what is wrong with it, and deploy`,
  };
}

function judgeInstances({ deployed, zones }: EndpointFacts, state: EndpointState): Finding[] {
  const { instances: wanted } = deployed;
  if (wanted === undefined) return [];
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
      text: "shows no network interfaces: nobody can tell in which zones it is",
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
