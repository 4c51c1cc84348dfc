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
 * Returns the zip of a package's function.
 *
 * It is made when the package is built, with the same bytes from the same sources, so a synthesis neither bundles
 * nor changes anything.
 *
 * @param directory the package's directory, with the function's sources in `lambda/<name>`
 * @throws if the package was not built
 */
export function lambdaAsset(directory: string, name: string): LambdaAsset {
  const path = join(directory, "dist", "lambda", `${name}.zip`);
  if (!existsSync(path)) {
    throw new Error(`no zip of function '${name}' at ${path}, build the package first`);
  }
  return { path, hash: createHash("sha256").update(readFileSync(path)).digest("base64") };
}
