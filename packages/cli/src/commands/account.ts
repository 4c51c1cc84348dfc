import type { Command } from "commander";
import { createDisplay } from "../run/display/create-display";
import { createPrivateFiles } from "../run/private-files";

interface Options {
  readonly region?: string;
  readonly json?: true;
  readonly verbose?: true;
}

export function addAccount(program: Command): void {
  program
    .command("account")
    .summary("set an account up, or bring it up to date: state bucket, deploy roles, boundaries")
    .description(
      "Applies the account's stack with Terraform. The first time it keeps the stack's state in a file, moves it into the bucket that the stack has made, and checks that it is there. Run it again after a kill or an error: it goes on from what exists. Your AWS_* variables choose the credentials, which must be an administrator's of that account.",
    )
    .argument("<id>", "AWS account, twelve digits, that an environment's file names")
    .option("--region <code>", "AWS region (default: that of the account's environments)")
    .option("--json", "write a JSON object per step, the result last")
    .option("--verbose", "write every progress, and stack traces of errors")
    .addHelpText(
      "after",
      [
        "",
        "Example: pictor account 333333333333",
        "         pictor account 123456789012 --region eu-central-1",
      ].join("\n"),
    )
    .action(async (id: string, options: Options) => {
      createPrivateFiles();
      const { account } = await import("../account/account.js");
      await account(id, options.region, createDisplay(options));
    });
}
