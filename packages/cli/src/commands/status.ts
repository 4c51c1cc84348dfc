import { readRun } from "@pictor/local";
import type { Command } from "commander";
import { findHome } from "../home";
import { readStatus, renderStatus } from "../live/status";

export function addStatus(program: Command): void {
  program
    .command("status")
    .summary("say what runs here: stacks, endpoints, release, who serves, requests, alarms")
    .option("--json", "write the result as JSON")
    .addHelpText("after", "\nExample: pictor status")
    .action(async ({ json }: { json?: true }) => {
      const status = await readStatus(readRun(findHome(process.env).runFile));
      console.log(json ? JSON.stringify(status) : renderStatus(status));
    });
}
