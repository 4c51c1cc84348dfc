import { resolve } from "node:path";
import type { Command } from "commander";
import { checkPicture } from "../run/api/picture";
import { createDisplay } from "../run/display/create-display";
import { localEnvironment } from "../run/home";
import { createPrivateFiles } from "../run/private-files";
import { parseEnvironment } from "./environments";

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
    .option(
      "--env <name>",
      "environment; the local AWS takes its account id",
      parseEnvironment,
      localEnvironment,
    )
    .option("--fresh", "compile and train again")
    .option("--json", "write a JSON object per step, and the result when the service answers")
    .option("--verbose", "write every progress, and stack traces of errors")
    .addHelpText("after", "\nExample: pictor start --once --image digit.png")
    .action(async (options: Options) => {
      createPrivateFiles();
      const image = options.image === undefined ? undefined : resolve(options.image);
      if (image !== undefined) checkPicture(image);
      const { start } = await import("../start/start.js");
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
