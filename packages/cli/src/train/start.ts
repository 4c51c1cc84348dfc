import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { trainingArchive, trainingRunId } from "@pictor/contracts/training";
import { UserError } from "@pictor/terraform";
import type { JobClients } from "../jobs/clients";
import { startExecution } from "../jobs/execution";
import { readLocalFile, type SkippedFile } from "../jobs/pictures";
import { executionArn } from "../jobs/place";
import { uploadStep } from "../jobs/upload-step";
import type { Display } from "../run/display/display";
import type { Steps } from "../run/display/steps";
import { findDataset } from "./dataset";
import type { TrainPlace } from "./place";

/** Packs the source archive of training into a directory. */
export type PackSource = (directory: string, signal: AbortSignal) => Promise<void>;

/** What starting a run takes. */
export interface StartProps {
  readonly clients: JobClients;
  readonly where: TrainPlace;
  readonly dataset: string;
  /** Of the script, by name. */
  readonly hyperparameters: Readonly<Record<string, string | number>>;
  readonly packSource: PackSource;
  readonly steps: Steps;
  readonly display: Pick<Display, "note">;
  readonly signal: AbortSignal;
}

/** A run that was started, or found. */
export interface FollowedTraining {
  readonly run: string;
  readonly arn: string;
  /** Files of the directory that the run does not learn from. */
  readonly skipped?: readonly SkippedFile[];
}

/**
 * Uploads a dataset and the script, and starts the run. Prefixes name contents, so that what is there is not uploaded
 * again.
 */
export async function startTraining(props: StartProps): Promise<FollowedTraining> {
  const { clients, signal, steps, where } = props;
  const dataset = await readDataset(props);
  const data = `${where.prefixes.data}${dataset.content.slice(0, 32)}/`;
  await uploadStep({ ...props, step: "upload", noun: "files", files: dataset.files, prefix: data });
  const code = await uploadSource(props);
  signal.throwIfAborted();
  const run = await steps.run("start", async () => {
    const token = randomUUID();
    const { hyperparameters } = props;
    const texts = Object.entries(hyperparameters).map(([name, value]) => [
      name,
      JSON.stringify(value),
    ]);
    const value = trainingRunId({ data, code, hyperparameters: Object.fromEntries(texts), token });
    await startExecution(clients, where, value, { data, code, hyperparameters, token });
    return { value, detail: `run ${value}` };
  });
  return { run, arn: executionArn(where, run), skipped: dataset.skipped };
}

async function readDataset({
  dataset: directory,
  display,
  hyperparameters,
  signal,
  steps,
}: StartProps) {
  const dataset = await steps.run("dataset", async ({ progress }) => {
    const value = await findDataset(directory, {
      signal,
      onProgress: (read, of) => progress(`${read} of ${of} files`),
    });
    const { classes, hasWeights, pictures } = value;
    const weights = hasWeights ? ", weights to begin with" : "";
    return { value, detail: `${pictures} pictures of ${classes.length} classes${weights}` };
  });
  // The script would refuse it too, after minutes of starting instances.
  if (!dataset.hasWeights && hyperparameters.layers !== "all") {
    throw new UserError(
      `training the last layer alone begins with trained weights, and '${directory}' has no weights.pth`,
      {
        hint: "put the weights of a ResNet50 there as weights.pth, or train all layers: --set layers=all",
      },
    );
  }
  const [first] = dataset.skipped;
  if (first !== undefined) {
    display.note(
      `files left out: ${dataset.skipped.length}, such as '${first.name}': ${first.reason}`,
    );
  }
  return dataset;
}

/** Uploads the script, and returns the key of its archive. */
async function uploadSource(props: StartProps): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), "pictor-train-"));
  try {
    await props.packSource(directory, props.signal);
    const archive = await readLocalFile(join(directory, trainingArchive), trainingArchive);
    const version = Buffer.from(archive.checksum, "base64").toString("hex").slice(0, 32);
    const folder = `${props.where.prefixes.code}${version}/`;
    await uploadStep({ ...props, step: "script", noun: "files", files: [archive], prefix: folder });
    return `${folder}${trainingArchive}`;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
