import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Place } from "@pictor/contracts";
import { placeSchema } from "@pictor/contracts/schemas";
import { logDirectory } from "@pictor/local";
import * as z from "zod";
import { layout } from "../run/layout";
import { stackDirectory, synthesise } from "./synthesise";

const stackSchema = z.looseObject({
  provider: z.looseObject({
    aws: z.tuple([
      z.looseObject({ region: z.string(), allowed_account_ids: z.tuple([z.string()]) }),
    ]),
  }),
});

/** Account and region that a synthesised stack is pinned to. */
export function readPlace(environment: string, directory: string): Place {
  const stack = stackSchema.parse(JSON.parse(readFileSync(join(directory, "cdk.tf.json"), "utf8")));
  const [provider] = stack.provider.aws;
  return placeSchema.parse({
    environment,
    accountId: provider.allowed_account_ids[0],
    region: provider.region,
  });
}

/**
 * Asks the app where an environment is, by synthesising its data stack. The app is a process, never imported.
 *
 * @param workDirectory directory for what is synthesised, and for the log
 */
export async function findPlace(
  environment: string,
  workDirectory: string,
  signal?: AbortSignal,
): Promise<Place> {
  const stacks = await synthesise({
    app: layout.classifierApp,
    outputDirectory: join(workDirectory, "place"),
    // Without manifests the service stack, which is not wanted here, is left out.
    variables: {
      PICTOR_ENVIRONMENTS: environment,
      PICTOR_RELEASES_DIR: join(workDirectory, "none"),
    },
    logFile: join(logDirectory(workDirectory), "place.log"),
    signal,
  });
  return readPlace(environment, stackDirectory(stacks, `${environment}-data`));
}
