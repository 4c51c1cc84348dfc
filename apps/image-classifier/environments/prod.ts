import type { Environment } from "../src/environment";

/**
 * Production: two instances in two zones, data that outlives a mistake. With the seed's traffic at most 220 US dollars a
 * month, which a test holds; a release in INT8 is what two of these instances carry the peak with.
 */
export const prod: Environment = {
  name: "prod",
  accountId: "333333333333",
  region: "us-east-1",
  deployers: [
    { kind: "roles", names: ["aws-reserved/sso.amazonaws.com/*AWSReservedSSO_PictorDeploy_*"] },
  ],
  network: {
    kind: "vpc",
    cidrBlock: "10.2.0.0/16",
    availabilityZones: ["us-east-1a", "us-east-1b"],
  },
  capacity: {
    kind: "realTime",
    instanceType: "ml.c5.large",
    volumeSizeGb: 5,
    instances: { min: 2, max: 4 },
    highAvailability: true,
    deployment: {
      kind: "canary",
      canaryPercent: 50,
      waitSeconds: 300,
      terminationWaitSeconds: 300,
    },
  },
  expectedPeakRps: 8,
  auth: { kind: "apiKey" },
  waf: "on",
  throttle: { rate: 1000, burst: 2000 },
  logRetentionDays: 365,
  monitoring: { dashboard: true, subscriptions: [] },
  budget: { margin: 1.25 },
  protectsData: true,
};
