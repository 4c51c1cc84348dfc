import { S3Client } from "@aws-sdk/client-s3";
import { names, type Place } from "@pictor/contracts";
import type { Command } from "commander";
import { releasesDirectory } from "../home";
import { type Publication, publish } from "../release/publish";
import { placeOf } from "../stack/place-of";

export function addModelPublish(model: Command): void {
  model
    .command("publish")
    .summary("upload an artefact and write it down as an environment's live release")
    .description(
      'Uploads the artefact under its content\'s hash, never over another, and writes releases/<env>.json. AWS is whatever your AWS_* variables say; for the local one: eval "$(pictor env)".',
    )
    .argument("<env>", "environment, for example prod")
    .argument(
      "<artefact>",
      "a model.tar.gz, or an uncompressed artefact's directory, with release.json beside it",
    )
    .option("--json", "write the result as JSON")
    .addHelpText("after", "\nExample: pictor model publish prod dist/model.tar.gz")
    .action(async (environment: string, artefact: string, { json }: { json?: true }) => {
      const place = await placeOf(environment);
      const publication = await publish({
        client: new S3Client({ region: place.region }),
        place,
        artefact,
        releasesDirectory: releasesDirectory(process.env),
      });
      console.log(json ? JSON.stringify(publication) : describe(publication, place));
    });
}

function describe({ upload, release, manifestFile, manifestChanged }: Publication, place: Place) {
  const { modelBucket, stacks } = names(place);
  return [
    `${upload}: s3://${modelBucket}/${release.key}`,
    manifestChanged
      ? `written: ${manifestFile}; commit it, then deploy '${stacks.service}'`
      : `unchanged: ${manifestFile} has this release as live`,
  ].join("\n");
}
