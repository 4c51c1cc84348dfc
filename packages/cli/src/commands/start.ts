import { resolve } from "node:path";
import type { Command } from "commander";
import { checkPicture } from "../api/picture";
import { localEnvironment } from "../home";
import { createDisplay } from "../report/create-display";
import { start } from "../start/start";

interface Options {
  readonly once?: true;
  readonly json?: true;
  readonly image?: string;
  readonly env: string;
  readonly fresh?: true;
  readonly verbose?: true;
}

export function addStart(program: Command): void {
  program
    .command("start")
    .summary("run the whole stack on a local AWS and classify a picture")
    .description(
      "Starts a local AWS, applies the stacks to it with Terraform, publishes a model and sends a picture through the deployed API. Runs until Ctrl-C or 'pictor stop'.",
    )
    .option("--once", "end everything after the prediction")
    .option("--image <file>", "picture to classify (default: a digit that the model has not seen)")
    .option("--env <name>", "environment; the local AWS takes its account id", localEnvironment)
    .option("--fresh", "compile and train though that was done before")
    .option("--json", "write a JSON object per step, the result last")
    .option("--verbose", "write every progress, and stack traces of errors")
    .addHelpText("after", "\nExample: pictor start --once --image digit.png")
    .action(async (options: Options) => {
      const image = options.image === undefined ? undefined : resolve(options.image);
      if (image !== undefined) checkPicture(image);
      await start(
        {
          environment: options.env,
          once: options.once === true,
          fresh: options.fresh === true,
          ...(image !== undefined && { image }),
        },
        createDisplay(options),
      );
    });
}
