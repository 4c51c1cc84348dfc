import type { DeployedRealTimeEndpoint } from "@pictor/contracts";
import type { Finding } from "../src/checks/finding";
import type { EndpointFacts } from "../src/checks/verify/judge";
import { deployedInstances } from "./deployed-instances";
import { release } from "./release-fixture";

export const live = release("live");
export const deployed: DeployedRealTimeEndpoint = {
  name: "pictor-dev-real-time",
  kind: "realTime",
  configuration: "new-config",
  capacity: "ml.m5.xlarge",
  owner: "terraform",
  scales: true,
  instances: {
    ...deployedInstances,
    securityGroupId: "sg-1",
  },
};
export const identity = { release: live.sha256, weights: live.weightsSha256 };
export const well: EndpointFacts = {
  deployed,
  state: { status: "InService", configuration: "new-config", instances: 2 },
  zones: ["eu-central-1a", "eu-central-1b", "eu-central-1b"],
  smoke: { label: "three", index: 3, identity },
};

/** What was found that is not well, a line each. */
export const bad = (findings: readonly Finding[]): string[] =>
  findings
    .filter(({ status }) => status !== "ok")
    .map(({ check, status, text }) => `${status} ${check}: ${text}`);
