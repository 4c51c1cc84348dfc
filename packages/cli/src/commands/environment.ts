import { join, relative } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { draftEnvironment, type EnvironmentOptions } from "../environment/draft";
import { firstSteps } from "../environment/next-steps";
import { createFile } from "../environment/write";
import { environmentsDirectory } from "../run/home";
import { choice } from "./choices";

const capacities = ["serverless", "realTime", "adaptive"] as const;

export function addEnvironment(program: Command): void {
  const environment = program.command("environment").summary("write a new environment's file");
  environment
    .command("new")
    .summary("write the file of a new environment, checked and with sensible defaults")
    .description(
      "Writes apps/image-classifier/environments/<name>.ts, which is all that a new environment needs: stacks, deploy role and boundaries follow from it. It asks nothing, and writes nothing unless everything is valid. What has no option here is changed in the file.",
    )
    .argument("<name>", "2 to 16 lower-case letters and digits, a letter first")
    .option("--account <id>", "AWS account, twelve digits; there is no default")
    .option("--region <code>", "AWS region", "us-east-1")
    .addOption(
      choice("--capacity <kind>", "how the endpoint computes", "capacity", [...capacities]),
    )
    .option(
      "--peak <rps>",
      "requests a second at the peak (default: 1 serverless, 4 adaptive, 8 realTime)",
      parsePeak,
    )
    .option(
      "--cidr <block>",
      "addresses of the VPC (default: the first 10.<n>.0.0/16 that no environment has)",
    )
    .option("--zone <name...>", "availability zones of the VPC (default: a and b of the region)")
    .option(
      "--role <name...>",
      "roles of the account that may take the deploy role; * and ? are wildcards (default: the permission set PictorDeploy)",
    )
    .option(
      "--github <owner/name>",
      "GitHub repository whose jobs in the GitHub environment <name> may take the deploy role",
    )
    .option("--throw-away", "let its buckets be destroyed with what they hold")
    .option("--json", "write {file, next} as JSON")
    .addHelpText(
      "after",
      [
        "",
        "Example: pictor environment new trial --account 123456789012 --throw-away",
        "         pictor environment new live --account 123456789012 --region eu-central-1 --capacity realTime --peak 12",
        "         pictor environment new busy --account 123456789012 --capacity adaptive --github owner/name",
      ].join("\n"),
    )
    .action((name: string, options: EnvironmentOptions & { readonly json?: true }) => {
      const { json, ...wanted } = options;
      const file = join(environmentsDirectory(process.env), `${name}.ts`);
      createFile(file, draftEnvironment(name, wanted, file));
      const next = firstSteps(name, wanted);
      console.log(json ? JSON.stringify({ file, next }) : describe(file, next));
    });
}

function describe(file: string, next: readonly string[]): string {
  return [
    `written: ${relative(process.cwd(), file)}`,
    "Read it, change what you need, commit it. Then, with credentials of its account:",
    ...next.map((line) => `  ${line}`),
  ].join("\n");
}

function parsePeak(text: string): number {
  const peak = Number(text);
  if (peak > 0 && Number.isFinite(peak)) return peak;
  throw new InvalidArgumentError(`must be a number above 0, got '${text}'`);
}
