import { trainingPrefixes, trainingRunKeys } from "@pictor/contracts/training";
import type { TrainingRun, TrainingSettings } from "../../src/run/training";
import { readTrainingOutcome } from "../../src/run/training-outcome";
import { reviewTraining } from "../../src/run/training-review";
import { summariseTraining, trainingText } from "../../src/run/training-summary";
import type { ObjectStore } from "../batch/object-store";
import { plan, type TrainingPlanEvent, trainingJobName } from "./plan";

/** What the machine calls its function with. */
export type TrainingEvent =
  | TrainingPlanEvent
  | {
      readonly step: "review" | "finish";
      readonly run: TrainingRun;
      /** The job's description, or the error that was caught. */
      readonly outcome: unknown;
    };

/** What the handler works with. */
export interface TrainingParts {
  readonly settings: TrainingSettings;
  readonly store: ObjectStore;
  readonly now: () => Date;
}

/** Makes the Lambda function's handler. What fails is thrown: the machine catches it. */
export function createHandler(parts: TrainingParts) {
  return async (event: TrainingEvent): Promise<unknown> => {
    switch (event.step) {
      case "plan":
        return plan(event, parts.settings, parts.store);
      case "review":
        return review(event.run, event.outcome, parts.settings);
      case "finish":
        return finish(event.run, event.outcome, parts);
    }
  };
}

/** The next job of a run, or its end; a next job has the seconds of this one behind it. */
function review(run: TrainingRun, result: unknown, { name }: TrainingSettings): object {
  const outcome = readTrainingOutcome(result);
  const decision = reviewTraining(run, outcome);
  if (decision.next === "finish") return { next: "finish", run, outcome: result };
  const attempt = run.attempt + 1;
  const next: TrainingRun = {
    ...run,
    attempt,
    retried: decision.retried,
    job: trainingJobName(name, run.id, attempt),
    trainingSeconds: run.trainingSeconds + outcome.trainingSeconds,
    billableSeconds: run.billableSeconds + outcome.billableSeconds,
  };
  return { next: "again", waitSeconds: decision.waitSeconds, run: next };
}

async function finish(
  run: TrainingRun,
  result: unknown,
  { now, settings, store }: TrainingParts,
): Promise<object> {
  const { instances, prefix, rate } = settings;
  const summary = summariseTraining(run, readTrainingOutcome(result), {
    endedAt: now().toISOString(),
    instances,
    ...(rate && { rate }),
  });
  await store.write(
    trainingRunKeys(trainingPrefixes(prefix).runs, run.id).summary,
    `${JSON.stringify(summary, null, 2)}\n`,
  );
  return { status: summary.status, run: run.id, message: trainingText(summary) };
}
