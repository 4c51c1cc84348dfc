import { limits, type PredictionResponse, problemMediaType } from "@pictor/contracts";
import { predictionResponseSchema, problemSchema } from "@pictor/contracts/schemas";
import { UserError } from "@pictor/terraform";
import { mediaType, readPicture } from "./picture";

/** Where and as whom to ask. */
export interface ApiAccess {
  /** Base URL of the API's stage. */
  readonly url: string;
  /** Value of the API key. */
  readonly apiKey: string;
}

/** URL that predictions are asked for at. */
export function predictionsUrl(url: string, top: number): string {
  return `${url}/predictions?top=${top}`;
}

/**
 * Sends a picture to a deployed API.
 *
 * @param top how many predictions are wanted
 * @throws UserError with the problem's detail where the API answers with one
 */
export async function classify(
  { url, apiKey }: ApiAccess,
  file: string,
  top: number,
  signal?: AbortSignal,
): Promise<PredictionResponse> {
  const picture = readPicture(file);
  const limit = AbortSignal.timeout(limits.timeoutMs.gateway + 1_000);
  const response = await fetch(predictionsUrl(url, top), {
    method: "POST",
    headers: { "x-api-key": apiKey, "content-type": mediaType(picture) },
    body: new Uint8Array(picture),
    signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
  }).catch((error: Error) => {
    signal?.throwIfAborted();
    const { cause } = error;
    const why = cause instanceof Error ? cause.message : error.message;
    throw new UserError(`the API at ${url} does not answer: ${why}`);
  });
  const text = await response.text();
  if (!response.ok) throw asError(response, text);
  const parsed = predictionResponseSchema.safeParse(parseJson(text));
  if (!parsed.success)
    throw new UserError(`the API answered something else: ${text.slice(0, 500)}`);
  return parsed.data;
}

function asError(response: Response, text: string): UserError {
  const isProblem = response.headers.get("content-type")?.startsWith(problemMediaType);
  const problem = isProblem ? problemSchema.safeParse(parseJson(text)).data : undefined;
  return new UserError(
    problem === undefined
      ? `the API answered ${response.status}: ${text.slice(0, 500)}`
      : `the API answered ${response.status} ${problem.title}: ${problem.detail}`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
