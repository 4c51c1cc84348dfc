import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { findHome } from "../home";
import { abortOnSignals } from "../interrupt";
import { runModelPython } from "../model/python";
import { readArtefact } from "../release/artefact";

interface Options {
  readonly weights: string;
  readonly labels: string;
  readonly smoke: string;
  readonly smokeIndex?: string;
  readonly input: string;
  readonly resize?: string;
  readonly sha256?: string;
  readonly out: string;
  readonly json?: true;
}

export function addModelBuild(model: Command): void {
  model
    .command("build")
    .summary("make an artefact of torchvision's ResNet50 weights")
    .requiredOption("--weights <file>", "state dict with torchvision's names")
    .requiredOption("--labels <file>", "names of the classes, one a line")
    .requiredOption("--smoke <file>", "picture to try the release with")
    .option("--smoke-index <n>", "its class (default: the one that it is given now)")
    .option("--input <pixels>", "side of what the network is fed: 224 or 32", "224")
    .option("--resize <pixels>", "shorter side before the crop")
    .option("--sha256 <hex>", "what the weights file must have, whole or its first digits")
    .option("--out <directory>", "where model.tar.gz and release.json go", "dist/model")
    .option("--json", "write the release as JSON")
    .addHelpText(
      "after",
      "\nExample: pictor model build --weights resnet50-11ad3fa6.pth --sha256 11ad3fa6 --labels imagenet.txt --resize 232 --smoke cat.jpg",
    )
    .action(async (options: Options) => {
      const out = resolve(options.out);
      await build(options, out);
      const { release } = readArtefact(join(out, "model.tar.gz"));
      console.log(
        options.json
          ? JSON.stringify(release)
          : `built: ${join(out, "model.tar.gz")}, ${release.size} bytes, release ${release.sha256}\nnext: pictor model publish <env> ${join(out, "model.tar.gz")}`,
      );
    });
}

async function build(options: Options, out: string): Promise<void> {
  const controller = new AbortController();
  const stopListening = abortOnSignals(controller);
  const logFile = join(findHome(process.env).directory, "logs", "model-build.log");
  rmSync(logFile, { force: true });
  try {
    await runModelPython({
      args: [
        "build",
        ...["--weights", resolve(options.weights)],
        ...["--labels", resolve(options.labels)],
        ...["--smoke", resolve(options.smoke)],
        ...["--input", options.input],
        ...["--out", out],
        ...optional("--smoke-index", options.smokeIndex),
        ...optional("--resize", options.resize),
        ...optional("--sha256", options.sha256),
      ],
      logFile,
      signal: controller.signal,
    });
  } finally {
    stopListening();
  }
}

function optional(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [name, value];
}
