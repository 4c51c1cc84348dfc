import { type ImageMediaType, limits } from "@pictor/contracts";
import { readBody } from "./body";
import { type Dimensions, dimensionsOf } from "./dimensions";
import type { PredictEvent } from "./event";
import type { Failure } from "./problem";
import { signatureOf } from "./signature";

/** A request that is worth an invocation. */
export interface PredictRequest {
  readonly image: Uint8Array;
  /** What the bytes are, whatever the caller called them. */
  readonly mediaType: ImageMediaType;
  /** How many predictions are wanted. */
  readonly top: number;
}

/** Either what was asked for, or what is wrong with it. */
export type Validated = { readonly request: PredictRequest } | { readonly failure: Failure };

/** Checks a request as cheaply as possible first: nothing is decoded, nothing is invoked. */
export function validate(
  event: Pick<
    PredictEvent,
    "body" | "headers" | "isBase64Encoded" | "multiValueQueryStringParameters"
  >,
): Validated {
  const top = readTop(event.multiValueQueryStringParameters?.top);
  if (top === undefined) return fail("bad-query");

  const body = readBody(event);
  switch (body.kind) {
    case "badBase64":
      return fail("bad-base64");
    case "damaged":
      return fail("unsupported-media-type", "The body was taken for text. Send it as image/jpeg.");
    case "bytes":
      return validateImage(body.bytes, top);
  }
}

function validateImage(image: Uint8Array, top: number): Validated {
  if (image.length === 0) return fail("empty-body");
  if (image.length > limits.imageBytes) return fail("too-many-bytes");
  const signature = signatureOf(image);
  switch (signature.kind) {
    case "none":
      return fail("not-an-image");
    case "other":
      return fail(
        "unsupported-media-type",
        `The body is a ${signature.name} image. Send a JPEG, PNG or WebP image.`,
      );
    case "offered": {
      const size = dimensionsOf(image, signature.mediaType);
      if (size !== undefined && tooLarge(size)) return fail("too-many-pixels");
      return { request: { image, mediaType: signature.mediaType, top } };
    }
  }
}

function fail(code: Failure["code"], detail?: string): { readonly failure: Failure } {
  return { failure: { code, ...(detail !== undefined && { detail }) } };
}

function readTop(values: readonly string[] | undefined): number | undefined {
  if (values === undefined || values.length === 0) return limits.top.default;
  const [text = ""] = values;
  const top = Number(text);
  const valid =
    values.length === 1 && /^\d{1,3}$/.test(text) && top >= limits.top.min && top <= limits.top.max;
  return valid ? top : undefined;
}

function tooLarge(size: Dimensions): boolean {
  return (
    size.width * size.height > limits.imagePixels ||
    Math.max(size.width, size.height) > limits.imageSide
  );
}
