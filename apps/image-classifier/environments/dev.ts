import type { Environment } from "../src/environment";

/** Cheap and throw-away: a serverless endpoint costs nothing while nobody calls, nor do jobs while none runs. */
export const dev: Environment = {
  name: "dev",
  accountId: "111111111111",
  region: "us-east-1",
  deployers: [
    { kind: "roles", names: ["aws-reserved/sso.amazonaws.com/*AWSReservedSSO_PictorDeploy_*"] },
  ],
  network: { kind: "none" },
  capacity: {
    kind: "serverless",
    memorySizeMb: 2048,
    maxConcurrency: 5,
    acceptsPublicEgress: true,
  },
  expectedPeakRps: 1,
  auth: { kind: "apiKey" },
  waf: "off",
  throttle: { rate: 50, burst: 100 },
  logRetentionDays: 14,
  monitoring: { dashboard: false, subscriptions: [] },
  budget: { margin: 1.25 },
  batch: { instances: { type: "ml.c5.xlarge" } },
  training: {
    container: "pytorch-2.10-cpu",
    instances: { type: "ml.c5.2xlarge" },
    maxRuntimeMinutes: 120,
    maxWaitMinutes: 360,
  },
  protectsData: false,
};
