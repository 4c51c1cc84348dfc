import type { RealTimeEndpointProps } from "@pictor/inference";

/** A policy that bounds roles. */
export const boundary = "arn:aws:iam::271828182845:policy/bandicoot";

/** Props of an endpoint on instances, which together have every one. */
export const onInstances: readonly Partial<RealTimeEndpointProps>[] = [
  {},
  {
    dataCapture: {
      store: { bucketName: "numbat-captures", grantWrite: () => undefined },
      samplingPercent: 19,
    },
    volumeSizeGb: 211,
    queueLength: 223,
  },
  {
    instanceType: {
      name: "ml.emu9.xlarge",
      vCpus: 6,
      memoryGiB: 11,
      physicalCores: 5,
      storage: "ebs",
      burstable: false,
      accelerator: "none",
    },
  },
  {
    deployment: { kind: "linear", stepPercent: 33, waitSeconds: 307, terminationWaitSeconds: 67 },
    scaling: {
      kind: "invocations",
      safetyFactor: 0.61,
      scaleOutCooldownSeconds: 31,
      scaleInCooldownSeconds: 419,
    },
  },
  {
    role: { kind: "create", permissionsBoundaryArn: boundary },
    securityGroupIds: ["sg-0e0e0e", "sg-0f0f0f"],
  },
  { role: { kind: "existing", path: "/" } },
  { deployment: { kind: "rolling", batchPercent: 39, waitSeconds: 307 } },
  { deployment: { kind: "allAtOnce", waitSeconds: 307, terminationWaitSeconds: 67 } },
];
