import { type EndOfLife, endOfLifeWarning, knownEnd } from "@pictor/contracts";

/** Name of a runtime in the {@link runtimeCatalogue}. */
export type RuntimeName = "nodejs22.x";

/**
 * The runtimes that bundled functions run on, each with its end of support. Provider 5.100 refuses `nodejs24.x`.
 */
export const runtimeCatalogue: Readonly<Record<RuntimeName, EndOfLife>> = {
  "nodejs22.x": knownEnd("Lambda runtime", "nodejs22.x"),
};

/**
 * The warning of a runtime whose end of support is near or past.
 *
 * @param today ISO date
 */
export function endOfSupportWarning(name: RuntimeName, today: string): string | undefined {
  return endOfLifeWarning(runtimeCatalogue[name], today);
}
