import { createHash } from "node:crypto";
import { artefactListSha256, type Release, releaseKey } from "@pictor/contracts";

export const place = { environment: "dev", accountId: "111111111111", region: "eu-central-1" };

export function sha256(data: string): string {
  return createHash("sha256").update(data).digest("hex");
}

/** A release whose artefact has this content. */
export function release(artefact: string): Release {
  const hash = sha256(artefact);
  return {
    sha256: hash,
    size: artefact.length,
    key: releaseKey(hash),
    layout: "torchserve",
    container: "pytorch-2.6-cpu",
    format: "fp32",
    weightsSha256: sha256("weights"),
    input: { width: 32, height: 32, mean: [0, 0, 0], std: [1, 1, 1] },
    labels: { count: 10, sha256: sha256("labels") },
    compression: "gzip",
    smoke: { file: "smoke.png", index: 3 },
    calibration: [],
  };
}

/** A release of plain files, by their paths. */
export function uncompressedRelease(files: Readonly<Record<string, string>>): Release {
  const hashes = Object.entries(files).map(([path, content]) => [path, sha256(content)]);
  const hash = artefactListSha256(Object.fromEntries(hashes));
  return {
    ...release(""),
    sha256: hash,
    size: Object.values(files).join("").length,
    key: releaseKey(hash, "none"),
    compression: "none",
  };
}
