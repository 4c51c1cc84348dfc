import { names, type Place } from "@pictor/contracts";
import type { Command } from "commander";
import { placeOf } from "../apply/place-of";
import type { Publication } from "../release/publish";
import { releasesDirectory } from "../run/home";
import { parseEnvironment } from "./environments";

export function addModelPublish(model: Command): void {
  model
    .command("publish")
    .summary("upload an artefact and make it an environment's live release")
    .description(
      'Uploads the artefact under its content\'s hash, never over another object, and writes releases/<env>.json. Your AWS_* variables choose the account; for the local AWS: eval "$(pictor env)".',
    )
    .argument("<env>", "environment, for example prod", parseEnvironment)
    .argument(
      "<artefact>",
      "a model.tar.gz, or an uncompressed artefact's directory, with release.json beside it",
    )
    .option("--json", "write the result as JSON")
    .addHelpText("after", "\nExample: pictor model publish prod dist/model.tar.gz")
    .action(async (environment: string, artefact: string, { json }: { json?: true }) => {
      const place = await placeOf(environment);
      const [{ S3Client }, { publish }] = await Promise.all([
        import("@aws-sdk/client-s3"),
        import("../release/publish.js"),
      ]);
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
