import type { S3Client } from "@aws-sdk/client-s3";
import { names, type Place, type Release, readManifest } from "@pictor/contracts";
import { UserError } from "@pictor/terraform";
import { readServiceState } from "../../apply/state";
import { requireManifest } from "../../release/live";

/**
 * Returns the release that an environment's manifest calls live.
 *
 * @throws UserError that says, if there is no manifest, which step is missing: publishing, or committing the manifest
 */
export async function liveRelease(
  client: S3Client,
  place: Place,
  releasesDirectory: string,
): Promise<Release> {
  const reading = readManifest(releasesDirectory, place.environment);
  if (reading.kind === "missing")
    throw missing(reading.file, place, await isDeployed(client, place));
  return requireManifest(releasesDirectory, place.environment).live;
}

/** Whether the service was ever deployed; `undefined` if AWS does not tell. */
async function isDeployed(client: S3Client, place: Place): Promise<boolean | undefined> {
  try {
    await readServiceState(client, place);
    return true;
  } catch (error) {
    return error instanceof UserError ? false : undefined;
  }
}

function missing(file: string, place: Place, deployed: boolean | undefined): UserError {
  const { environment } = place;
  const service = names(place).stacks.service;
  const publish = `run 'pictor model publish ${environment} <artefact>', commit the manifest that it writes, and deploy '${service}'`;
  const commit = `commit ${environment}.json where it was published and pull it, or restore it from the repository's history`;
  switch (deployed) {
    case true:
      return new UserError(
        `there is no ${file}, but '${service}' is deployed: a release was published, its manifest is not in this clone`,
        { hint: commit },
      );
    case false:
      return new UserError(
        `there is no ${file}, and '${service}' was never deployed: no release was published yet`,
        { hint: publish },
      );
    case undefined:
      return new UserError(
        `there is no ${file}: no release was published, or its manifest was not committed. The state in S3 would show which, but it cannot be read`,
        { hint: `${publish}; or ${commit}` },
      );
  }
}
