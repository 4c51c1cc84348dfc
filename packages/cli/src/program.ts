import { Command } from "commander";
import { addClassify } from "./commands/classify";
import { addEnv } from "./commands/env";
import { addModel } from "./commands/model";
import { addStart } from "./commands/start";
import { addStop } from "./commands/stop";

/** The `pictor` command with all its subcommands. */
export function createProgram(): Command {
  const program = new Command("pictor")
    .description("Image classification on AWS, and a local AWS to try it on.")
    .showHelpAfterError("(--help shows what there is)");
  addStart(program);
  addStop(program);
  addEnv(program);
  addClassify(program);
  addModel(program);
  return program;
}
