import { join } from "node:path";
import { logDirectory } from "@pictor/local";
import { findProviderSource, thisMachine, UserError } from "@pictor/terraform";
import { initialise, type TerraformPlace, terraformFor } from "../apply/apply-stack";
import { ofCaller, terraformVariables } from "../apply/caller-variables";
import { readPlace } from "../apply/place";
import { withTemporaryDirectory } from "../apply/place-of";
import { dataFirst, type Stacks, stackDirectory, synthesise } from "../apply/synthesise";
import type { Display } from "../run/display/display";
import { Steps } from "../run/display/steps";
import { releasesDirectory } from "../run/home";
import { abortOnSignals } from "../run/interrupt";
import { layout } from "../run/layout";
import { lockIn } from "./lock";
import { LookUp } from "./look-up";
import { type Recovered, type RecoveryProps, recoverStack } from "./recover-stack";

/** What to recover. */
export interface RecoveryOptions {
  readonly environment: string;
  /** The only stacks to recover. @default - all that the app synthesises */
  readonly stacks?: readonly string[] | undefined;
  /** Id of the lock that the killed deployment left. */
  readonly unlock?: string | undefined;
}

/** Recovers the stacks of an environment, in the AWS that the caller's `AWS_*` variables choose. */
export async function recover(options: RecoveryOptions, display: Display): Promise<void> {
  const controller = new AbortController();
  const stopListening = abortOnSignals(controller);
  try {
    const { adopted, next } = await withTemporaryDirectory((directory) =>
      recoverStacks(options, directory, new Steps(display), controller.signal),
    );
    display.result(
      { adopted, deploy: next },
      `${adopted.length} resources are in the state again\nnext   in apps/image-classifier: cdktf deploy ${next.join(" ")}`,
    );
  } finally {
    stopListening();
    display.close();
  }
}

/** The data stack first: the others are planned only where it is complete, since they find what it holds. */
async function recoverStacks(
  options: RecoveryOptions,
  directory: string,
  steps: Steps,
  signal: AbortSignal,
): Promise<{ readonly adopted: readonly string[]; readonly next: readonly string[] }> {
  const { environment } = options;
  const provider = findProviderSource(thisMachine());
  const place: TerraformPlace = {
    variables: terraformVariables(provider, directory),
    logFile: (name) => join(logDirectory(directory), `${name}.log`),
  };
  const stacks = await synthesiseStacks(environment, directory, signal);
  const adopted: string[] = [];
  const next: string[] = [];
  for (const stack of options.stacks ?? dataFirst([...stacks.keys()])) {
    const own = stackDirectory(stacks, stack);
    const found = await steps.run(`stack ${stack}`, async (step) => {
      const terraform = terraformFor(place, stack, own, step, signal);
      await initialise(terraform, provider);
      const lookUp = new LookUp(readPlace(environment, own));
      const onProgress = (text: string) => step.progress(text);
      const props = { terraform, directory: own, stack, lookUp, onProgress };
      const value = await recoverUnlocked(props, options);
      const detail = `${value.adopted.length} resources adopted, ${value.missing} are missing`;
      return { value, detail };
    });
    adopted.push(...found.adopted);
    next.push(stack);
    if (stack.endsWith("-data") && found.missing > 0) break;
  }
  return { adopted, next };
}

function synthesiseStacks(
  environment: string,
  outputDirectory: string,
  signal: AbortSignal,
): Promise<Stacks> {
  return synthesise({
    app: layout.classifierApp,
    outputDirectory,
    variables: {
      ...ofCaller(/^PICTOR_/),
      PICTOR_ENVIRONMENTS: environment,
      PICTOR_RELEASES_DIR: releasesDirectory(process.env),
    },
    logFile: join(outputDirectory, "synth.log"),
    signal,
  });
}

/** Removes the lock only if it is the one that the caller has named. */
async function recoverUnlocked(
  props: RecoveryProps,
  { environment, unlock }: RecoveryOptions,
): Promise<Recovered> {
  try {
    return await recoverStack(props);
  } catch (error) {
    const lock = lockIn(error);
    if (lock === undefined) throw error;
    if (lock.id === unlock) {
      await props.terraform.forceUnlock(lock.id);
      return recoverStack(props);
    }
    throw new UserError(`${props.stack} is locked by ${lock.who}, since ${lock.since}`, {
      hint: `wait for its end if it still runs; if it was killed: pictor recover ${environment} --unlock ${lock.id}`,
    });
  }
}
