import { trainingPrefixes, trainingRunId, trainingRunKeys } from "@pictor/contracts/training";
import {
  readTrainingRequest,
  type TrainingRun,
  type TrainingSettings,
  toolkitHyperparameters,
} from "../../src/run/training";
import type { ObjectStore } from "../batch/object-store";

/** What claims a run. */
export interface TrainingPlanEvent {
  readonly step: "plan";
  /** What started the execution. */
  readonly request: unknown;
  /** The execution's ARN. */
  readonly execution: string;
  readonly startedAt: string;
}

/** What planning a run returns. */
export type PlannedTraining =
  | { readonly kind: "duplicate"; readonly of: string }
  | { readonly kind: "planned"; readonly run: TrainingRun };

/**
 * Claims a run and says where its job reads and writes. An execution that finds another's claim does nothing.
 *
 * @throws Error with everything that is wrong with the request
 */
export async function plan(
  event: TrainingPlanEvent,
  settings: TrainingSettings,
  store: ObjectStore,
): Promise<PlannedTraining> {
  const { bucket, prefix } = settings;
  const reading = readTrainingRequest(event.request, event.execution, prefix);
  if (reading.kind === "invalid") throw new Error(reading.problems.join("; "));
  const { request } = reading;
  const id = trainingRunId(request);
  const keys = trainingRunKeys(trainingPrefixes(prefix).runs, id);
  const claim = { execution: event.execution, startedAt: event.startedAt, request };
  if (!(await store.claim(keys.claim, JSON.stringify(claim)))) {
    const { execution } = JSON.parse(await store.read(keys.claim, 1024 * 1024)) as typeof claim;
    if (execution !== event.execution) return { kind: "duplicate", of: execution };
  }
  const uri = (key: string): string => `s3://${bucket}/${key}`;
  return {
    kind: "planned",
    run: {
      id,
      startedAt: event.startedAt,
      request: { data: request.data, code: request.code },
      job: trainingJobName(settings.name, id, 1),
      attempt: 1,
      retried: false,
      data: uri(request.data),
      // The channel is the folder; in it lies the archive.
      code: uri(request.code.slice(0, request.code.lastIndexOf("/") + 1)),
      output: uri(keys.output),
      checkpoints: uri(keys.checkpoints),
      hyperparameters: toolkitHyperparameters(settings, request),
      trainingSeconds: 0,
      billableSeconds: 0,
    },
  };
}

/** Name of a run's job. The same attempt of the same run always has the same name. */
export function trainingJobName(name: string, run: string, attempt: number): string {
  return `${name}-${run}-${attempt}`;
}
