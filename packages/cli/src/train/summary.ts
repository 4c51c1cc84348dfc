import type { TrainingSummary } from "@pictor/contracts/training";
import type { TrainedFiles } from "./outputs";

/** A run's summary in lines. */
export function renderSummary(summary: TrainingSummary, trained?: TrainedFiles): string {
  const { billableSeconds, cost, jobs, run, savingPercent, status, trainingSeconds } = summary;
  return [
    `run        ${run} is ${status === "outOfTime" ? "out of time" : status}`,
    ...(trained === undefined
      ? []
      : [
          `accuracy   ${(100 * trained.accuracy).toFixed(2)} % of ${trained.heldOut} held-out pictures`,
        ]),
    `time       ${trainingSeconds} s on an instance, ${billableSeconds} s billed; ${jobs} ${jobs === 1 ? "job" : "jobs"}`,
    ...(savingPercent === undefined ? [] : [`saving     ${savingPercent} % by Managed Spot`]),
    cost === undefined
      ? "cost       unknown: the instance type has no price in @pictor/cost"
      : `cost       $${cost.usd.toFixed(cost.usd < 1 ? 4 : 2)}, at $${cost.usdPerInstanceHour} for an instance and hour (price of ${cost.priced})`,
  ].join("\n");
}
