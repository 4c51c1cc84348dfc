import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A built Lambda function. */
export interface LambdaAsset {
  /** Where its zip lies. */
  readonly path: string;
  /** SHA-256 of the zip's bytes in base64, as Lambda states it. */
  readonly hash: string;
}

/**
 * The zip of a function of this package.
 *
 * It is made when the package is built, with the same bytes from the same sources, so a synthesis neither bundles
 * nor changes anything.
 */
export function lambdaAsset(name: "predict"): LambdaAsset {
  // Next to the compiled sources; the tests run the sources themselves.
  const path = join(__dirname, "..", "dist", "lambda", `${name}.zip`);
  if (!existsSync(path)) {
    throw new Error(`no zip of function '${name}' at ${path}, build @pictor/api first`);
  }
  return { path, hash: createHash("sha256").update(readFileSync(path)).digest("base64") };
}
