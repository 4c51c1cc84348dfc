import { existsSync, readFileSync } from "node:fs";
import {
  readTrace,
  type ShippedTrace,
  shippedTrace,
  shippedTraces,
  type Trace,
  TraceError,
  traceTimeZone,
} from "@pictor/capacity";
import { unknownName } from "@pictor/contracts";
import { UserError } from "@pictor/terraform";

/**
 * Returns a shipped trace by its name, or reads a CSV file.
 *
 * @throws UserError that lists everything that is wrong with it
 */
export function findTrace(nameOrFile: string): Trace {
  const name = shippedTraces.find((each) => each === nameOrFile);
  if (name !== undefined) return shippedTrace(name satisfies ShippedTrace);
  if (!existsSync(nameOrFile) && !/[./\\]/.test(nameOrFile)) {
    throw new UserError(unknownName("trace", nameOrFile, shippedTraces), {
      hint: `use one of ${shippedTraces.join(", ")}, or a CSV file`,
    });
  }
  try {
    return readTrace(readFileSync(nameOrFile, "utf8"), nameOrFile);
  } catch (error) {
    const hint = "a trace has the columns time and requests, such as '2026-01-05T08:00Z,120'";
    const isTrace = error instanceof TraceError;
    throw new UserError(
      isTrace
        ? error.message
        : `the trace ${nameOrFile} cannot be read: ${(error as Error).message}`,
      { hint },
    );
  }
}

/** Time zone in which the hours of a trace repeat, where nobody says it. */
export function zoneOf(nameOrFile: string): string {
  return shippedTraces.some((each) => each === nameOrFile) ? traceTimeZone : "UTC";
}
