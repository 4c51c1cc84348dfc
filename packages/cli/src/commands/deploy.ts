import { names } from "@pictor/contracts";
import { updateRun } from "@pictor/local";
import { findProviderSource, thisMachine, UserError } from "@pictor/terraform";
import type { Command } from "commander";
import type { DeploymentContext } from "../apply/deploy-stack";
import { rebuild } from "../apply/rebuild";
import { Workspace } from "../apply/workspace";
import { createDisplay } from "../run/display/create-display";
import type { Display } from "../run/display/display";
import { Steps } from "../run/display/steps";
import { findHome } from "../run/home";
import { abortOnSignals } from "../run/interrupt";
import { createPrivateFiles } from "../run/private-files";
import { findRunning } from "../run/running";

export function addDeploy(program: Command): void {
  program
    .command("deploy")
    .summary("compile, synthesise and apply to the running local AWS")
    .description(
      "Compiles, synthesises, and applies the stacks that changed to the running local AWS. To deploy to a real account, use cdktf.",
    )
    .option("--all", "also apply the stacks that have not changed")
    .option("--json", "write a JSON object per step, the result last")
    .option("--verbose", "write every progress, and stack traces of errors")
    .addHelpText("after", "\nExample: pictor deploy")
    .action(async (options: { all?: true; json?: true; verbose?: true }) => {
      createPrivateFiles();
      const display = createDisplay(options);
      const controller = new AbortController();
      const stopListening = abortOnSignals(controller);
      try {
        await deploy(display, controller.signal, options.all ? "apply" : "leave");
      } finally {
        stopListening();
        display.close();
      }
    });
}

async function deploy(
  display: Display,
  signal: AbortSignal,
  unchanged: DeploymentContext["unchanged"],
): Promise<void> {
  const started = performance.now();
  const run = findRunning();
  if (run.api === undefined) {
    throw new UserError("'pictor start' is still starting", {
      hint: "wait until it prints the API's URL",
    });
  }
  const workspace = new Workspace(run);
  const steps = new Steps(display);
  await rebuild({ steps, logFile: workspace.logFile("build"), signal, everything: false });
  const provider = findProviderSource(thisMachine());
  const context = { steps, workspace, provider, signal, unchanged };
  const { stacks } = names(run);
  const { deployData, deployJobs, deployService } = await import("../apply/deploy-stack.js");
  await deployData(context, stacks.data);
  const api = await deployService(context, stacks.service);
  updateRun(findHome(process.env).runFile, { ...findRunning(), api });
  await deployJobs(context, stacks);
  const seconds = Number(((performance.now() - started) / 1000).toFixed(1));
  display.result({ apiUrl: api.url, seconds }, `deployed in ${seconds} s\nAPI    ${api.url}`);
}
