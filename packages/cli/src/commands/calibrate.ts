import type { Calibration } from "@pictor/contracts";
import type { Command } from "commander";
import { calibrate } from "../calibrate/calibrate";
import type { Stage } from "../calibrate/stage";
import { releasesDirectory } from "../home";
import { parseCount } from "../options";
import { placeOf } from "../stack/place-of";

interface Options {
  readonly seconds: number;
  readonly requests: number;
  readonly json?: true;
}

export function addCalibrate(program: Command): void {
  program
    .command("calibrate")
    .summary("measure what the deployed endpoint carries, and write it into the release manifest")
    .description(
      "Asks the endpoint itself for the release's smoke picture, with ever more callers at once, and writes requests per second and latency into releases/<env>.json: scaling targets and the check of the peak come from it. It is real load on a real endpoint. AWS is whatever your AWS_* variables say; rows of the local AWS are marked and refuse nothing.",
    )
    .argument("<env>", "environment, for example staging")
    .option("--seconds <n>", "time for all stages of an endpoint together", parseCount(1, 900), 70)
    .option("--requests <n>", "calls of all stages of an endpoint", parseCount(1, 100_000), 5_000)
    .option("--json", "write the rows as JSON")
    .addHelpText("after", "\nExample: pictor calibrate staging --seconds 120")
    .action(async (environment: string, { json, seconds, requests }: Options) => {
      const rows = await calibrate({
        place: await placeOf(environment),
        releasesDirectory: releasesDirectory(process.env),
        seconds,
        requests,
        onStage: (name, stage) => {
          if (!json) console.log(describeStage(name, stage));
        },
      });
      console.log(json ? JSON.stringify({ environment, rows }) : rows.map(describeRow).join("\n"));
    });
}

function describeStage(name: string, { callers, calls, failed, rps, p50Ms, p99Ms }: Stage): string {
  return `  ${name}, ${callers} caller(s): ${rps.toFixed(1)} requests/s, p50 ${p50Ms.toFixed(0)} ms, p99 ${p99Ms.toFixed(0)} ms, ${failed} of ${calls} failed`;
}

function describeRow({ target, rps, p50Ms, p99Ms, on }: Calibration): string {
  const of = target.startsWith("serverless") ? target : `one ${target}`;
  const caveat = on === "local" ? ", measured on the local AWS: it refuses nothing" : "";
  return `written: ${of} carries ${rps} requests/s, p50 ${p50Ms} ms, p99 ${p99Ms} ms${caveat}; commit the manifest`;
}
