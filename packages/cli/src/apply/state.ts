import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { names, type Place } from "@pictor/contracts";
import { parseJson } from "@pictor/contracts/schemas";
import { UserError } from "@pictor/terraform";
import * as z from "zod";

/** What is read of a Terraform state. Version 4 is what Terraform has written since 0.12. */
const stateSchema = z.looseObject({
  version: z.literal(4),
  outputs: z.record(z.string(), z.looseObject({ value: z.unknown() })),
  resources: z
    .array(
      z.looseObject({
        type: z.string(),
        instances: z.array(z.looseObject({ attributes: z.unknown() })),
      }),
    )
    .default([]),
});

/** What an environment's service stack has, as its state in S3 says. */
export interface ServiceState {
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Attributes of its resources of a type, by the provider's schema. */
  attributesOf(type: string): readonly unknown[];
}

/**
 * The state of an environment's service stack.
 *
 * @throws UserError where the stack was never deployed, or its state is none
 */
export async function readServiceState(client: S3Client, place: Place): Promise<ServiceState> {
  const { stacks, stateBucket } = names(place);
  const uri = `s3://${stateBucket}/${stacks.service}.tfstate`;
  const text = await readState(client, stateBucket, `${stacks.service}.tfstate`, uri);
  const reading = parseJson(uri, text, stateSchema);
  if (reading.kind === "invalid") throw new UserError(reading.problem);
  const { outputs, resources } = reading.value;
  return {
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value])),
    attributesOf: (type) =>
      resources
        .filter((resource) => resource.type === type)
        .flatMap(({ instances }) => instances.map(({ attributes }) => attributes)),
  };
}

async function readState(
  client: S3Client,
  bucket: string,
  key: string,
  uri: string,
): Promise<string> {
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return (await Body?.transformToString()) ?? "";
  } catch (error) {
    if (["NoSuchKey", "NoSuchBucket"].includes((error as Error).name)) {
      throw new UserError(`there is no ${uri}: the service was never deployed`, {
        hint: "commit the release manifest and run 'cdktf deploy' in apps/image-classifier, with credentials of its account",
      });
    }
    throw error;
  }
}
