import { type Release, type ReleaseManifest, releaseKey } from "@pictor/contracts";

const nothing = "0".repeat(64);

/** A release that was never published, for environments without one: what a stack costs does not depend on weights. */
const release: Release = {
  sha256: nothing,
  size: 26_000_000,
  key: releaseKey(nothing),
  layout: "torchserve",
  container: "pytorch-2.6-cpu",
  format: "int8",
  weightsSha256: nothing,
  input: { width: 224, height: 224, mean: [0, 0, 0], std: [1, 1, 1] },
  labels: { count: 1000, sha256: nothing },
  compression: "gzip",
  smoke: { file: "smoke.png", index: 0 },
  calibration: [],
};

/** Manifest of a release that was never published, not measured, in INT8. */
export const standInManifest: ReleaseManifest = { schema: 1, live: release };
