import type { PredictionResponse } from "@pictor/contracts";
import { apiStatusHeader } from "../api-status";

/** What came of a picture. */
export type Outcome =
  | { readonly kind: "answer"; readonly answer: PredictionResponse; readonly elapsedMs: number }
  | { readonly kind: "problem"; readonly title: string; readonly detail: string };

/** The page's own server is gone: it ends with `pictor start`. */
export const offline = {
  title: "The local AWS does not answer",
  detail: "'pictor start' has ended, or is busy. Start it again, and open the page that it names.",
};

/** Sends a picture. Never rejects: what goes wrong is an outcome. */
export async function ask(picture: Blob): Promise<Outcome> {
  const started = performance.now();
  try {
    const response = await fetch("/api/predictions?top=5", {
      method: "POST",
      headers: { "content-type": picture.type || "application/octet-stream" },
      body: picture,
    });
    const body = await response.json();
    const elapsedMs = performance.now() - started;
    // What the page's own server refuses carries no status of the API's.
    const status = Number(response.headers.get(apiStatusHeader) ?? response.status);
    return status === 200
      ? { kind: "answer", answer: body, elapsedMs }
      : {
          kind: "problem",
          title: `${status} ${body.title ?? ""}`,
          detail: asDetail(body),
        };
  } catch {
    return { kind: "problem", ...offline };
  }
}

/** Where the gateway itself answers, it may say `message`. */
function asDetail(body: { detail?: string; message?: string }): string {
  return body.detail ?? body.message ?? "";
}
