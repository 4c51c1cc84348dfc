import { defaultBrand } from "./brand";
import { limits } from "./limits";

/** One row of the status table: what a caller reads when something is wrong. */
export interface StatusRow {
  /** HTTP status code. */
  readonly status: number;
  /** Short, stable heading (RFC 9457 `title`). */
  readonly title: string;
  /** A sentence that helps (RFC 9457 `detail`), used where the one who answers knows nothing more exact. */
  readonly detail: string;
  /** Seconds after which a repeat makes sense (`Retry-After`), where it does. */
  readonly retryAfterSeconds?: number;
}

/**
 * Every error that Pictor's API can answer, by its stable code.
 *
 * The predict Lambda, the model server, the gateway's own responses and the tests all read this table.
 * The code is the last part of the problem's `type` (RFC 9457), see {@link problemType}.
 */
export const statusTable = {
  "bad-request": {
    status: 400,
    title: "Bad request",
    detail:
      "The request is malformed. Predictions are made by POST /v1/predictions with one image.",
  },
  "bad-query": {
    status: 400,
    title: "Bad query",
    detail: `Query parameter 'top' must be a whole number from ${limits.top.min} to ${limits.top.max}.`,
  },
  "empty-body": {
    status: 400,
    title: "Empty body",
    detail: "Send the bytes of one image as the request's body.",
  },
  "bad-base64": {
    status: 400,
    title: "Bad base64",
    detail: "Field 'image' must hold the image's bytes in base64.",
  },
  "bad-json": {
    status: 400,
    title: "Bad JSON",
    detail: "Send a JSON object whose field 'image' holds the image's bytes in base64.",
  },
  "bad-form": {
    status: 400,
    title: "Bad form",
    detail: "Send multipart/form-data with one file.",
  },
  "not-an-image": {
    status: 400,
    title: "Not an image",
    detail: "The body does not begin like any picture format. Send a JPEG, PNG or WebP image.",
  },
  unauthorized: { status: 401, title: "Unauthorized", detail: "Send valid credentials." },
  forbidden: {
    status: 403,
    title: "Forbidden",
    detail:
      "Send credentials that are valid for this: an API key goes into the header 'x-api-key'.",
  },
  filtered: {
    status: 403,
    title: "Refused by the firewall",
    detail:
      "The request is larger than any image in JSON, looks like an attack, or its address sends too many. Send less, or later.",
  },
  "not-found": {
    status: 404,
    title: "Not found",
    detail: "There is nothing at this path. Predictions are made by POST /v1/predictions.",
  },
  "method-not-allowed": {
    status: 405,
    title: "Method not allowed",
    detail: "This path takes another method. Predictions are made by POST /v1/predictions.",
  },
  "too-many-bytes": {
    status: 413,
    title: "Image too large",
    detail: `An image may have at most ${limits.imageBytes} bytes, in JSON ${limits.imageBytesInJson}. Send a smaller or more strongly compressed one.`,
  },
  "too-many-pixels": {
    status: 413,
    title: "Image too large",
    detail: `A JPEG may have at most ${limits.imagePixels["image/jpeg"]} pixels, a PNG ${limits.imagePixels["image/png"]}, a WebP image ${limits.imagePixels["image/webp"]}, and ${limits.imageSide} a side. Scale it down.`,
  },
  "unsupported-media-type": {
    status: 415,
    title: "Unsupported media type",
    detail: "Send a JPEG, PNG or WebP image.",
  },
  "undecodable-image": {
    status: 422,
    title: "Undecodable image",
    detail: "The image begins well but cannot be decoded: it is cut short or damaged.",
  },
  throttled: {
    status: 429,
    title: "Too many requests",
    detail: "The request rate is above the limit. Send less, or later.",
    retryAfterSeconds: 1,
  },
  "quota-exceeded": {
    status: 429,
    title: "Quota exceeded",
    detail: "The API key's requests of this day, week or month are used up.",
    retryAfterSeconds: 3600,
  },
  "model-failed": {
    status: 502,
    title: "Model failed",
    detail: "The model could not answer. The request itself is in order; repeat it.",
  },
  "no-capacity": {
    status: 503,
    title: "No capacity",
    detail: "No model server is ready to answer. Repeat the request later.",
    retryAfterSeconds: 5,
  },
  deadline: {
    status: 504,
    title: "Deadline exceeded",
    detail: "The model did not answer in time.",
  },
} as const satisfies Readonly<Record<string, StatusRow>>;

/** A stable code of the {@link statusTable}. */
export type StatusCode = keyof typeof statusTable;

/**
 * The problem's `type` (RFC 9457) for a code: a stable identifier that need not be fetched.
 *
 * @param brand as `brandOf` returns it for the API
 */
export function problemType(code: StatusCode, brand: string = defaultBrand): string {
  return `urn:${brand}:problem:${code}`;
}

/** Body of every error (`application/problem+json`, RFC 9457). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly requestId: string;
}

/**
 * The body of an error.
 *
 * @param detail a sentence that is more exact than the row's
 * @param brand as `brandOf` returns it for the API
 */
export function problemOf(
  code: StatusCode,
  requestId: string,
  detail: string = statusTable[code].detail,
  brand: string = defaultBrand,
): Problem {
  const { title, status } = statusTable[code];
  return { type: problemType(code, brand), title, status, detail, requestId };
}

/** Media type of every error's body. */
export const problemMediaType = "application/problem+json";
