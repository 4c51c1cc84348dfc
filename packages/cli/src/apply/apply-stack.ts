import {
  type InitOptions,
  type ProviderSource,
  providerHint,
  Terraform,
  type TerraformProgress,
  UserError,
} from "@pictor/terraform";
import type { StepContext } from "../run/display/steps";
import { isSettling } from "./settling";
import type { Workspace } from "./workspace";

/** What Terraform sees, and where it logs. */
export interface TerraformPlace extends Pick<Workspace, "variables" | "logFile"> {
  /** Seconds to wait for a state's lock. @default 0 */
  readonly lockTimeoutSeconds?: number;
}

/**
 * Longer than the 5 minutes that a model server has to get ready, in which Terraform only says that it waits: so the
 * endpoint fails first, and its reason is what is read, not that Terraform was silent.
 */
const silenceLimitMs = 8 * 60_000;

/**
 * Terraform for one stack, with its progress shown in a step.
 *
 * @param onUsable called when all that is left of an apply is what no other stack needs
 */
export function terraformFor(
  workspace: TerraformPlace,
  stack: string,
  directory: string,
  step: StepContext,
  signal: AbortSignal,
  onUsable?: () => void,
): Terraform {
  return new Terraform({
    directory,
    environment: workspace.variables,
    logFile: workspace.logFile(`terraform-${stack}`),
    silenceLimitMs,
    lockTimeoutSeconds: workspace.lockTimeoutSeconds ?? 0,
    signal,
    onProgress: (progress) => {
      step.progress(describeProgress(progress));
      if (isSettling(progress)) onUsable?.();
    },
  });
}

/** Initialises a stack; where the provider cannot be had, the error says what can be done. */
export async function initialise(
  terraform: Terraform,
  provider: ProviderSource,
  options?: InitOptions,
): Promise<void> {
  try {
    await terraform.init(options);
  } catch (error) {
    const isProvider = error instanceof UserError && /provider/i.test(error.message);
    if (!isProvider) throw error;
    throw new UserError(error.message, { hint: providerHint(provider), logFile: error.logFile });
  }
}

/** How far an apply is, in words; with few resources left, what it waits for. */
export function describeProgress({ done, total, active }: TerraformProgress): string {
  if (total === undefined) return "planning";
  const [longest] = active;
  const type = longest?.split(".")[0];
  const waiting = type !== undefined && active.length <= 2 ? `, ${type}` : "";
  return `${done} of ${total} resources${waiting}`;
}
