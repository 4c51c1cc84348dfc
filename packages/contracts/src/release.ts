import type { Calibration } from "./calibration";

/** One model release: everything that the stack needs of an artefact without having its weights. */
export interface Release {
  /** SHA-256 of the artefact's bytes, or with `compression: "none"` of the sorted list of path and sha256. */
  readonly sha256: string;
  /** Bytes of the artefact. */
  readonly size: number;
  /** Object key in the model store; with `compression: "none"` a prefix, which ends with a slash. */
  readonly key: string;
  /** Layout of the files in the artefact: what the container's server expects. */
  readonly layout: "torchserve" | "ray-serve";
  /** Id of a container in the catalogue of `@pictor/inference`. */
  readonly container: string;
  /** Number format of the weights. */
  readonly format: "fp32" | "int8";
  /** SHA-256 of the weights file inside the artefact: the proof of identity of what answers. */
  readonly weightsSha256: string;
  /** Input of the network: pixels and the normalisation of channels that are 0 to 1 before it. */
  readonly input: {
    readonly width: number;
    readonly height: number;
    readonly mean: readonly [number, number, number];
    readonly std: readonly [number, number, number];
  };
  /** Number of classes, and the SHA-256 of their names, one a line. */
  readonly labels: { readonly count: number; readonly sha256: string };
  readonly compression: "gzip" | "none";
  /** Measured quality of this release, where it was measured, and on which date. */
  readonly measured?: Measured;
  /** A picture beside the manifest and the class that the release must give it. */
  readonly smoke: { readonly file: string; readonly index: number };
  /** Measured throughput of this release, a row per capacity and place. */
  readonly calibration: readonly Calibration[];
}

/** Measured quality of a release; shares from 0 to 1. */
export interface Measured {
  /** Share of a held-out set that the release classifies correctly. */
  readonly accuracy?: number;
  /** Share of a held-out set on which the release agrees with the network it was made from. */
  readonly agreement?: number;
  /** Where and when. */
  readonly on: string;
}

/** `releases/<env>.json`: the release that serves and the one before it, to which an update can roll back. */
export interface ReleaseManifest {
  readonly schema: 1;
  readonly live: Release;
  readonly previous?: Release;
}

/**
 * Key of an artefact in the model store, or the prefix of an uncompressed one's objects: its content's hash, so that no
 * upload ever replaces another.
 */
export function releaseKey(sha256: string, compression: Release["compression"] = "gzip"): string {
  const prefix = `releases/${sha256}/`;
  return compression === "none" ? prefix : `${prefix}model.tar.gz`;
}
