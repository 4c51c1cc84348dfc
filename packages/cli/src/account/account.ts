import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { IAMClient } from "@aws-sdk/client-iam";
import { S3Client } from "@aws-sdk/client-s3";
import { stateBucketName } from "@pictor/contracts";
import { logDirectory } from "@pictor/local";
import { findProviderSource, thisMachine, UserError } from "@pictor/terraform";
import { terraformVariables } from "../apply/caller-variables";
import { readPlaces } from "../commands/environments";
import type { Display } from "../run/display/display";
import { StepError, Steps } from "../run/display/steps";
import { findHome } from "../run/home";
import { abortOnSignals } from "../run/interrupt";
import { chooseAccount } from "./choose-account";
import { setUpAccount } from "./set-up";

/**
 * A Terraform that lost its parent finishes what it is at, for 20 seconds at most, and holds the lock until then: whoever
 * runs the command again at once waits for it.
 */
const lockTimeoutSeconds = 30;

/** Sets an account up, in the AWS that the caller's `AWS_*` variables choose. */
export async function account(
  id: string,
  region: string | undefined,
  display: Display,
): Promise<void> {
  const controller = new AbortController();
  const stopListening = abortOnSignals(controller);
  const steps = new Steps(display);
  try {
    const chosen = chooseAccount(id, region, readPlaces());
    const { accountId, environments } = chosen;
    const directory = join(
      findHome(process.env).directory,
      ...["accounts", `${accountId}-${chosen.region}`],
    );
    mkdirSync(directory, { recursive: true });
    const provider = findProviderSource(thisMachine());
    await setUpAccount({
      account: chosen,
      directory,
      place: {
        variables: terraformVariables(provider, directory),
        logFile: (name) => join(logDirectory(directory), `${name}.log`),
        lockTimeoutSeconds,
      },
      provider,
      client: new S3Client({ region: chosen.region }),
      iam: new IAMClient({ region: chosen.region }),
      signal: controller.signal,
      runStep: (step, work) => steps.run(step, work),
      plansAgain: true,
    });
    const bucket = stateBucketName(chosen);
    display.result(
      { ...chosen, bucket },
      `account ${accountId} is set up in ${chosen.region}: state in ${bucket}, roles for ${environments.join(", ")}`,
    );
  } catch (error) {
    throw explained(error, id);
  } finally {
    stopListening();
    display.close();
  }
}

/** The provider's own refusal does not say what to do. It comes before anything is written. */
function explained(error: unknown, id: string): unknown {
  const cause = error instanceof StepError ? error.cause : error;
  const other = /AWS account ID not allowed: (\d+)/.exec(
    cause instanceof UserError ? cause.message : "",
  )?.[1];
  if (other === undefined) return error;
  return new UserError(`these credentials are of account ${other}, not of ${id}`, {
    hint: `use credentials of ${id}; nothing was written`,
  });
}
