import type { IncomingMessage } from "node:http";
import { problemMediaType, problemOf } from "@pictor/contracts";
import { type Answer, json } from "./answer";

/** Where and as whom the page asks. */
export interface Upstream {
  /** Base URL of the API's stage. */
  readonly url: string;
  /** Value of the API key; it never reaches the page. */
  readonly apiKey: string;
}

/**
 * Bytes that are forwarded at most: what API Gateway takes. What is larger than the API's own limit but not than this
 * is for the API to refuse.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
 */
const maximumBytes = 10 * 1024 * 1024;

/** Sends a picture on to the API and hands its answer back as it is. */
export async function forwardPrediction(
  request: IncomingMessage,
  upstream: Upstream,
  query: string,
): Promise<Answer> {
  const body = await readBody(request);
  if (body === undefined) {
    const problem = problemOf("too-many-bytes", "page");
    return json(problem, problem.status, problemMediaType);
  }
  const response = await fetch(`${upstream.url}/predictions${query}`, {
    method: "POST",
    headers: {
      "x-api-key": upstream.apiKey,
      "content-type": request.headers["content-type"] ?? "application/octet-stream",
    },
    body,
  });
  return {
    status: response.status,
    type: response.headers.get("content-type") ?? "application/octet-stream",
    body: Buffer.from(await response.arrayBuffer()),
    retryAfter: response.headers.get("retry-after") ?? undefined,
  };
}

/** The request's body; `undefined` where it is larger than anything that is forwarded. */
async function readBody(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maximumBytes) chunks.push(chunk);
  }
  return size > maximumBytes ? undefined : new Uint8Array(Buffer.concat(chunks));
}
