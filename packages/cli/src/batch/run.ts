import type { BatchSummary } from "@pictor/contracts/batch";
import type { BatchCommandOptions } from "../commands/batch";
import { type JobClients, jobClients } from "../jobs/clients";
import { beginAndFinish, forEnvironment, pollMs } from "../jobs/command";
import { findRun, requireMachine } from "../jobs/execution";
import { followRun } from "../jobs/follow";
import { readObject } from "../jobs/objects";
import type { Display } from "../run/display/display";
import type { Steps } from "../run/display/steps";
import { failureOfRun } from "./outcome";
import { type BatchPlace, batchPlace, keysOf } from "./place";
import { ProgressReader, renderProgress } from "./progress";
import { checkOut, downloadResults } from "./results";
import { startFrom } from "./start";
import { renderSummary } from "./summary";

/** What to classify: pictures from somewhere, or a run that was started before. */
export type BatchTask =
  | { readonly kind: "start"; readonly source: string }
  | { readonly kind: "attach"; readonly run: string };

/** Runs `pictor batch`. */
export async function runBatch(
  environment: string,
  task: BatchTask,
  options: BatchCommandOptions,
  display: Display,
): Promise<void> {
  if (options.out !== undefined) checkOut(options.out);
  await forEnvironment(environment, display, (place, signal) =>
    classifyBatch({
      ...{ task, options, display, signal, pollMs },
      where: batchPlace(place),
      clients: jobClients(place.region),
    }),
  );
}

/** What {@link classifyBatch} works with. */
export interface ClassifyProps {
  readonly where: BatchPlace;
  readonly clients: JobClients;
  readonly task: BatchTask;
  readonly options: BatchCommandOptions;
  readonly display: Display;
  /** Ends the command, and never a run. */
  readonly signal: AbortSignal;
  readonly pollMs: number;
}

/**
 * Starts a run, or finds one, follows it, downloads its results and shows its summary.
 *
 * @throws UserError if the run did not answer for every picture; `Interrupted` if the command was ended, which leaves the
 * run alive
 */
export async function classifyBatch(props: ClassifyProps): Promise<void> {
  const { clients, display, signal, where } = props;
  await beginAndFinish({
    ...{ display, signal },
    attachLine: (run) => `pictor batch ${where.place.environment} --attach ${run}`,
    untilThen: "the same command uploads only what is missing",
    begin: async (steps) => {
      await requireMachine(clients, where);
      return begin(props, steps);
    },
    finish: (steps, followed) => finish(props, steps, followed),
  });
}

/** A run to be followed. */
interface FollowedRun {
  readonly run: string;
  readonly arn: string;
  readonly pictures?: number;
  readonly skipped?: readonly { readonly name: string; readonly reason: string }[];
}

async function begin(props: ClassifyProps, steps: Steps): Promise<FollowedRun> {
  const { clients, task, where } = props;
  if (task.kind === "attach") {
    return { run: task.run, arn: await findRun(clients, where, task.run) };
  }
  return startFrom({ ...props, source: task.source, steps });
}

async function finish(props: ClassifyProps, steps: Steps, followed: FollowedRun): Promise<void> {
  const { clients, display, options, signal, where } = props;
  const { run, skipped } = followed;
  const reader = new ProgressReader(clients, where, run);
  const execution = await followRun({
    ...{ clients, steps, signal, arn: followed.arn, pollMs: props.pollMs },
    progressOf: async (state) => renderProgress(state, await reader.read(), followed.pictures),
  });
  const keys = keysOf(where, run);
  const text = await readObject(clients.s3, where.bucket, keys.summary);
  const summary = text === undefined ? undefined : (JSON.parse(text) as BatchSummary);
  if (summary !== undefined) {
    const { format } = options;
    const out = options.out ?? `batch-${run}.${format}`;
    await steps.run("results", async () => {
      await downloadResults(clients.s3, where.bucket, keys.results, { format, out }, signal);
      return { value: undefined, detail: out };
    });
    display.result(
      { run, out, summary, ...(skipped && { skipped }) },
      `${renderSummary(summary)}\nresults    ${out}`,
    );
  }
  const failure = failureOfRun(where, { run, execution, summary });
  if (failure !== undefined) throw failure;
}
