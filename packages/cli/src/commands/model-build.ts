import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { type BuildOptions, buildArguments, readBuilt } from "../release/build/build-order";
import { runModelPython } from "../release/build/python";
import { findHome } from "../run/home";
import { abortOnSignals } from "../run/interrupt";
import { choice } from "./choices";

interface Options extends BuildOptions {
  readonly json?: true;
}

export function addModelBuild(model: Command): void {
  model
    .command("build")
    .summary("make an artefact of ResNet50 weights")
    .requiredOption("--weights <file|url>", "checkpoint of PyTorch, or safetensors")
    .requiredOption(
      "--sha256 <hex>",
      "SHA-256 that the weights file must have: all of it, or its first 8 digits",
    )
    .option("--key <name>", "state dict to take if the checkpoint has several")
    .requiredOption("--labels <file>", "names of the classes, one a line, or JSON")
    .requiredOption("--smoke <file>", "picture to try the release with")
    .option("--smoke-index <n>", "class of the smoke picture (default: the model's own answer)")
    .addOption(choice("--input <pixels>", "side of the network's input", "input", ["224", "32"]))
    .option("--resize <pixels>", "shorter side before the crop")
    .addOption(
      choice("--format <format>", "number format of the weights", "format", ["fp32", "int8"]),
    )
    .option("--calibration <directory>", "at least 100 pictures to quantise with, for int8")
    .option("--held-out <directory>", "pictures by class index, to measure the artefact with")
    .option("--measured <file>", "what training measured of the weights, as its script wrote it")
    .addOption(
      choice("--layout <server>", "for which container", "layout", ["torchserve", "ray-serve"]),
    )
    .addOption(
      choice("--compression <kind>", "one archive, or plain files", "compression", [
        "gzip",
        "none",
      ]),
    )
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
