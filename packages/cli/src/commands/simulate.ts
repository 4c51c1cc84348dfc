import type { Command } from "commander";
import type { RuleOptions } from "../simulate/rules";
import { parseCount } from "./options";

/** Options of the command as commander hands them over. */
export interface SimulateOptions extends RuleOptions {
  readonly env: string;
  readonly json?: true;
  readonly svg?: string;
  readonly timeZone?: string;
  readonly latency?: number;
}

export function addSimulate(program: Command): void {
  program
    .command("simulate")
    .summary("simulate a year of traffic: instances, serverless, and switching between them")
    .description(
      "Simulates four ways to serve a trace, minute by minute: always on instances; serverless only; adaptive, which switches by itself; and the optimum, the cheapest switching if all traffic were known in advance. Prints the cost and the latency of each, and every assumption. The trace is a CSV file with the columns time and requests, or a shipped one: flat, office-hours, evening-peak, flash-crowd, trickle, seed. An adaptive environment is simulated with its own endpoints and rules. Needs neither AWS nor the internet.",
    )
    .argument("<trace>", "name of a shipped trace, or a CSV file")
    .requiredOption(
      "--env <name>",
      "environment with the instances and the release, for example prod",
    )
    .option(
      "--time-zone <name>",
      "zone in which busy hours repeat (default: a shipped trace's own, of a file UTC)",
    )
    .option(
      "--schedule <hours>",
      "instances at known hours, for example 'mon-fri 08:00-18:00,sat 10:00-14:00'",
    )
    .option(
      "--anticipate <weeks>",
      "weeks of past traffic to learn busy hours from; 0 learns none (default: 4, or the environment's own)",
      parseCount(0, 8),
    )
    .option("--warm <how>", "keep serverless warm: none, ping:<minutes> or provisioned:<count>")
    .option("--latency <ms>", "99th percentile that serverless must keep", parseCount(1, 60_000))
    .option(
      "--rule <name=number...>",
      "change a rule of the decision, for example inAfterMinutes=20 outAfterMinutes.cost=45",
    )
    .option("--svg <file>", "draw it as SVG into a file")
    .option("--json", "write the numbers as JSON")
    .addHelpText(
      "after",
      [
        "",
        "Example: pictor simulate office-hours --env prod --svg office.svg",
        "         pictor simulate requests.csv --env prod --schedule 'mon-fri 08:00-18:00' --warm ping:5",
      ].join("\n"),
    )
    .action(async (trace: string, options: SimulateOptions) => {
      const { runSimulate } = await import("../simulate/run.js");
      await runSimulate(trace, options);
    });
}
