import type { BatchSummary } from "@pictor/contracts/batch";

/** Labels that are shown. */
const shownLabels = 5;

/** A run's summary in lines. */
export function renderSummary(summary: BatchSummary): string {
  const { classified, cost, failures, jobs, jobSeconds, labels, pictures, run, seconds, status } =
    summary;
  const shown = Object.entries(labels).slice(0, shownLabels);
  const hidden = Object.keys(labels).length - shown.length;
  const labelTexts = shown.map(([label, count]) => `${count} ${label}`);
  const failed = Object.entries(failures).map(([code, count]) => `${count} ${code}`);
  return [
    `run        ${run} is ${status}`,
    `pictures   ${classified} of ${pictures} classified`,
    ...(failed.length === 0 ? [] : [`failures   ${failed.join(", ")}`]),
    ...(shown.length === 0
      ? []
      : [`labels     ${[...labelTexts, ...(hidden > 0 ? [`${hidden} more`] : [])].join(", ")}`]),
    `time       ${Math.round(seconds)} s; ${jobs} jobs, ${Math.round(jobSeconds)} s on instances`,
    cost === undefined
      ? "cost       unknown: the instance type has no price in @pictor/cost"
      : `cost       $${cost.usd.toFixed(cost.usd < 1 ? 4 : 2)}, at $${cost.usdPerInstanceHour} for an instance and hour (price of ${cost.priced})`,
  ].join("\n");
}
