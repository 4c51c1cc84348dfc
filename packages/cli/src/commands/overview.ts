import { readRun } from "@pictor/local";
import { findHome } from "../run/home";

/** Text that `pictor` alone prints: what runs on this machine, and commands to go on with. */
export async function overview(): Promise<string> {
  const { readStatus, renderStatus } = await import("../status/status.js");
  const { nextSteps, renderNextSteps } = await import("../status/next-steps.js");
  const status = await readStatus(readRun(findHome(process.env).runFile));
  return `${renderStatus(status)}\n\n${renderNextSteps(nextSteps(status))}`;
}
