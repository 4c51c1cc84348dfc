import { rmSync } from "node:fs";
import { join } from "node:path";
import type { IAMClient } from "@aws-sdk/client-iam";
import type { S3Client } from "@aws-sdk/client-s3";
import { type AwsPlace, stateBucketName } from "@pictor/contracts";
import { type ProviderSource, type Terraform, UserError } from "@pictor/terraform";
import { initialise, type TerraformPlace, terraformFor } from "../apply/apply-stack";
import { stackDirectory, synthesise } from "../apply/synthesise";
import type { StepContext } from "../run/display/steps";
import { layout } from "../run/layout";
import { applyAdopting, refuseSharedProvider } from "./adopt";
import { nextPhase } from "./next-phase";
import { protectedIn } from "./protected";
import { type AccountState, type AccountStates, readStates, uploadState } from "./states";

/** Runs one step of the set-up and shows it. */
export type RunStep = <T>(
  step: string,
  work: (step: StepContext) => Promise<{ readonly value: T; readonly detail: string }>,
) => Promise<T>;

/** What setting up an account takes. */
export interface AccountSetUp {
  readonly account: AwsPlace;
  /** For the synthesised stack and, until it is moved, its state: what is here must outlive a kill. */
  readonly directory: string;
  /** What the app and Terraform see, and where they log. */
  readonly place: TerraformPlace;
  readonly provider: ProviderSource;
  readonly client: S3Client;
  readonly iam: IAMClient;
  readonly signal: AbortSignal;
  readonly runStep: RunStep;
  /** Called when the bucket can hold the state of other stacks, about a minute before the end of a first apply. */
  readonly onUsable?: () => void;
  /** Whether to plan once more in the end, to see that nothing is left to do. */
  readonly plansAgain: boolean;
}

const stack = "account";

/**
 * Applies the account's stack, whose state the bucket holds that the stack makes: at first with the state in a file, which
 * is then moved into the bucket. After a kill at any step the next call goes on.
 *
 * @throws UserError if the states that exist contradict each other
 */
export async function setUpAccount(setUp: AccountSetUp): Promise<void> {
  const { client, account, runStep } = setUp;
  const bucket = stateBucketName(account);
  const file = localStateFile(setUp.directory);
  const { states, phase } = await runStep("state", async () => {
    const states = await readStates(client, account, file);
    const phase = nextPhase(states, bucket, file);
    if (phase.kind === "refused") throw new UserError(phase.problem, { hint: phase.hint });
    return { value: { states, phase }, detail: details[phase.kind](bucket) };
  });
  const before = phase.kind === "moved" ? states : await createBucket(setUp, states, file);
  if (phase.kind === "moved") {
    await runStep("apply", async (step) => {
      const terraform = await openStack(setUp, "s3", states.remote, step);
      return { value: undefined, detail: await apply(setUp, terraform, step) };
    });
  }
  await runStep("verify", async (step) => ({
    value: undefined,
    detail: await verify(setUp, before, file, step),
  }));
  for (const old of [file, `${file}.backup`]) rmSync(old, { force: true });
}

const details = {
  begin: (bucket: string) => `none yet, nor a bucket ${bucket}`,
  continue: () => "in a file: an earlier set-up did not come to its end",
  moved: (bucket: string) => `in ${bucket}`,
} as const;

/** File of the state before it is in the bucket; the app names it. */
function localStateFile(directory: string): string {
  return join(directory, "stacks", stack, `terraform.${stack}.tfstate`);
}

/** Applies with the state in a file, and moves the state. Returns the states as they were before the move. */
async function createBucket(
  setUp: AccountSetUp,
  { local }: AccountStates,
  file: string,
): Promise<AccountStates> {
  const { client, account, runStep } = setUp;
  await runStep("apply", async (step) => {
    const terraform = await openStack(setUp, "local", local, step);
    return { value: undefined, detail: await apply(setUp, terraform, step) };
  });
  return runStep("migrate", async (step) => {
    const before = await readStates(client, account, file);
    await uploadState(client, account, file, before);
    await openStack(setUp, "s3", undefined, step);
    return { value: before, detail: `state moved into ${stateBucketName(account)}` };
  });
}

async function apply(
  { account, directory, iam }: AccountSetUp,
  terraform: Terraform,
  step: StepContext,
): Promise<string> {
  const own = join(directory, "stacks", stack);
  const { done } = await applyAdopting(terraform, own, account, step, (imports) =>
    refuseSharedProvider(iam, imports),
  );
  return `${done} resources changed`;
}

/** The moved state must be the one of the file, and nothing may be left to do. */
async function verify(
  setUp: AccountSetUp,
  before: AccountStates,
  file: string,
  step: StepContext,
): Promise<string> {
  const { account, client, directory } = setUp;
  const { remote } = await readStates(client, account, file);
  const from = before.local ?? before.remote;
  if (remote === undefined || remote.lineage !== from?.lineage || remote.serial < from.serial) {
    throw new UserError(
      `the state in ${stateBucketName(account)} is not the one that was moved there`,
      { hint: `the file ${file} is left as it is; run it again` },
    );
  }
  if (setUp.plansAgain) {
    const terraform = terraformOf(setUp, join(directory, "stacks", stack), step);
    if (await terraform.hasChanges()) {
      throw new UserError("a plan after the apply still has changes", {
        hint: "run it again; if that stays so, 'terraform plan' in apps/account shows them",
      });
    }
  }
  return `${remote.resources} resources in the bucket's state`;
}

/**
 * Opens the stack with its state. A protected resource whose creation was interrupted is tainted: Terraform would replace
 * it and refuses to destroy it, so that no apply would ever come to its end. It is kept, and the apply completes it.
 */
async function openStack(
  setUp: AccountSetUp,
  where: "local" | "s3",
  state: AccountState | undefined,
  step: StepContext,
): Promise<Terraform> {
  const directory = await synthesiseAccount(setUp, where);
  const terraform = terraformOf(setUp, directory, step);
  await initialise(terraform, setUp.provider, { reconfigure: true });
  const isProtected = protectedIn(directory);
  for (const address of state?.tainted ?? []) {
    if (isProtected(address)) await terraform.untaint(address);
  }
  return terraform;
}

function terraformOf(
  { onUsable, place, signal }: AccountSetUp,
  directory: string,
  step: StepContext,
): Terraform {
  return terraformFor(place, stack, directory, step, signal, onUsable);
}

async function synthesiseAccount(
  { account, directory, place, signal }: AccountSetUp,
  state: "local" | "s3",
): Promise<string> {
  const stacks = await synthesise({
    app: layout.accountApp,
    outputDirectory: directory,
    variables: {
      ...place.variables,
      PICTOR_ACCOUNT_ID: account.accountId,
      PICTOR_REGION: account.region,
      PICTOR_ACCOUNT_STATE: state,
    },
    logFile: place.logFile("synth-account"),
    signal,
  });
  return stackDirectory(stacks, stack);
}
