import { writeFileSync } from "node:fs";
import { type Simulation, simulate } from "@pictor/capacity";
import { UserError } from "@pictor/terraform";
import type { SimulateOptions } from "../commands/simulate";
import { readEnvironments } from "../cost/environments";
import { releasesDirectory } from "../run/home";
import { drawSimulation } from "./chart";
import { planEnvironment } from "./plan";
import { findTrace, zoneOf } from "./read-trace";
import { outcomesOf, renderSimulation } from "./table";

/** Runs `pictor simulate`. */
export async function runSimulate(nameOrFile: string, options: SimulateOptions): Promise<void> {
  const trace = findTrace(nameOrFile);
  const [environment] = await readEnvironments([options.env], releasesDirectory(process.env));
  if (environment === undefined) return;
  const timeZone = options.timeZone ?? zoneOf(nameOrFile);
  const { assumptions, inputs, lines } = planEnvironment(environment, { ...options, timeZone });
  const result = simulate(trace, inputs);
  const title = `${options.env} with the trace '${trace.name}', ${days(result)} from ${new Date(trace.startsAt).toISOString().slice(0, 10)}, at list prices on demand`;
  const shown = { title, result, lines, assumptions };
  if (options.json) {
    console.log(
      JSON.stringify({
        environment: options.env,
        ...jsonOf(result),
        lines,
        assumptions,
      }),
    );
  } else console.log(renderSimulation(shown));
  if (options.svg === undefined) return;
  try {
    writeFileSync(options.svg, drawSimulation(title, trace, result));
  } catch (error) {
    throw new UserError(`the chart ${options.svg} cannot be written: ${(error as Error).message}`);
  }
  if (!options.json) console.log(`chart: ${options.svg}`);
}

function days({ minutes }: Simulation): string {
  return `${(minutes / 1440).toLocaleString("en-US", { maximumFractionDigits: 1 })} days`;
}

function jsonOf(result: Simulation) {
  const { minutes, ratio, ratioToLimit, trace } = result;
  return {
    trace,
    minutes,
    ratio,
    ratioToLimit,
    outcomes: outcomesOf(result).map(({ served: _by_minute, ...outcome }) => outcome),
  };
}
