import { type Run, readRun } from "@pictor/local";
import { UserError } from "@pictor/terraform";
import { findHome } from "./home";

/**
 * The run that this home has.
 *
 * @throws UserError where nothing runs
 */
export function findRunning(): Run {
  const reading = readRun(findHome(process.env).runFile);
  if (reading.kind === "running") return reading.run;
  throw new UserError("no local AWS runs here", { hint: "start one with 'pictor start'" });
}
