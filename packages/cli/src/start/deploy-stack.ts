import { join } from "node:path";
import { type ProviderSource, UserError } from "@pictor/local";
import { localApiUrl } from "../api/local-access";
import { layout } from "../layout";
import type { Steps } from "../report/steps";
import { serviceOutputsSchema } from "../stack/outputs";
import { stackDirectory, synthesise } from "../stack/synthesise";
import { initialise, terraformFor } from "./apply-stack";
import type { Workspace } from "./workspace";

/** What deploying a stack into a run takes. */
export interface DeploymentContext {
  readonly steps: Steps;
  readonly workspace: Workspace;
  readonly provider: ProviderSource;
  readonly signal: AbortSignal;
}

/** The deployed API as the run file holds it. */
export type DeployedApi = NonNullable<Workspace["run"]["api"]>;

/** Deploys the stack that holds the data. It needs no release, so that a manifest that is wrong cannot be in its way. */
export async function deployData(context: DeploymentContext, stack: string): Promise<void> {
  const noManifests = join(context.workspace.run.directory, "none");
  await deployStack(context, stack, { PICTOR_RELEASES_DIR: noManifests });
}

/** Deploys the service of the release that the manifest says is live. */
export async function deployService(
  context: DeploymentContext,
  stack: string,
): Promise<DeployedApi> {
  const outputs = await deployStack(context, stack, {});
  const { apiId, stage, apiKeyId, endpointNames } = serviceOutputsSchema.parse(outputs);
  const { emulator } = context.workspace.run;
  if (emulator === undefined) throw new UserError("the local AWS is not listening yet");
  return { apiId, stage, apiKeyId, endpointNames, url: localApiUrl(emulator.url, apiId, stage) };
}

/** Name of the step that deploys a stack. */
export function stackStep(stack: string): string {
  return `stack ${stack}`;
}

/** Synthesises the environment and applies one of its stacks. */
function deployStack(
  { steps, workspace, provider, signal }: DeploymentContext,
  stack: string,
  variables: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, unknown>>> {
  return steps.run(stackStep(stack), async (step) => {
    const stacks = await synthesise({
      app: layout.classifierApp,
      outputDirectory: workspace.path("stacks", stack),
      variables: { ...workspace.variables, ...variables },
      logFile: workspace.logFile(`synth-${stack}`),
      signal,
    });
    const directory = stackDirectory(stacks, stack);
    const terraform = terraformFor(workspace, stack, directory, step, signal);
    await initialise(terraform, provider);
    const { done } = await terraform.apply();
    return { value: await terraform.outputs(), detail: `${done} resources changed` };
  });
}
