import { join } from "node:path";
import { SageMakerClient } from "@aws-sdk/client-sagemaker";
import { type TrainingSummary, trainingRunKeys } from "@pictor/contracts/training";
import type { TrainCommandOptions } from "../commands/train";
import { type JobClients, jobClients } from "../jobs/clients";
import { beginAndFinish, forEnvironment, pollMs } from "../jobs/command";
import { findRun, requireMachine } from "../jobs/execution";
import { followRun } from "../jobs/follow";
import { readObject } from "../jobs/objects";
import { runModelPython } from "../release/build/python";
import type { Display } from "../run/display/display";
import type { Steps } from "../run/display/steps";
import { failureOfTraining } from "./outcome";
import { checkOutDirectory, downloadOutputs, releaseLines } from "./outputs";
import { type TrainPlace, trainPlace } from "./place";
import { readJob, renderProgress } from "./progress";
import { type FollowedTraining, type PackSource, startTraining } from "./start";
import { renderSummary } from "./summary";

/** What to do: train on a directory, or follow a run that was started before. */
export type TrainTask =
  | { readonly kind: "start"; readonly dataset: string }
  | { readonly kind: "attach"; readonly run: string };

/** Clients for the runs of an environment's training. */
export interface TrainClients extends JobClients {
  readonly sagemaker: SageMakerClient;
}

/** Runs `pictor train`. */
export async function runTrain(
  environment: string,
  task: TrainTask,
  options: TrainCommandOptions,
  display: Display,
): Promise<void> {
  if (options.out !== undefined) checkOutDirectory(options.out);
  await forEnvironment(environment, display, (place, signal) =>
    train({
      ...{ task, options, display, signal, pollMs, packSource },
      where: trainPlace(place),
      clients: {
        ...jobClients(place.region),
        sagemaker: new SageMakerClient({ region: place.region }),
      },
    }),
  );
}

const packSource: PackSource = (directory, signal) =>
  runModelPython({
    args: ["train-source", "--out", directory],
    logFile: join(directory, "train-source.log"),
    signal,
  });

/** What {@link train} works with. */
export interface TrainProps {
  readonly where: TrainPlace;
  readonly clients: TrainClients;
  readonly task: TrainTask;
  readonly options: TrainCommandOptions;
  readonly packSource: PackSource;
  readonly display: Display;
  /** Ends the command, and never a run. */
  readonly signal: AbortSignal;
  readonly pollMs: number;
}

/**
 * Starts a run, or finds one, follows it, downloads what it trained and shows how to release that.
 *
 * @throws UserError if the run is not complete; `Interrupted` if the command was ended, which leaves the run alive
 */
export async function train(props: TrainProps): Promise<void> {
  const { clients, display, signal, where } = props;
  await beginAndFinish({
    ...{ display, signal },
    attachLine: (run) => `pictor train ${where.place.environment} --attach ${run}`,
    untilThen: "the same command uploads only what is missing",
    begin: async (steps) => {
      await requireMachine(clients, where);
      return begin(props, steps);
    },
    finish: (steps, followed) => finish(props, steps, followed),
  });
}

async function begin(props: TrainProps, steps: Steps): Promise<FollowedTraining> {
  const { clients, options, task, where } = props;
  if (task.kind === "attach") {
    return { run: task.run, arn: await findRun(clients, where, task.run) };
  }
  return startTraining({
    ...{ ...props, steps, dataset: task.dataset },
    hyperparameters: options.set,
  });
}

async function finish(
  props: TrainProps,
  steps: Steps,
  { arn, run, skipped }: FollowedTraining,
): Promise<void> {
  const { clients, display, options, signal, where } = props;
  const execution = await followRun({
    ...{ clients, steps, arn, signal, pollMs: props.pollMs },
    progressOf: async (state) =>
      renderProgress(state, await readJob(clients.sagemaker, run, new Date())),
  });
  const key = trainingRunKeys(where.runs, run).summary;
  const text = await readObject(clients.s3, where.bucket, key);
  const summary = text === undefined ? undefined : (JSON.parse(text) as TrainingSummary);
  const failure = failureOfTraining(where, { run, execution, summary });
  const common = { run, summary, ...(skipped && { skipped }) };
  if (summary?.status === "complete" && summary.artefact !== undefined) {
    const { artefact } = summary;
    const out = options.out ?? `training-${run}`;
    const trained = await steps.run("files", async () => {
      checkOutDirectory(out);
      return { value: await downloadOutputs(clients.s3, artefact, out, signal), detail: out };
    });
    const release = releaseLines(where.place.environment, out, trained.build);
    const { accuracy, heldOut } = trained;
    display.result(
      { ...common, out, accuracy, heldOut, release },
      `${renderSummary(summary, trained)}\nfiles      ${out}\n\nTo release it:\n${release.map((line) => `  ${line}`).join("\n")}`,
    );
  } else if (summary !== undefined) {
    display.result(common, renderSummary(summary));
  }
  if (failure !== undefined) throw failure;
}
