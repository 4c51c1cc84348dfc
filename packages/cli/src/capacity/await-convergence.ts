import { setTimeout as pause } from "node:timers/promises";
import type { Place } from "@pictor/contracts";
import { UserError } from "@pictor/terraform";
import { describeEndpoint } from "../checks/endpoint/describe";
import type { CapacityClients } from "./clients";
import { convergenceOf } from "./convergence";
import { findParameters } from "./parameters";
import { durationText } from "./times";

/** How long, and who is told. */
export interface AwaitProps {
  readonly limitMs: number;
  /** Pause between two looks. @default 10 s */
  readonly intervalMs?: number;
  /** Called when something else is waited for than before. */
  readonly onProgress: (text: string) => void;
}

/**
 * Waits until an adaptive environment runs what Terraform wants; returns at once for any other, whose apply waited.
 *
 * @throws UserError where SageMaker rolled the live release back, or the time is over
 */
export async function awaitConvergence(
  clients: CapacityClients,
  place: Place,
  { limitMs, intervalMs = 10_000, onProgress }: AwaitProps,
): Promise<void> {
  const end = performance.now() + limitMs;
  let last = "";
  for (;;) {
    const parameters = await findParameters(clients.ssm, place);
    if (parameters === undefined) return;
    const { realTime, serverless } = parameters.spec;
    const [found, alsoFound] = await Promise.all([
      describeEndpoint(clients.sagemaker, realTime.name),
      describeEndpoint(clients.sagemaker, serverless.name),
    ]);
    const now = convergenceOf(parameters, { realTime: found, serverless: alsoFound });
    if (now.kind === "converged") return;
    if (now.kind === "rejected") throw rejected(now.text, place);
    if (now.text !== last) onProgress(now.text);
    last = now.text;
    if (performance.now() >= end) throw tooLate(now.text, limitMs, place);
    await pause(Math.min(intervalMs, Math.max(0, end - performance.now())));
  }
}

function rejected(text: string, { environment }: Place): UserError {
  return new UserError(`the live release of '${environment}' was rejected: ${text}`, {
    hint: `revert the commit of releases/${environment}.json and deploy; or, if the release was not to blame, 'pictor capacity ${environment} --retry'`,
  });
}

function tooLate(text: string, limitMs: number, { environment }: Place): UserError {
  return new UserError(
    `'${environment}' does not run the deployed release after ${durationText(limitMs)}: ${text}`,
    {
      hint: `'pictor capacity ${environment}' shows the controller's decisions; --timeout waits longer`,
    },
  );
}
