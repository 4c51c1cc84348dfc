import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseTraffic, ScenarioError, shippedTrafficFile, type Traffic } from "@pictor/cost";
import { UserError } from "@pictor/terraform";
import { layout } from "../run/layout";

/** A scenario and the file that it comes from. */
export interface ReadTraffic {
  readonly file: string;
  readonly traffic: Traffic;
}

/**
 * Reads a traffic scenario: the file given, else the environment's own `traffic/<env>.yaml`, else the seed's.
 *
 * @throws UserError that lists everything that is wrong with it
 */
export function readTraffic(
  file: string | undefined,
  environment: string | undefined,
): ReadTraffic {
  const chosen = file ?? ownFile(environment) ?? shippedTrafficFile("seed");
  try {
    return { file: chosen, traffic: parseTraffic(textOf(chosen), chosen) };
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    throw new UserError(error.message, {
      hint: `${shippedTrafficFile("seed")} is an example that is right`,
    });
  }
}

function ownFile(environment: string | undefined): string | undefined {
  if (environment === undefined) return undefined;
  const file = join(layout.classifierApp, "traffic", `${environment}.yaml`);
  return existsSync(file) ? file : undefined;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError(`the traffic scenario ${file} cannot be read: ${(error as Error).message}`);
  }
}
