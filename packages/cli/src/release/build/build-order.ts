import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Release } from "@pictor/contracts";
import { releaseSchema } from "@pictor/contracts/schemas";

/** What `pictor model build` was asked for, as typed. */
export interface BuildOptions {
  /** A file, or an `https://` URL. */
  readonly weights: string;
  readonly sha256: string;
  /** Which state dict of a checkpoint that holds several. */
  readonly key?: string;
  readonly labels: string;
  readonly smoke: string;
  readonly smokeIndex?: string;
  readonly input: string;
  readonly resize?: string;
  readonly format: string;
  readonly calibration?: string;
  readonly heldOut?: string;
  /** What training measured of the weights, as its script writes it. */
  readonly measured?: string;
  readonly layout: string;
  readonly compression: string;
  readonly out: string;
}

/** Arguments of `python -m pictor_model`; paths become absolute, since it may run elsewhere. */
export function buildArguments(options: BuildOptions): string[] {
  const isUrl = options.weights.includes("://");
  const values = {
    "--weights": isUrl ? options.weights : resolve(options.weights),
    "--sha256": options.sha256,
    "--key": options.key,
    "--labels": resolve(options.labels),
    "--smoke": resolve(options.smoke),
    "--smoke-index": options.smokeIndex,
    "--input": options.input,
    "--resize": options.resize,
    "--format": options.format,
    "--calibration": options.calibration && resolve(options.calibration),
    "--held-out": options.heldOut && resolve(options.heldOut),
    "--measured": options.measured && resolve(options.measured),
    "--layout": options.layout,
    "--compression": options.compression,
    "--out": resolve(options.out),
  };
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return ["build", ...given.flatMap(([name, value]) => [name, value as string])];
}

/** The artefact in a build's directory and what was recorded of it. */
export function readBuilt(directory: string, compression: string): Built {
  const record = join(directory, "release.json");
  return {
    artefact: join(directory, compression === "none" ? "model" : "model.tar.gz"),
    release: releaseSchema.parse(JSON.parse(readFileSync(record, "utf8"))),
  };
}

export interface Built {
  /** Path of `model.tar.gz`, or with `--compression none` of a directory. */
  readonly artefact: string;
  readonly release: Release;
}
