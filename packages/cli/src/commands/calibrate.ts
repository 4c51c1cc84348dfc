import type { Calibration } from "@pictor/contracts";
import type { Command } from "commander";
import { placeOf } from "../apply/place-of";
import type { Stage } from "../checks/calibrate/stage";
import { releasesDirectory } from "../run/home";
import { parseEnvironment } from "./environments";
import { parseCount } from "./options";

interface Options {
  readonly seconds: number;
  readonly requests: number;
  readonly json?: true;
}

export function addCalibrate(program: Command): void {
  program
    .command("calibrate")
    .summary(
      "measure throughput and latency of the deployed endpoint, and write them into the release manifest",
    )
    .description(
      "Sends the release's smoke picture to the endpoint itself, with more and more callers at once, and writes requests per second and latency into releases/<env>.json. Synthesis computes scaling targets from these rows and checks expectedPeakRps against them. This is real load on a real endpoint. Your AWS_* variables choose the account. Rows measured on the local AWS are marked, and synthesis does not use them.",
    )
    .argument("<env>", "environment, for example staging", parseEnvironment)
    .option("--seconds <n>", "time for all stages of an endpoint together", parseCount(1, 900), 70)
    .option("--requests <n>", "calls of all stages of an endpoint", parseCount(1, 100_000), 5_000)
    .option("--json", "write the rows as JSON")
    .addHelpText("after", "\nExample: pictor calibrate staging --seconds 120")
    .action(async (environment: string, { json, seconds, requests }: Options) => {
      const { calibrate } = await import("../checks/calibrate/calibrate.js");
      const absent: string[] = [];
      const rows = await calibrate({
        place: await placeOf(environment),
        releasesDirectory: releasesDirectory(process.env),
        seconds,
        requests,
        onStage: (name, stage) => {
          if (!json) console.log(describeStage(name, stage));
        },
        onAbsent: (name) => {
          absent.push(name);
          if (!json) console.log(describeAbsent(name, environment));
        },
      });
      console.log(
        json ? JSON.stringify({ environment, rows, absent }) : rows.map(describeRow).join("\n"),
      );
    });
}

function describeStage(name: string, { callers, calls, failed, rps, p50Ms, p99Ms }: Stage): string {
  return `  ${name}, ${callers} caller(s): ${rps.toFixed(1)} requests/s, p50 ${p50Ms.toFixed(0)} ms, p99 ${p99Ms.toFixed(0)} ms, ${failed} of ${calls} failed`;
}

function describeAbsent(name: string, environment: string): string {
  return `${name} is absent, since serverless serves: not measured. 'pictor capacity ${environment} --pin realTime' has it created and kept; calibrate once it is there, then --unpin`;
}

function describeRow({ target, rps, p50Ms, p99Ms, on }: Calibration): string {
  const of = target.startsWith("serverless") ? target : `one ${target}`;
  const caveat = on === "local" ? ", measured on the local AWS: it refuses nothing" : "";
  return `written: ${of} carries ${rps} requests/s, p50 ${p50Ms} ms, p99 ${p99Ms} ms${caveat}; commit the manifest`;
}
