import type { S3Client } from "@aws-sdk/client-s3";
import {
  manifestFile,
  names,
  type Place,
  type Release,
  type ReleaseManifest,
  readManifest,
} from "@pictor/contracts";
import { UserError } from "@pictor/terraform";
import { readArtefact } from "./artefact";
import { keepPicture, nextManifest, writeManifest } from "./manifest";
import { manifestHint } from "./manifest-hint";
import { type Upload, uploadArtefact } from "./upload";

export interface PublishProps {
  readonly client: S3Client;
  /** The environment that the release is for. */
  readonly place: Place;
  /** `model.tar.gz`, or the directory of an uncompressed artefact; `release.json` is beside it. */
  readonly artefact: string;
  /** Directory of the release manifests. */
  readonly releasesDirectory: string;
  /**
   * Whether the release that serves now is one to roll back to. It is not in an account that has just come to be,
   * which has no artefact of it.
   * @default true
   */
  readonly keepsPrevious?: boolean;
}

export interface Publication {
  readonly upload: Upload;
  readonly release: Release;
  readonly manifestFile: string;
  /** Whether the manifest is another than before. */
  readonly manifestChanged: boolean;
}

/** Uploads a release and writes it down as the one that serves: after that, deploying the environment serves it. */
export async function publish(props: PublishProps): Promise<Publication> {
  const { client, place, releasesDirectory } = props;
  const artefact = readArtefact(props.artefact);
  const before = (props.keepsPrevious ?? true) ? manifestBefore(props) : undefined;
  const upload = await uploadArtefact(client, names(place).modelBucket, artefact);
  const picture = keepPicture(
    releasesDirectory,
    place.environment,
    artefact.release,
    artefact.picture,
  );
  const release = { ...artefact.release, smoke: { ...artefact.release.smoke, file: picture } };
  const file = manifestFile(releasesDirectory, place.environment);
  const after = nextManifest(before, release);
  if (!same(before, after)) writeManifest(file, after);
  return { upload, release, manifestFile: file, manifestChanged: !same(before, after) };
}

function manifestBefore({ releasesDirectory, place }: PublishProps): ReleaseManifest | undefined {
  const reading = readManifest(releasesDirectory, place.environment);
  if (reading.kind === "invalid") {
    throw new UserError(reading.problem, {
      hint: manifestHint("invalid", place.environment),
    });
  }
  return reading.kind === "valid" ? reading.value : undefined;
}

function same(a: ReleaseManifest | undefined, b: ReleaseManifest): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
