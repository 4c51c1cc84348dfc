import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Command, Option } from "commander";
import { findHome } from "../home";
import { abortOnSignals } from "../interrupt";
import { type BuildOptions, buildArguments, readBuilt } from "../model/build-order";
import { runModelPython } from "../model/python";

interface Options extends BuildOptions {
  readonly json?: true;
}

export function addModelBuild(model: Command): void {
  model
    .command("build")
    .summary("make an artefact of torchvision's ResNet50 weights")
    .requiredOption("--weights <file|url>", "state dict with torchvision's names")
    .requiredOption(
      "--sha256 <hex>",
      "what the weights file must have, whole or its first 8 digits",
    )
    .requiredOption("--labels <file>", "names of the classes, one a line")
    .requiredOption("--smoke <file>", "picture to try the release with")
    .option("--smoke-index <n>", "its class (default: the one that it is given now)")
    .option("--input <pixels>", "side of what the network is fed: 224 or 32", "224")
    .option("--resize <pixels>", "shorter side before the crop")
    .addOption(choice("--format <format>", "number format of the weights", ["fp32", "int8"]))
    .option("--calibration <directory>", "at least 100 pictures to quantise with, for int8")
    .option("--held-out <directory>", "pictures by class index, to measure the artefact with")
    .addOption(choice("--layout <server>", "for which container", ["torchserve", "ray-serve"]))
    .addOption(choice("--compression <kind>", "one archive, or plain files", ["gzip", "none"]))
    .option("--out <directory>", "where the artefact and release.json go", "dist/model")
    .option("--json", "write the release as JSON")
    .addHelpText(
      "after",
      "\nExample: pictor model build --weights resnet50-11ad3fa6.pth --sha256 11ad3fa6 --labels imagenet.txt --resize 232 --smoke cat.jpg",
    )
    .action(async (options: Options) => {
      await build(options);
      const { artefact, release } = readBuilt(resolve(options.out), options.compression);
      console.log(
        options.json
          ? JSON.stringify(release)
          : `built: ${artefact}, ${release.size} bytes, release ${release.sha256}\nnext: pictor model publish <env> ${artefact}`,
      );
    });
}

/** Its first value is the default. */
function choice(flags: string, what: string, values: readonly [string, ...string[]]): Option {
  return new Option(flags, what).choices(values).default(values[0]);
}

async function build(options: Options): Promise<void> {
  const controller = new AbortController();
  const stopListening = abortOnSignals(controller);
  const logFile = join(findHome(process.env).directory, "logs", "model-build.log");
  rmSync(logFile, { force: true });
  try {
    await runModelPython({
      args: buildArguments(options),
      logFile,
      signal: controller.signal,
      // The result alone goes to standard output.
      onProgress: (text) => console.error(text),
    });
  } finally {
    stopListening();
  }
}
