import { readRun } from "@pictor/local";
import type { Command } from "commander";
import { findHome } from "../run/home";

export function addStatus(program: Command): void {
  program
    .command("status")
    .summary(
      "show what runs on this machine: stacks, endpoints, release, serving endpoint, requests, alarms",
    )
    .option("--json", "write the result as JSON")
    .addHelpText("after", "\nExample: pictor status")
    .action(async ({ json }: { json?: true }) => {
      const { readStatus, renderStatus } = await import("../status/status.js");
      const status = await readStatus(readRun(findHome(process.env).runFile));
      console.log(json ? JSON.stringify(status) : renderStatus(status));
    });
}
