import type { ServerResponse } from "node:http";
import { problemMediaType } from "@pictor/contracts";
import { apiStatusHeader } from "./api-status";

/** What is answered to a request. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
  readonly retryAfter?: string | undefined;
  /** Status of the API, where it is told beside one of our own. */
  readonly apiStatus?: number;
}

/** Nothing from elsewhere, nothing inline, no frame around it. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const headers = {
  "content-security-policy": contentSecurityPolicy,
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
};

export function json(value: unknown, status = 200, type = "application/json"): Answer {
  return { status, type, body: Buffer.from(JSON.stringify(value)) };
}

/** A problem of the page's own server, in the shape of the API's. */
export function ownProblem(status: number, title: string, detail: string): Answer {
  return json({ type: "about:blank", title, status, detail }, status, problemMediaType);
}

/**
 * Tells of an answer of the API, whatever its status, in one of ours that succeeded: a browser writes a line into its
 * console for every 4xx and 5xx, and to be refused is nothing that the page did wrong.
 */
export function told(answer: Answer): Answer {
  return { ...answer, status: 200, apiStatus: answer.status };
}

export function send(response: ServerResponse, answer: Answer): void {
  const { status, type, body, retryAfter, apiStatus } = answer;
  response.writeHead(status, {
    ...headers,
    "content-type": type,
    "content-length": body.length,
    ...(retryAfter !== undefined && { "retry-after": retryAfter }),
    ...(apiStatus !== undefined && { [apiStatusHeader]: apiStatus }),
  });
  response.end(body);
}
