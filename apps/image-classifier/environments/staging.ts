import type { Environment } from "../src/environment";

/** What production is, on one instance most of the time: where a release shows itself first. */
export const staging: Environment = {
  name: "staging",
  accountId: "222222222222",
  region: "us-east-1",
  network: {
    kind: "vpc",
    cidrBlock: "10.1.0.0/16",
    availabilityZones: ["us-east-1a", "us-east-1b"],
  },
  capacity: {
    kind: "realTime",
    instanceType: "ml.m5.xlarge",
    instances: { min: 1, max: 2 },
    highAvailability: false,
    deployment: { kind: "allAtOnce", waitSeconds: 300 },
  },
  expectedPeakRps: 4,
  auth: { kind: "apiKey" },
  waf: "on",
  throttle: { rate: 100, burst: 200 },
  logRetentionDays: 30,
  monitoring: { dashboard: true, budget: { monthlyUsd: 400 }, subscriptions: [] },
  protectsData: true,
};
