import { type Command, InvalidArgumentError } from "commander";
import { createDisplay } from "../run/display/create-display";
import { parseEnvironment } from "./environments";
import { parseRun, startOrAttach } from "./runs";

/** Options of the command as commander hands them over. */
export interface TrainCommandOptions {
  readonly attach?: string;
  /** Hyperparameters of the script. */
  readonly set: Readonly<Record<string, string | number>>;
  readonly out?: string;
  readonly json?: true;
  readonly verbose?: true;
}

export function addTrain(program: Command): void {
  program
    .command("train")
    .summary("train a model on Managed Spot from directories of pictures, and download it")
    .description(
      "Trains ResNet50 by a SageMaker training job on Managed Spot. The dataset is a directory that has a directory of pictures for each class, and weights.pth where training is to begin with trained weights. It is uploaded to the environment's payload bucket with the training script; the same dataset again uploads only what is missing. The run then goes on in AWS: Ctrl-C ends this command and not the run, and --attach returns to it. The end downloads the trained files, and prints accuracy, what Managed Spot saved, and the lines that build and publish a release. The environment needs a 'training' and its jobs stack. Your AWS_* variables choose the credentials.",
    )
    .argument("<env>", "environment, for example dev", parseEnvironment)
    .argument("[dataset]", "directory with a directory of pictures for each class")
    .option("--attach <run>", "return to a run instead of starting one", parseRun)
    .option("--set <name=value>", "hyperparameter of the script; may be repeated", parseSet, {})
    .option("--out <directory>", "for the trained files (default: training-<run>)")
    .option("--json", "write a JSON object per step, the result last")
    .option("--verbose", "write every progress, and stack traces of errors")
    .addHelpText(
      "after",
      "\nExample: pictor train dev pets --set epochs=20 --set layers=all\n         pictor train dev --attach 4f2a90c1d3b8e756",
    )
    .action(
      async (environment: string, dataset: string | undefined, options: TrainCommandOptions) => {
        const task = startOrAttach("a directory", dataset, options.attach);
        const { runTrain } = await import("../train/run.js");
        await runTrain(
          environment,
          task.kind === "attach" ? task : { kind: "start", dataset: task.from },
          options,
          createDisplay(options),
        );
      },
    );
}

function parseSet(
  text: string,
  before: Readonly<Record<string, string | number>>,
): Readonly<Record<string, string | number>> {
  const [, name = "", value = ""] = /^([A-Za-z][A-Za-z0-9_-]*)=(.+)$/.exec(text) ?? [];
  if (name === "") {
    throw new InvalidArgumentError(`give a name and a value, such as epochs=20, got '${text}'`);
  }
  return { ...before, [name]: Number.isFinite(Number(value)) ? Number(value) : value };
}
