import type { Environment } from "../src/environment";

/** The local AWS. Its account id belongs to nobody, so that these stacks can never reach a real account. */
export const local: Environment = {
  name: "local",
  accountId: "000000000000",
  region: "us-east-1",
  network: {
    kind: "vpc",
    cidrBlock: "10.0.0.0/16",
    availabilityZones: ["us-east-1a", "us-east-1b"],
  },
  capacity: {
    kind: "realTime",
    instanceType: "ml.m5.xlarge",
    instanceCount: 1,
    highAvailability: false,
  },
  auth: { kind: "apiKey" },
  throttle: { rate: 1000, burst: 2000 },
  logRetentionDays: 1,
  protectsData: false,
};
