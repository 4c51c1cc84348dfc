import type { Environment } from "../src/environment";

/**
 * What production is, while somebody uses it: where a release shows itself first. In quiet hours serverless serves, and
 * no instance costs anything.
 */
export const staging: Environment = {
  name: "staging",
  accountId: "222222222222",
  region: "us-east-1",
  deployers: [
    { kind: "roles", names: ["aws-reserved/sso.amazonaws.com/*AWSReservedSSO_PictorDeploy_*"] },
  ],
  network: {
    kind: "vpc",
    cidrBlock: "10.1.0.0/16",
    availabilityZones: ["us-east-1a", "us-east-1b"],
  },
  capacity: {
    kind: "adaptive",
    realTime: {
      instanceType: "ml.c5.large",
      volumeSizeGb: 5,
      instances: { min: 1, max: 2 },
      highAvailability: false,
      deployment: { kind: "allAtOnce", waitSeconds: 300 },
    },
    serverless: { memorySizeMb: 4096, maxConcurrency: 5, acceptsPublicEgress: true },
  },
  expectedPeakRps: 4,
  auth: { kind: "apiKey" },
  waf: "on",
  throttle: { rate: 100, burst: 200 },
  logRetentionDays: 30,
  monitoring: { dashboard: true, subscriptions: [] },
  budget: { margin: 1.25 },
  protectsData: true,
};
