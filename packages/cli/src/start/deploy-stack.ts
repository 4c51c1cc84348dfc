import type { ProviderSource } from "@pictor/local";
import { layout } from "../layout";
import type { StepContext } from "../report/steps";
import { stackDirectory, synthesise } from "../stack/synthesise";
import { initialise, terraformFor } from "./apply-stack";
import type { Workspace } from "./workspace";

/** What applying a stack came to. */
export interface Deployment {
  /** The stack's outputs. */
  readonly value: Readonly<Record<string, unknown>>;
  /** Resources that were added, changed or removed. */
  readonly changes: number;
}

/** Synthesises the environment and applies one of its stacks. */
export async function deployStack(
  workspace: Workspace,
  stack: string,
  provider: ProviderSource,
  step: StepContext,
  signal: AbortSignal,
): Promise<Deployment> {
  const stacks = await synthesise({
    app: layout.classifierApp,
    outputDirectory: workspace.path("stacks", stack),
    variables: workspace.variables,
    logFile: workspace.logFile(`synth-${stack}`),
    signal,
  });
  const terraform = terraformFor(workspace, stack, stackDirectory(stacks, stack), step, signal);
  await initialise(terraform, provider);
  const { done } = await terraform.apply();
  return { value: await terraform.outputs(), changes: done };
}
