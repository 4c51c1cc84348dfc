import type { Command } from "commander";
import { createDisplay } from "../run/display/create-display";
import { createPrivateFiles } from "../run/private-files";
import { parseEnvironment } from "./environments";

interface Options {
  readonly stack?: readonly string[];
  readonly unlock?: string;
  readonly json?: true;
  readonly verbose?: true;
}

export function addRecover(program: Command): void {
  program
    .command("recover")
    .summary("take into the state what a killed deployment had created")
    .description(
      "Terraform saves the state every 20 seconds. What a killed deployment has created since exists in AWS, but is not in the state: the next one fails because it exists, or creates it again. This command finds it by its name or its tags, and imports it; it destroys nothing. Then deploy again. Your AWS_* variables choose the credentials, which must be an administrator's: the deploy role may not list what other environments have.",
    )
    .argument("<env>", "environment", parseEnvironment)
    .option("--stack <name...>", "the only stacks to recover, for example prod (default: all)")
    .option("--unlock <id>", "remove the lock with this id first: the killed deployment's")
    .option("--json", "write a JSON object per step, the result last")
    .option("--verbose", "write every progress, and stack traces of errors")
    .addHelpText("after", "\nExample: pictor recover prod")
    .action(async (environment: string, { stack, unlock, ...display }: Options) => {
      createPrivateFiles();
      const { recover } = await import("../recover/recover.js");
      await recover({ environment, stacks: stack, unlock }, createDisplay(display));
    });
}
