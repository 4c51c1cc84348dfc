import { Command } from "commander";
import { addAccount } from "./commands/account";
import { addBatch } from "./commands/batch";
import { addCalibrate } from "./commands/calibrate";
import { addCapacity } from "./commands/capacity";
import { addClassify } from "./commands/classify";
import { addCompletion } from "./commands/completion";
import { addCost } from "./commands/cost";
import { addDeploy } from "./commands/deploy";
import { addEnv } from "./commands/env";
import { addEnvironment } from "./commands/environment";
import { addModel } from "./commands/model";
import { addPreflight } from "./commands/preflight";
import { addRecover } from "./commands/recover";
import { addReview } from "./commands/review";
import { addSimulate } from "./commands/simulate";
import { addStart } from "./commands/start";
import { addStatus } from "./commands/status";
import { addStop } from "./commands/stop";
import { addTraffic } from "./commands/traffic";
import { addTrain } from "./commands/train";
import { addVerify } from "./commands/verify";

/** The `pictor` command with all its subcommands. */
export function createProgram(): Command {
  const program = new Command("pictor")
    .description("Image classification on AWS, and a local AWS to try it on.")
    .showHelpAfterError("(--help shows what there is)");
  addStart(program);
  addStop(program);
  addStatus(program);
  addEnv(program);
  addDeploy(program);
  addClassify(program);
  addAccount(program);
  addEnvironment(program);
  addModel(program);
  addPreflight(program);
  addVerify(program);
  addCalibrate(program);
  addCapacity(program);
  addCost(program);
  addSimulate(program);
  addBatch(program);
  addTrain(program);
  addReview(program);
  addRecover(program);
  addTraffic(program);
  addCompletion(program);
  for (const command of leaves(program)) addVerbose(command);
  return program;
}

/** The commands that do something, not those that only hold others. */
export function leaves(command: Command): readonly Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);
}

function addVerbose(command: Command): void {
  const isThere = command.options.some(({ long }) => long === "--verbose");
  if (!isThere) command.option("--verbose", "show stack traces of errors");
}
