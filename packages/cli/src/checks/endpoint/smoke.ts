import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  InvokeEndpointCommand,
  type SageMakerRuntimeClient,
} from "@aws-sdk/client-sagemaker-runtime";
import {
  formatRequestAttributes,
  type Identity,
  parseIdentity,
  type Release,
} from "@pictor/contracts";
import { modelAnswerSchema, parseJson } from "@pictor/contracts/schemas";
import { UserError } from "@pictor/terraform";
import { mediaType } from "../../run/api/picture";

/** A release's smoke picture. */
export interface SmokePicture {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

/** What an endpoint answered to a picture. */
export interface SmokeAnswer {
  /** The best class. */
  readonly label: string;
  readonly index: number;
  /** What says that it answered; `undefined` where nothing does. */
  readonly identity: Identity | undefined;
}

/**
 * The picture that came with a release.
 *
 * @param directory directory of the release manifests
 * @throws UserError where it is not there
 */
export function readSmokePicture(directory: string, release: Release): SmokePicture {
  const file = join(directory, release.smoke.file);
  try {
    const bytes = readFileSync(file);
    return { bytes, mediaType: mediaType(bytes) };
  } catch (error) {
    throw new UserError(`the smoke picture cannot be read: ${(error as Error).message}`, {
      hint: "the picture is committed beside the manifest; if it is lost, publish the release again",
    });
  }
}

/**
 * Asks an endpoint itself, past the API.
 *
 * @throws Error of AWS's where it does not answer; UserError where it answers something else than predictions
 */
export async function askEndpoint(
  client: SageMakerRuntimeClient,
  endpointName: string,
  picture: SmokePicture,
): Promise<SmokeAnswer> {
  const { Body, CustomAttributes } = await client.send(
    new InvokeEndpointCommand({
      EndpointName: endpointName,
      ContentType: picture.mediaType,
      Accept: "application/json",
      CustomAttributes: formatRequestAttributes({ top: 1 }),
      Body: picture.bytes,
    }),
  );
  const text = Buffer.from(Body ?? []).toString("utf8");
  const reading = parseJson(`the answer of ${endpointName}`, text, modelAnswerSchema);
  const best = reading.kind === "valid" ? reading.value.predictions[0] : undefined;
  if (best === undefined) {
    throw new UserError(`${endpointName} answered no predictions: ${text.slice(0, 200)}`);
  }
  return { label: best.label, index: best.index, identity: parseIdentity(CustomAttributes) };
}
