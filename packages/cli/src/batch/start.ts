import { randomUUID } from "node:crypto";
import { runId } from "@pictor/contracts/batch";
import type { JobClients } from "../jobs/clients";
import { startExecution } from "../jobs/execution";
import { findPictures, type SkippedFile } from "../jobs/pictures";
import { executionArn } from "../jobs/place";
import { uploadStep } from "../jobs/upload-step";
import type { Display } from "../run/display/display";
import type { Steps } from "../run/display/steps";
import type { BatchPlace } from "./place";
import { countPictures, readSource } from "./source";

/** What starting a run takes. */
export interface StartProps {
  readonly clients: JobClients;
  readonly where: BatchPlace;
  readonly source: string;
  readonly steps: Steps;
  readonly display: Pick<Display, "note">;
  readonly signal: AbortSignal;
}

/** A run that was started. */
export interface StartedRun {
  readonly run: string;
  readonly arn: string;
  readonly pictures: number;
  /** Files of the directory that are not in the run. */
  readonly skipped: readonly SkippedFile[];
}

/** Finds a run's pictures, uploads those of a directory, and starts the run. */
export async function startFrom(props: StartProps): Promise<StartedRun> {
  const { clients, steps, where } = props;
  const source = readSource(props.source);
  const { pictures, prefix, skipped } =
    source.kind === "prefix"
      ? {
          prefix: source.prefix,
          pictures: await countPictures(clients, where, source),
          skipped: [],
        }
      : await uploadDirectory(source.directory, props);
  props.signal.throwIfAborted();
  const run = await steps.run("start", async () => {
    const token = randomUUID();
    const value = runId({ kind: "prefix", key: prefix, token });
    await startExecution(clients, where, value, { prefix, token });
    return { value, detail: `run ${value}` };
  });
  return { run, arn: executionArn(where, run), pictures, skipped };
}

/** The prefix holds the content's hash, so that the same directory goes on where its upload was ended. */
async function uploadDirectory(
  directory: string,
  { clients, display, signal, steps, where }: StartProps,
): Promise<{
  readonly prefix: string;
  readonly pictures: number;
  readonly skipped: readonly SkippedFile[];
}> {
  const found = await steps.run("pictures", async ({ progress }) => {
    const value = await findPictures(directory, {
      signal,
      onProgress: (read, of) => progress(`${read} of ${of} files`),
    });
    return { value, detail: `${value.pictures.length} in ${directory}` };
  });
  const { content, pictures, skipped } = found;
  const [first] = skipped;
  if (first !== undefined) {
    display.note(`files left out: ${skipped.length}, such as '${first.name}': ${first.reason}`);
  }
  const prefix = `${where.prefixes.input}directories/${content.slice(0, 32)}/`;
  await uploadStep({
    ...{ step: "upload", noun: "pictures", files: pictures, prefix },
    ...{ clients, where, steps, signal },
  });
  return { prefix, pictures: pictures.length, skipped };
}
