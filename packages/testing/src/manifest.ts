import { type Release, type ReleaseManifest, releaseKey } from "@pictor/contracts";

/** A manifest as `pictor model publish` writes it, of an artefact that exists nowhere: a plan needs no weights. */
export function manifestOf(digit: string): ReleaseManifest {
  return { schema: 1, live: releaseOf(digit) };
}

/** A release whose hashes are made of one hexadecimal digit. */
export function releaseOf(digit: string): Release {
  const sha256 = digit.repeat(64);
  return {
    sha256,
    size: 95_000_000,
    key: releaseKey(sha256),
    layout: "torchserve",
    container: "pytorch-2.6-cpu",
    format: "fp32",
    weightsSha256: sha256,
    input: { width: 32, height: 32, mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
    labels: { count: 10, sha256 },
    compression: "gzip",
    smoke: { file: "smoke.png", index: 7 },
    calibration: [],
  };
}
