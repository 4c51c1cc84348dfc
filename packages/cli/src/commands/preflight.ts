import { names } from "@pictor/contracts";
import { logDirectory } from "@pictor/local";
import type { Command } from "commander";
import { releasesDirectory } from "../home";
import { layout } from "../layout";
import { type Needs, readNeeds } from "../preflight/needs";
import { preflight } from "../preflight/preflight";
import { requireManifest } from "../release/live";
import { type Finding, reportFindings } from "../report/finding";
import { readPlace } from "../stack/place";
import { withTemporaryDirectory } from "../stack/place-of";
import { stackDirectory, synthesise } from "../stack/synthesise";

export function addPreflight(program: Command): void {
  program
    .command("preflight")
    .summary("check what a first deployment of an environment would trip over")
    .description(
      "Compares the synthesised stack with the account: quotas for endpoints (while a release is deployed, too), serverless and Lambda concurrency, API Gateway's log role, service-linked roles, and whether the artefact lies in the model store. Says the command that mends what is missing. AWS is whatever your AWS_* variables say.",
    )
    .argument("<env>", "environment, for example prod")
    .option("--json", "write the findings as JSON")
    .addHelpText("after", "\nExample: pictor preflight prod")
    .action(async (environment: string, { json }: { json?: true }) => {
      reportFindings(environment, await check(environment), json === true);
    });
}

async function check(environment: string): Promise<Finding[]> {
  const releases = releasesDirectory(process.env);
  const manifest = requireManifest(releases, environment);
  const { place, needs } = await withTemporaryDirectory((directory) =>
    readStack(environment, releases, directory),
  );
  return preflight(place, needs, manifest);
}

async function readStack(environment: string, releases: string, directory: string) {
  const stacks = await synthesise({
    app: layout.classifierApp,
    outputDirectory: `${directory}/out`,
    variables: { PICTOR_ENVIRONMENTS: environment, PICTOR_RELEASES_DIR: releases },
    logFile: `${logDirectory(directory)}/synthesis.log`,
  });
  const data = stackDirectory(stacks, `${environment}-data`);
  const place = readPlace(environment, data);
  const needs: Needs = readNeeds(stackDirectory(stacks, names(place).stacks.service));
  return { place, needs };
}
