import { existsSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

/**
 * The compiled list of environments. It is no import: the classifier's app imports this one for the schema of
 * deployers, and tests its stacks against the account's roles.
 */
const compiled = join(
  ...[__dirname, "..", "..", "image-classifier", "dist", "environments", "index.js"],
);

const listSchema = z.looseObject({ environments: z.array(z.unknown()) });

/**
 * All environments of `apps/image-classifier/environments`, as they are written there.
 *
 * @throws Error if that app is not compiled
 */
export function readEnvironments(): readonly unknown[] {
  if (!existsSync(compiled)) throw new Error(`there is no ${compiled}: run 'npm run setup'`);
  return listSchema.parse(require(compiled)).environments;
}
