import { limits } from "@pictor/contracts";
import { predictionResponseSchema } from "@pictor/contracts/schemas";
import { UserError } from "@pictor/terraform";
import { type ApiAccess, predictionsUrl } from "../run/api/classify";
import { mediaType } from "../run/api/picture";
import type { Answer } from "./tally";

/** Names of this machine for itself. */
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Refuses an API that is not on this machine: traffic costs money elsewhere, and may be an attack.
 *
 * @throws UserError
 */
export function requireLoopback(url: string): void {
  const { hostname } = new URL(url);
  if (loopback.test(hostname)) return;
  throw new UserError(`${url} is not on this machine: traffic is sent to the local AWS only`, {
    hint: "start one with 'pictor start'; for load on a real endpoint there is 'pictor calibrate'",
  });
}

/** Sends a picture and returns what became of it; it never throws. */
export async function sendPicture(
  { apiKey, url }: ApiAccess,
  picture: Uint8Array<ArrayBuffer>,
): Promise<Answer> {
  const began = performance.now();
  const answer = await ask(url, apiKey, picture).catch((error: Error) => ({
    status: reasonOf(error),
  }));
  return { ...answer, milliseconds: performance.now() - began };
}

async function ask(
  url: string,
  apiKey: string,
  picture: Uint8Array<ArrayBuffer>,
): Promise<Omit<Answer, "milliseconds">> {
  const response = await fetch(predictionsUrl(url, 1), {
    method: "POST",
    headers: { "x-api-key": apiKey, "content-type": mediaType(picture) },
    body: picture,
    // A redirect could lead off this machine.
    redirect: "manual",
    signal: AbortSignal.timeout(limits.timeoutMs.gateway + 1_000),
  });
  const body: unknown = await response.json().catch(() => undefined);
  const { data } = predictionResponseSchema.safeParse(body);
  return {
    status: response.status,
    ...(data !== undefined && { servedBy: data.servedBy.endpoint }),
  };
}

/** `fetch` keeps the reason one level below. */
function reasonOf({ cause, name }: Error): string {
  const code = (cause as { readonly code?: string } | undefined)?.code;
  return `no answer (${code ?? name})`;
}
