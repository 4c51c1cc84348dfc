import { constants } from "node:os";

/** How a command on a leash ended, in words: a shell's exit codes above 128 are signals. */
export function describeEnd(code: number | undefined): string {
  const number = (code ?? 0) - 128;
  const signal = Object.entries(constants.signals).find(([, value]) => value === number)?.[0];
  return signal === undefined
    ? `exit code ${code}`
    : `it was ended by ${signal}, by something else than pictor`;
}
