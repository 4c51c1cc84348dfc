import { UserError } from "@pictor/terraform";
import { InvalidArgumentError } from "commander";

/** Whether a command starts a run or returns to one. */
export type StartOrAttach =
  | { readonly kind: "start"; readonly from: string }
  | { readonly kind: "attach"; readonly run: string };

/**
 * Reads what a command is given: either something to begin a run from, or a run.
 *
 * @param what the kind of source for messages, such as `a directory`
 * @throws UserError if both are given, or neither
 */
export function startOrAttach(
  what: string,
  from: string | undefined,
  run: string | undefined,
): StartOrAttach {
  if (from !== undefined && run === undefined) return { kind: "start", from };
  if (from === undefined && run !== undefined) return { kind: "attach", run };
  throw new UserError(
    from === undefined
      ? `neither ${what} nor a run is given`
      : `--attach ${run} returns to a run, and '${from}' would start one`,
    { hint: `give ${what}, or --attach <run>` },
  );
}

/** Reads a run's id. */
export function parseRun(text: string): string {
  if (/^[0-9a-f]{16}$/.test(text)) return text;
  throw new InvalidArgumentError(
    `a run is 16 of the digits 0 to 9 and a to f, as its start printed, got '${text}'`,
  );
}
