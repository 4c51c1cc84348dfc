import type { InstanceRate } from "@pictor/contracts/batch";
import type { TrainingSummary } from "@pictor/contracts/training";
import type { TrainingRun } from "./training";
import type { TrainingOutcome } from "./training-outcome";

/** Makes the summary of a run from its last job, and the seconds of those before. */
export function summariseTraining(
  run: TrainingRun,
  outcome: TrainingOutcome,
  facts: { readonly endedAt: string; readonly instances: number; readonly rate?: InstanceRate },
): TrainingSummary {
  const trainingSeconds = run.trainingSeconds + outcome.trainingSeconds;
  const billableSeconds = run.billableSeconds + outcome.billableSeconds;
  const { endedAt, instances, rate } = facts;
  return {
    run: run.id,
    status: statusOf(outcome),
    request: { data: run.request.data, code: run.request.code },
    startedAt: run.startedAt,
    endedAt,
    jobs: run.attempt,
    trainingSeconds,
    billableSeconds,
    ...(trainingSeconds > 0 && {
      savingPercent: Number((100 * (1 - billableSeconds / trainingSeconds)).toFixed(1)),
    }),
    ...(rate && {
      cost: {
        usd: Number(((billableSeconds * instances * rate.usdPerHour) / 3600).toFixed(4)),
        usdPerInstanceHour: rate.usdPerHour,
        priced: rate.read,
      },
    }),
    metrics: outcome.metrics,
    ...(outcome.artefact !== undefined && { artefact: outcome.artefact }),
    reason: outcome.reason,
  };
}

/** Says in one sentence what became of a run. */
export function trainingText(summary: TrainingSummary): string {
  const { artefact, billableSeconds, cost, reason, run, savingPercent, status } = summary;
  return [
    `Training run ${run} is ${status === "outOfTime" ? "out of time" : status}, ${billableSeconds} s billed`,
    ...(savingPercent === undefined ? [] : [`Managed Spot saved ${savingPercent} %`]),
    ...(cost === undefined ? [] : [`about $${cost.usd.toFixed(2)}`]),
    ...(reason === "" ? [] : [reason]),
    ...(artefact === undefined ? [] : [artefact]),
  ].join("; ");
}

function statusOf({ kind }: TrainingOutcome): TrainingSummary["status"] {
  return kind === "serviceFault" || kind === "noCapacity" ? "failed" : kind;
}
