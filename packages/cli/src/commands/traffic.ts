import { type Command, InvalidArgumentError } from "commander";
import { createDisplay } from "../run/display/create-display";
import { parseCount } from "./options";

/** Options of the command as commander hands them over. */
export interface TrafficOptions {
  readonly speed: number;
  readonly hours: number;
  readonly peak?: number;
  readonly day?: string;
  readonly image?: string;
  readonly json?: true;
}

export function addTraffic(program: Command): void {
  program
    .command("traffic")
    .summary("send a day of traffic to the local AWS in minutes")
    .description(
      "Sends pictures to the API of the local AWS on this machine, and to no other. The trace says how many requests a second arrive at each time of the day. --speed says how fast its clock runs: at --speed 600 each second here plays 600 seconds (10 minutes) of the trace, so 24 hours take 144 seconds. The requests a second stay those of the trace, so a day at --speed 600 sends a 600th of the day's requests. The trace is a CSV file with the columns time and requests, or a shipped one: flat, office-hours, evening-peak, flash-crowd, trickle, seed. Ctrl-C ends the command and prints the result so far.",
    )
    .argument("<trace>", "name of a shipped trace, or a CSV file")
    .option("--speed <n>", "seconds of the trace played in one second", parseCount(1, 86_400), 600)
    .option(
      "--peak <rps>",
      "scale the trace: requests a second in its busiest minute (default: unscaled)",
      parseRate,
    )
    .option("--day <date>", "first day, for example 2026-03-02, UTC (default: the busiest)")
    .option("--hours <n>", "hours of the trace to play", parseCount(1, 168), 24)
    .option("--image <file>", "picture to send (default: the release's smoke picture)")
    .option("--json", "write a JSON object per progress, the result last")
    .addHelpText("after", "\nExample: pictor traffic office-hours --speed 600 --peak 12")
    .action(async (trace: string, options: TrafficOptions) => {
      const { runTraffic } = await import("../traffic/run.js");
      await runTraffic(trace, options, createDisplay(options));
    });
}

/** Most requests a second: above this rate, the machine is the bottleneck and not the service. */
const mostRps = 1_000;

function parseRate(text: string): number {
  const rate = Number(text);
  if (text.trim() !== "" && rate > 0 && rate <= mostRps) return rate;
  throw new InvalidArgumentError(`must be a number above 0, at most ${mostRps}, got '${text}'`);
}
