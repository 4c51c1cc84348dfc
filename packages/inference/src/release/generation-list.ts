import { createHash } from "node:crypto";
import type { Release, ReleaseManifest } from "@pictor/contracts";

/** A release that must have a model and an endpoint configuration. */
export interface ListedGeneration {
  /**
   * Construct id, made from what the release is and not from its place in the manifest: a release that moves from
   * `live` to `previous` keeps its Terraform addresses, so nothing that the endpoint may still use is touched.
   */
  readonly id: string;
  readonly release: Release;
}

/** The generations of a manifest, the live one first; one only where both releases are the same. */
export function generationsOf(
  manifest: ReleaseManifest,
): readonly [ListedGeneration, ...ListedGeneration[]] {
  const live = listed(manifest.live);
  const previous = manifest.previous && listed(manifest.previous);
  return previous === undefined || previous.id === live.id ? [live] : [live, previous];
}

function listed(release: Release): ListedGeneration {
  const { sha256, weightsSha256, container, key, compression } = release;
  const identity = JSON.stringify([sha256, weightsSha256, container, key, compression]);
  const hash = createHash("sha256").update(identity).digest("hex").slice(0, 12);
  return { id: `Release${hash}`, release };
}
