import { names } from "@pictor/contracts";
import { findProviderSource, thisMachine, UserError, updateRun } from "@pictor/local";
import type { Command } from "commander";
import { findHome } from "../home";
import { abortOnSignals } from "../interrupt";
import { createDisplay } from "../report/create-display";
import type { Display } from "../report/display";
import { Steps } from "../report/steps";
import { findRunning } from "../running";
import { type DeploymentContext, deployData, deployService } from "../start/deploy-stack";
import { rebuild } from "../start/rebuild";
import { Workspace } from "../start/workspace";

export function addDeploy(program: Command): void {
  program
    .command("deploy")
    .summary("compile, synthesise and apply to the running local AWS")
    .description(
      "Brings the running local AWS to what the sources and the release manifest say now. A real account is deployed to with cdktf.",
    )
    .option("--all", "apply the stacks that have not changed, too")
    .option("--json", "write a JSON object per step, the result last")
    .option("--verbose", "write every progress, and stack traces of errors")
    .addHelpText("after", "\nExample: pictor deploy")
    .action(async (options: { all?: true; json?: true; verbose?: true }) => {
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
    throw new UserError("'pictor start' is still at work", { hint: "wait until it says so" });
  }
  const workspace = new Workspace(run);
  const steps = new Steps(display);
  await rebuild({ steps, logFile: workspace.logFile("build"), signal, everything: false });
  const provider = findProviderSource(thisMachine());
  const context = { steps, workspace, provider, signal, unchanged };
  const { stacks } = names(run);
  await deployData(context, stacks.data);
  const api = await deployService(context, stacks.service);
  updateRun(findHome(process.env).runFile, { ...findRunning(), api });
  const seconds = Number(((performance.now() - started) / 1000).toFixed(1));
  display.result({ apiUrl: api.url, seconds }, `deployed in ${seconds} s\nAPI    ${api.url}`);
}
