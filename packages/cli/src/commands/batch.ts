import type { Command } from "commander";
import { type ResultFormat, resultFormats } from "../batch/formats";
import { createDisplay } from "../run/display/create-display";
import { choice } from "./choices";
import { parseEnvironment } from "./environments";
import { parseRun, startOrAttach } from "./runs";

/** Options of the command as commander hands them over. */
export interface BatchCommandOptions {
  readonly attach?: string;
  readonly format: ResultFormat;
  readonly out?: string;
  readonly json?: true;
  readonly verbose?: true;
}

export function addBatch(program: Command): void {
  program
    .command("batch")
    .summary(
      "classify a directory or a prefix of pictures by batch transform, and download the results",
    )
    .description(
      "Classifies many pictures by SageMaker batch transform. A directory's pictures are uploaded to the environment's payload bucket, several at the same time; the same directory again uploads only what is missing. The run then goes on in AWS: Ctrl-C ends this command and not the run, and --attach returns to it. The end prints counts, failures by reason and the cost of the instances. The environment needs a 'batch' and its jobs stack. Your AWS_* variables choose the credentials.",
    )
    .argument("<env>", "environment, for example dev", parseEnvironment)
    .argument("[source]", "directory, or s3:// prefix in the payload bucket below batch/in/")
    .option("--attach <run>", "return to a run instead of starting one", parseRun)
    .addOption(
      choice("--format <format>", "what the results are written as", "format", resultFormats),
    )
    .option("--out <file>", "file for the results (default: batch-<run>.<format>)")
    .option("--json", "write a JSON object per step, the result last")
    .option("--verbose", "write every progress, and stack traces of errors")
    .addHelpText(
      "after",
      "\nExample: pictor batch dev holiday-pictures --format csv --out holiday.csv\n         pictor batch dev --attach 4f2a90c1d3b8e756",
    )
    .action(
      async (environment: string, source: string | undefined, options: BatchCommandOptions) => {
        const task = startOrAttach("a directory or an s3:// prefix", source, options.attach);
        const { runBatch } = await import("../batch/run.js");
        await runBatch(
          environment,
          task.kind === "attach" ? task : { kind: "start", source: task.from },
          options,
          createDisplay(options),
        );
      },
    );
}
