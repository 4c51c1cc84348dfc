import type { Environment } from "../src/environment";

/** The local AWS. Its account id belongs to nobody, so that these stacks can never reach a real account. */
export const local: Environment = {
  name: "local",
  accountId: "000000000000",
  region: "us-east-1",
  deployers: [
    { kind: "roles", names: ["aws-reserved/sso.amazonaws.com/*AWSReservedSSO_PictorDeploy_*"] },
  ],
  network: {
    kind: "vpc",
    cidrBlock: "10.0.0.0/16",
    availabilityZones: ["us-east-1a", "us-east-1b"],
  },
  capacity: {
    kind: "realTime",
    instanceType: "ml.m5.xlarge",
    instances: { min: 1, max: 1 },
    highAvailability: false,
    // The demo answers up to 180 requests a second: those of two seconds may wait.
    queueLength: 400,
    deployment: { kind: "allAtOnce", waitSeconds: 180 },
  },
  expectedPeakRps: 2,
  auth: { kind: "apiKey" },
  waf: "on",
  throttle: { rate: 1000, burst: 2000 },
  logRetentionDays: 1,
  monitoring: { dashboard: true, subscriptions: [] },
  budget: { margin: 1.25 },
  protectsData: false,
};
