import { lambdaRuntimeEnds } from "@pictor/contracts";

/** A runtime of Lambda's, and until when AWS patches it. */
export interface Runtime {
  /** Last day on which AWS patches it (ISO date). */
  readonly endOfSupport: string;
  /** What follows it, where the AWS provider takes it. */
  readonly successor: string | undefined;
  /** Where the row comes from. */
  readonly source: string;
  /** When the source was read (year and month). */
  readonly read: string;
}

/** Name of a runtime in the {@link runtimeCatalogue}. */
export type RuntimeName = "nodejs22.x";

/** The runtimes that bundled functions run on. Provider 5.100 refuses `nodejs24.x`. */
export const runtimeCatalogue: Readonly<Record<RuntimeName, Runtime>> = {
  "nodejs22.x": {
    endOfSupport: lambdaRuntimeEnds["nodejs22.x"],
    successor: undefined,
    source: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html",
    read: "2026-11",
  },
};

/** Days before the end on which the warnings begin: enough to plan the move. */
const noticeDays = 180;

/**
 * What to tell the one who synthesises, where a runtime's end is near or past.
 *
 * @param today ISO date
 */
export function endOfSupportWarning(
  name: RuntimeName,
  today: string,
  { endOfSupport, successor, source }: Runtime = runtimeCatalogue[name],
): string | undefined {
  const daysLeft = (Date.parse(endOfSupport) - Date.parse(today)) / 86_400_000;
  if (daysLeft > noticeDays) return undefined;
  const next =
    successor === undefined
      ? "the pinned AWS provider takes no later one: plan its upgrade"
      : `move to '${successor}'`;
  return daysLeft < 0
    ? `runtime '${name}' gets no patches since ${endOfSupport}, ${next} (${source})`
    : `runtime '${name}' gets patches until ${endOfSupport}, ${daysLeft} days more, ${next} (${source})`;
}
