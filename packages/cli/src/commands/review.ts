import { type Command, InvalidArgumentError } from "commander";
import { choice } from "./choices";
import { parseCount } from "./options";

/** Formats of a review, the default first. */
export const reviewFormats = ["terminal", "markdown", "html", "json", "sarif"] as const;

export type ReviewFormat = (typeof reviewFormats)[number];

/** Severities from which a review fails, the default first. */
export const failureLevels = ["high", "critical", "medium", "low", "never"] as const;

export type FailureLevel = (typeof failureLevels)[number];

/** Options of the command as commander hands them over. */
export interface ReviewCommandOptions {
  readonly format: ReviewFormat;
  readonly output?: string;
  readonly failOn: FailureLevel;
  readonly synthesised?: readonly string[];
  readonly name?: readonly string[];
  readonly traffic?: string;
  readonly region?: string;
  readonly peak?: number;
  readonly waivers?: string;
  readonly save?: string;
  readonly stack?: readonly string[];
  readonly hide?: readonly RegExp[];
  readonly json?: true;
}

export function addReview(program: Command): void {
  program
    .command("review")
    .summary("say what Terraform plans change, risk and cost, the worst first")
    .description(
      "Reads what 'terraform show -json plan.out' or 'tofu show -json plan.out' prints, of any provider, and writes a review: what is destroyed or replaced and why, hazards, the change of the monthly bill, and then every attribute. Secrets are hidden in every format. Files need neither an account nor CDKTF. An environment is synthesised and planned against its state first, in the AWS that your AWS_* variables say; for the local one: eval \"$(pictor env)\".",
    )
    .argument(
      "<plan.json|env...>",
      "plans, a stack each; or an environment, which is planned first",
    )
    .addOption(
      choice("--format <format>", "how the review is written", "format", [...reviewFormats]),
    )
    .option("--output <file>", "write the review into a file, and only its first line here")
    .addOption(
      choice(
        "--fail-on <severity>",
        "exit with 10 (low), 11 (medium), 12 (high) or 13 (critical) if the worst hazard is at least this",
        "severity",
        [...failureLevels],
      ),
    )
    .option(
      "--synthesised <file...>",
      "cdk.tf.json of each plan, in the same order: changes are grouped by construct",
    )
    .option("--name <name...>", "name of each plan's stack (default: of its file or directory)")
    .option("--traffic <file>", "traffic scenario in YAML for the cost (default: the seed's)")
    .option("--region <code>", "region of resources where the plan does not say it")
    .option(
      "--peak <rps>",
      "requests a second that the service has to bear, for the rules on capacity",
      parseCount(1, 1_000_000),
    )
    .option("--hide <pattern...>", "regular expressions of further texts to hide", addPattern)
    .option(
      "--waivers <file>",
      "JSON list of accepted exceptions: id of the rule, resource, reason, expiry",
    )
    .option(
      "--save <directory>",
      "of an environment: keep stacks, plans, their checksums, a comment for each stack, a page and SARIF",
    )
    .option("--stack <name...>", "of an environment: review these stacks alone")
    .option("--json", "the same as --format json")
    .addHelpText(
      "after",
      [
        "",
        "Example: pictor review plan.json",
        "         pictor review prod --save plans",
        "         pictor review data.json service.json --format markdown --output comment.md",
        "         pictor review plan.json --format sarif --fail-on critical --hide 'ACME-[0-9]+'",
        "",
        "Exit codes: 0 nothing from --fail-on on; 10 low, 11 medium, 12 high, 13 critical is the worst hazard;",
        "            14 a waiver has expired; 1 a plan cannot be reviewed, or the command is wrong.",
      ].join("\n"),
    )
    .action(async (plans: readonly string[], options: ReviewCommandOptions) => {
      const { runReview } = await import("../review/run.js");
      await runReview(plans, options);
    });
}

function addPattern(text: string, before: readonly RegExp[] = []): readonly RegExp[] {
  try {
    return [...before, new RegExp(text, "g")];
  } catch (error) {
    throw new InvalidArgumentError(
      `must be a regular expression, got '${text}' (${(error as Error).message})`,
    );
  }
}
