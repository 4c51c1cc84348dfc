import type { ProviderSource } from "@pictor/terraform";
import type { StepContext } from "../run/display/steps";
import { layout } from "../run/layout";
import { initialise, terraformFor } from "./apply-stack";
import { stackDirectory, synthesise } from "./synthesise";
import type { Workspace } from "./workspace";

const stack = "account";

/**
 * Applies the account's stack, as an operator does once per account: with local state first, since the bucket that
 * shall hold the state is what it makes, then with the state moved into that bucket.
 *
 * @param onUsable called when the bucket can hold the state of other stacks, about a minute before the end
 */
export async function createStateBucket(
  workspace: Workspace,
  provider: ProviderSource,
  step: StepContext,
  signal: AbortSignal,
  onUsable?: () => void,
): Promise<void> {
  const directory = await synthesiseAccount(workspace, "local", signal);
  const terraform = terraformFor(workspace, stack, directory, step, signal, onUsable);
  await initialise(terraform, provider);
  await terraform.apply();
  step.progress("moving its state into the bucket");
  await synthesiseAccount(workspace, "s3", signal);
  await terraform.migrateState();
}

async function synthesiseAccount(
  workspace: Workspace,
  state: "local" | "s3",
  signal: AbortSignal,
): Promise<string> {
  const stacks = await synthesise({
    app: layout.accountApp,
    outputDirectory: workspace.path("stacks", stack),
    variables: { ...workspace.variables, PICTOR_ACCOUNT_STATE: state },
    logFile: workspace.logFile("synth-account"),
    signal,
  });
  return stackDirectory(stacks, stack);
}
