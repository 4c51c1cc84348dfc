import { type ImageMediaType, limits } from "@pictor/contracts";
import { type Body, type BodyEvent, readBody } from "./body/body";
import { type Dimensions, dimensionsOf } from "./dimensions";
import type { PredictEvent } from "./event";
import type { Failure } from "./problem";

/** A request that is worth an invocation. */
export interface PredictRequest {
  readonly image: Uint8Array;
  /** What the bytes are, whatever the caller called them. */
  readonly mediaType: ImageMediaType;
  /** How many predictions are wanted. */
  readonly top: number;
}

/** What is taken, as most refusals end. */
const wanted = "Send a JPEG, PNG or WebP image.";

/** Either what was asked for, or what is wrong with it. */
export type Validated = { readonly request: PredictRequest } | { readonly failure: Failure };

/** Checks a request as cheaply as possible first: nothing is decoded, nothing is invoked. */
export function validate(
  event: BodyEvent & Pick<PredictEvent, "multiValueQueryStringParameters">,
): Validated {
  const top = readTop(event.multiValueQueryStringParameters?.top);
  if (top === undefined) return fail("bad-query");
  const body = readBody(event);
  return body.kind === "refused" ? { failure: body.failure } : validateImage(body, top);
}

function validateImage(body: Extract<Body, { kind: "bytes" }>, top: number): Validated {
  const { bytes: image, signature, subject, declared = "" } = body;
  if (image.length === 0) return fail("empty-body", emptyDetail(subject));
  if (image.length > limits.imageBytes) return fail("too-many-bytes");
  switch (signature.kind) {
    case "none":
      return fail("not-an-image", `${subject} does not begin like any picture format. ${wanted}`);
    case "other":
      return fail("unsupported-media-type", `${subject} is ${signature.name}. ${wanted}`);
    case "text":
      return declared.startsWith("image/")
        ? fail(
            "unsupported-media-type",
            `${subject} is ${signature.name}, though its type is given as ${declared.slice(0, 40)}. ${wanted}`,
          )
        : fail("not-an-image", `${subject} is ${signature.name}, not an image. ${wanted}`);
    case "offered": {
      const size = dimensionsOf(image, signature.mediaType);
      const problem = size && sizeProblem(size, signature.mediaType);
      if (problem !== undefined) return fail("too-many-pixels", problem);
      return { request: { image, mediaType: signature.mediaType, top } };
    }
  }
}

function fail(code: Failure["code"], detail?: string): { readonly failure: Failure } {
  return { failure: { code, ...(detail !== undefined && { detail }) } };
}

/** The table's sentence is about the body; what a body encloses is named. */
function emptyDetail(subject: Extract<Body, { kind: "bytes" }>["subject"]): string | undefined {
  return subject === "The body" ? undefined : `${subject} is empty. ${wanted}`;
}

function readTop(values: readonly string[] | undefined): number | undefined {
  if (values === undefined || values.length === 0) return limits.top.default;
  const [text = ""] = values;
  const top = Number(text);
  const valid =
    values.length === 1 && /^\d{1,3}$/.test(text) && top >= limits.top.min && top <= limits.top.max;
  return valid ? top : undefined;
}

/** What is wrong with a picture's size, with the size that it has and what is allowed. */
function sizeProblem({ width, height }: Dimensions, mediaType: ImageMediaType): string | undefined {
  const pixels = limits.imagePixels[mediaType];
  if (width * height <= pixels && Math.max(width, height) <= limits.imageSide) return undefined;
  const allowed = `${pixels} pixels and ${limits.imageSide} a side`;
  return `The ${mediaType} has ${width} x ${height} pixels; at most ${allowed} are accepted. Scale it down.`;
}
