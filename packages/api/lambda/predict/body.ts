import type { PredictEvent } from "./event";
import { signatureOf } from "./signature";

/** The bytes that a request carries. */
export type Body =
  /** Bytes as they were sent: the image itself, or whatever else. */
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  /** Bytes that the gateway took for text: what was no UTF-8 in them is lost. */
  | { readonly kind: "damaged" }
  /** JSON whose field `image` does not hold base64. */
  | { readonly kind: "badBase64" };

/** Reads a request's body: raw bytes, or JSON `{"image": "<base64>"}`. */
export function readBody(event: Pick<PredictEvent, "body" | "headers" | "isBase64Encoded">): Body {
  const text = event.body ?? "";
  const bytes = Buffer.from(text, event.isBase64Encoded ? "base64" : "utf8");
  // The gateway calls a body JSON where the caller named no type, so a picture is looked for first.
  if (signatureOf(bytes).kind === "none" && declaresJson(event.headers)) return readJson(bytes);
  return !event.isBase64Encoded && text.includes("\uFFFD")
    ? { kind: "damaged" }
    : { kind: "bytes", bytes };
}

function declaresJson(headers: PredictEvent["headers"]): boolean {
  const found = Object.entries(headers ?? {}).find(
    ([name]) => name.toLowerCase() === "content-type",
  );
  return /^application\/(json|[^;]+\+json)\s*(;|$)/i.test(found?.[1] ?? "");
}

function readJson(bytes: Buffer): Body {
  if (bytes.length === 0) return { kind: "bytes", bytes };
  const image = imageField(bytes.toString("utf8"));
  return image !== undefined && image.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(image)
    ? { kind: "bytes", bytes: Buffer.from(image, "base64") }
    : { kind: "badBase64" };
}

function imageField(json: string): string | undefined {
  try {
    const image: unknown = JSON.parse(json)?.image;
    return typeof image === "string" ? image : undefined;
  } catch {
    return undefined;
  }
}
