import { UserError } from "@pictor/terraform";
import type { Steps } from "../run/display/steps";
import type { JobClients } from "./clients";
import type { LocalFile } from "./pictures";
import type { JobPlace } from "./place";
import { uploadFiles } from "./upload";

/** What an upload to a payload bucket takes. */
export interface UploadStepProps {
  /** Name of the step. */
  readonly step: string;
  /** What the files are called, such as `pictures`. */
  readonly noun: string;
  readonly files: readonly LocalFile[];
  /** Prefix of the keys. It has a hash of the content: objects below it belong to the same files. */
  readonly prefix: string;
  readonly clients: JobClients;
  readonly where: JobPlace;
  readonly steps: Steps;
  readonly signal: AbortSignal;
}

/**
 * Uploads files as a step of a command, those that are not there yet.
 *
 * @throws UserError if there is no bucket
 */
export async function uploadStep(props: UploadStepProps): Promise<void> {
  const { clients, files, noun, prefix, signal, step, steps, where } = props;
  await steps.run(step, async ({ progress }) => {
    const value = await uploadFiles(files, {
      ...{ client: clients.s3, bucket: where.bucket, prefix, signal },
      onProgress: (done) => progress(`${done} of ${files.length} ${noun}`),
    }).catch((error: Error) => {
      if (error.name !== "NoSuchBucket") throw error;
      throw new UserError(`there is no bucket '${where.bucket}'`, {
        hint: `deploy the stack ${where.place.environment}-data`,
      });
    });
    const there = files.length - value;
    return {
      value,
      detail: there === 0 ? `${value} ${noun}` : `${value} ${noun}, ${there} were there`,
    };
  });
}
