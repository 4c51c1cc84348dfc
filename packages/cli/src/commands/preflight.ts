import { names } from "@pictor/contracts";
import { logDirectory } from "@pictor/local";
import type { Command } from "commander";
import { readPlace } from "../apply/place";
import { withTemporaryDirectory } from "../apply/place-of";
import { stackDirectory, synthesise } from "../apply/synthesise";
import { type Finding, reportFindings } from "../checks/finding";
import { type Needs, readNeeds } from "../checks/preflight/needs";
import { requireManifest } from "../release/live";
import { releasesDirectory } from "../run/home";
import { layout } from "../run/layout";
import { parseEnvironment } from "./environments";

export function addPreflight(program: Command): void {
  program
    .command("preflight")
    .summary("check an account for what would make a first deployment fail")
    .description(
      "Compares the synthesised stack with the account: quotas for endpoints (while a release is deployed, too), serverless and Lambda concurrency, API Gateway's log role, service-linked roles, the zones of interface endpoints, and whether the artefact is in the model store. Lists what has reached its end of support or will within 180 days. Prints the command that fixes each problem. Your AWS_* variables choose the account.",
    )
    .argument("<env>", "environment, for example prod", parseEnvironment)
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
  const { preflight } = await import("../checks/preflight/preflight.js");
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
  const { jobs, service } = names(place).stacks;
  const others = stacks.has(jobs) ? [stackDirectory(stacks, jobs)] : [];
  const needs: Needs = readNeeds(stackDirectory(stacks, service), others);
  return { place, needs };
}
