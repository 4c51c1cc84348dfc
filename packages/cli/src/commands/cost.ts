import { UserError } from "@pictor/terraform";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Rates } from "../cost/rates";

/** Options of the command as commander hands them over. */
export interface CostOptions {
  readonly env?: string;
  readonly plan?: string;
  readonly region?: string;
  readonly traffic?: string;
  readonly compare?: readonly string[];
  readonly rate?: Rates;
  readonly chart?: string;
  readonly freeTier?: true;
  readonly updatePrices?: true;
  readonly priceList?: string;
  readonly json?: true;
}

export function addCost(program: Command): void {
  program
    .command("cost")
    .summary("show what an environment, or any Terraform plan, costs a month")
    .description(
      "Prices the synthesised stacks of an environment with a traffic scenario, at list prices, on demand, without tax: each line with its arithmetic, from the fewest to the most instances of autoscaling. Resources without a price are listed, and not part of the total. Uses neither AWS nor the internet, except with --update-prices.",
    )
    .option("--env <name>", "environment, for example prod")
    .option("--plan <file>", "price a plan or a state instead: what 'terraform show -json' prints")
    .option("--region <code>", "region of a plan's resources if the plan does not name it")
    .option(
      "--traffic <file>",
      "traffic scenario in YAML (default: the environment's, else the seed's)",
    )
    .option(
      "--compare <names>",
      "other environments with the same traffic, separated by commas",
      parseNames,
    )
    .option(
      "--rate <from..to>",
      "requests a second: the endpoint's cost by rate in every mode",
      parseRates,
    )
    .option("--chart <file>", "draw it as SVG into a file")
    .option(
      "--free-tier",
      "subtract AWS's monthly free allowances; right only if the account has nothing else",
    )
    .option("--update-prices", "compare the prices with AWS's public price list, and write nothing")
    .addOption(new Option("--price-list <url>", "address of another copy of the price list"))
    .option("--json", "write all lines as JSON")
    .addHelpText(
      "after",
      [
        "",
        "Example: pictor cost --env prod --compare dev,staging --chart cost.svg",
        "         pictor cost --plan plan.json --region us-east-1 --json",
        "         pictor cost --env prod --rate 1..100",
      ].join("\n"),
    )
    .action(async (options: CostOptions) => {
      requireOneSubject(options);
      const { runCost } = await import("../cost/run.js");
      await runCost(options);
    });
}

/** @throws UserError unless exactly one thing is to be priced */
function requireOneSubject({ env, plan, updatePrices, compare, rate }: CostOptions): void {
  const subjects = [env, plan, updatePrices].filter((subject) => subject !== undefined);
  if (subjects.length !== 1) {
    throw new UserError(
      subjects.length === 0
        ? "nothing to price: neither --env nor --plan was given"
        : "--env, --plan and --update-prices exclude one another",
      { hint: "pictor cost --env prod, or pictor cost --plan plan.json" },
    );
  }
  if (env === undefined && (compare ?? rate) !== undefined) {
    throw new UserError("--compare and --rate need --env", {
      hint: "pictor cost --env prod --compare dev",
    });
  }
}

function parseNames(text: string): readonly string[] {
  return text
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
}

function parseRates(text: string): Rates {
  const [, from = "", to = ""] = /^(\d+(?:\.\d+)?)\.\.(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  const rates = { from: Number(from), to: Number(to) };
  if (from !== "" && rates.from < rates.to && rates.to <= 10_000) return rates;
  throw new InvalidArgumentError(
    `must be two numbers that grow, up to 10000, such as 1..100, got '${text}'`,
  );
}
