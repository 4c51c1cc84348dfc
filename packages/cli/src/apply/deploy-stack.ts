import { join } from "node:path";
import { type ProviderSource, UserError } from "@pictor/terraform";
import { hashInputs } from "../release/build/inputs";
import { localApiUrl } from "../run/api/local-access";
import type { Steps } from "../run/display/steps";
import { layout } from "../run/layout";
import { AppliedStack } from "./applied-stack";
import { initialise, terraformFor } from "./apply-stack";
import { serviceOutputsSchema } from "./outputs";
import { readStacks, stackDirectory, synthesise } from "./synthesise";
import type { Workspace } from "./workspace";

/** What deploying a stack into a run takes. */
export interface DeploymentContext {
  readonly steps: Steps;
  readonly workspace: Workspace;
  readonly provider: ProviderSource;
  readonly signal: AbortSignal;
  /** What to do with a stack that is synthesised as it was applied: applying it would only mend what others did to it. */
  readonly unchanged: "apply" | "leave";
}

/** The deployed API as the run file holds it. */
export type DeployedApi = NonNullable<Workspace["run"]["api"]>;

/**
 * Deploys the stack that holds the data. It needs no release, so that a manifest that is wrong cannot be in its way.
 *
 * @param onUsable called when the service can be deployed, which may be a minute before the end
 */
export async function deployData(
  context: DeploymentContext,
  stack: string,
  onUsable?: () => void,
): Promise<void> {
  const noManifests = join(context.workspace.run.directory, "none");
  await deployStack(context, stack, { PICTOR_RELEASES_DIR: noManifests }, onUsable);
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

/** Deploys the stack of jobs, which the app has synthesised beside the service if the environment has jobs. */
export async function deployJobs(
  context: DeploymentContext,
  { jobs, service }: { readonly jobs: string; readonly service: string },
): Promise<void> {
  if (readStacks(context.workspace.path("stacks", service)).has(jobs)) {
    await deployStack(context, jobs, {});
  }
}

/** Name of the step that deploys a stack. */
export function stackStep(stack: string): string {
  return `stack ${stack}`;
}

/** Synthesises the environment and applies one of its stacks, unless just that is applied already. */
function deployStack(
  { steps, workspace, provider, signal, unchanged }: DeploymentContext,
  stack: string,
  variables: Readonly<Record<string, string>>,
  onUsable?: () => void,
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
    const hash = await hashInputs([directory], directory);
    const applied = AppliedStack.of(workspace, stack);
    const before = applied.read();
    if (unchanged === "leave" && before?.hash === hash) {
      return { value: before.outputs, detail: "nothing has changed, nothing applied" };
    }
    applied.begin();
    const terraform = terraformFor(workspace, stack, directory, step, signal, onUsable);
    await initialise(terraform, provider);
    const { done } = await terraform.apply();
    const outputs = await terraform.outputs();
    applied.end({ hash, outputs });
    return { value: outputs, detail: `${done} resources changed` };
  });
}
