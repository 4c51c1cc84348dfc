import type { Command } from "commander";
import { addModelBuild } from "./model-build";
import { addModelPublish } from "./model-publish";

export function addModel(program: Command): void {
  const model = program.command("model").summary("build and publish model artefacts");
  addModelBuild(model);
  addModelPublish(model);
}
