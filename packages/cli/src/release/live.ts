import { type ReleaseManifest, readManifest } from "@pictor/contracts";
import { UserError } from "@pictor/terraform";
import { manifestHint } from "./manifest-hint";

/**
 * An environment's release manifest.
 *
 * @throws UserError where there is none, or none that can be read
 */
export function requireManifest(directory: string, environment: string): ReleaseManifest {
  const reading = readManifest(directory, environment);
  switch (reading.kind) {
    case "valid":
      return reading.value;
    case "invalid":
      throw new UserError(reading.problem, { hint: manifestHint("invalid", environment) });
    case "missing":
      throw new UserError(`there is no ${reading.file}`, {
        hint: manifestHint("missing", environment),
      });
  }
}
