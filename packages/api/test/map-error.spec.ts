import { modelAnswerSchema, parseIdentity } from "@pictor/contracts";
import fc from "fast-check";
import { mapError } from "../lambda/predict/map-error";
import { isModelAnswer, readAnswer, UnusableAnswerError } from "../lambda/predict/model-answer";
import { problemResponse } from "../lambda/predict/problem";

const sdkError = (name: string, fields: object = {}, message = "message"): Error =>
  Object.assign(new Error(message), { name }, fields);

const modelError = (OriginalStatusCode: number, OriginalMessage?: string): Error =>
  sdkError("ModelError", { OriginalStatusCode, OriginalMessage });

describe("mapError", () => {
  it.each([
    [sdkError("ThrottlingException", { $metadata: { httpStatusCode: 400 } }), "throttled"],
    [sdkError("TooManyRequestsException", { $metadata: { httpStatusCode: 429 } }), "throttled"],
    [sdkError("ModelNotReadyException", { $metadata: { httpStatusCode: 429 } }), "no-capacity"],
    [sdkError("ServiceUnavailable", { $metadata: { httpStatusCode: 503 } }), "no-capacity"],
    [sdkError("InternalFailure", { $metadata: { httpStatusCode: 500 } }), "model-failed"],
    [
      sdkError("InternalDependencyException", { $metadata: { httpStatusCode: 530 } }),
      "model-failed",
    ],
    [sdkError("ValidationError", {}, "Endpoint x of account 1 not found."), "no-capacity"],
    [sdkError("ValidationException", {}, "Endpoint x is not in service"), "no-capacity"],
    [sdkError("ValidationError", {}, "1 validation error detected"), "model-failed"],
    [sdkError("TimeoutError"), "deadline"],
    [sdkError("AbortError"), "deadline"],
    [sdkError("AccessDeniedException", { $metadata: { httpStatusCode: 403 } }), "model-failed"],
    [sdkError("TimeoutError", { code: "ECONNRESET" }), "model-failed"],
    [sdkError("TimeoutError", { code: "ETIMEDOUT" }), "deadline"],
    [new UnusableAnswerError("x"), "model-failed"],
    ["thrown text", "model-failed"],
  ])("%s", (error, code) => {
    const load = ["ThrottlingException", "TooManyRequestsException", "ModelNotReadyException"];
    const blame = error instanceof Error && load.includes(error.name) ? "load" : "target";
    expect(mapError(error)).toMatchObject({ code, blame, repeatable: false });
  });

  it.each([
    [400, "not-an-image"],
    [413, "too-many-pixels"],
    [415, "unsupported-media-type"],
    [422, "undecodable-image"],
  ])("hands on a model server's %i with a code of the table", (status, code) => {
    expect(mapError(modelError(status, JSON.stringify({ code, detail: "because" })))).toEqual({
      code,
      detail: "because",
      blame: "caller",
      repeatable: false,
      cause: `ModelError ${status}`,
    });
  });

  it.each([
    ["a code of another status", 400, '{"code":"too-many-pixels"}'],
    ["an unknown code", 400, '{"code":"nonsense"}'],
    ["a name that every object has", 400, '{"code":"constructor"}'],
    ["no JSON", 400, "Traceback (most recent call last)"],
    ["null", 400, "null"],
    ["nothing", 400, undefined],
    ["a status that is nobody's business", 429, '{"code":"throttled"}'],
    ["an error of its own", 500, '{"code":"model-failed","detail":"boom"}'],
  ])("does not believe a model server that answers %s", (_, status, message) => {
    const failure = mapError(modelError(status, message));
    expect(failure).toMatchObject({ code: "model-failed", blame: "target", repeatable: false });
    expect(failure).not.toHaveProperty("detail");
  });

  it("repeats only what a server in passing answers", () => {
    const repeatable = [500, 501, 502, 503, 504, 505].filter(
      (status) => mapError(modelError(status)).repeatable,
    );
    expect(repeatable).toEqual([502, 503, 504]);
  });

  it("hands on no more than a sentence", () => {
    const message = JSON.stringify({ code: "undecodable-image", detail: "x".repeat(9999) });
    expect(mapError(modelError(422, message)).detail).toHaveLength(300);
  });
});

describe("readAnswer", () => {
  const read = (text: string, attributes: string | undefined) =>
    readAnswer(Buffer.from(text), attributes);
  const attributes = `release=${"a".repeat(64)};weights=${"b".repeat(64)}`;

  it("reads predictions and what served them", () => {
    const prediction = { label: "seven", index: 7, score: 0.5 };
    expect(read(JSON.stringify({ predictions: [prediction] }), attributes)).toEqual({
      predictions: [prediction],
      identity: parseIdentity(attributes),
    });
  });

  it("takes no answer from a server that does not say what it is", () => {
    for (const missing of [undefined, "", `release=${"a".repeat(64)}`]) {
      expect(() => read('{"predictions":[]}', missing)).toThrow(UnusableAnswerError);
    }
    expect(() => read("<html>", attributes)).toThrow(UnusableAnswerError);
  });

  it("takes no answer that is longer than any list of predictions", () => {
    const padded = (length: number) => `{"predictions":[]}${" ".repeat(length - 18)}`;
    expect(read(padded(1_000_000), attributes).predictions).toEqual([]);
    expect(() => read(padded(1_000_001), attributes)).toThrow(UnusableAnswerError);
  });

  it("agrees with the contract's schema on every shape", () => {
    const score = fc.oneof(fc.double(), fc.double({ min: 0, max: 1, noNaN: true }), fc.string());
    const index = fc.oneof(fc.integer(), fc.double(), fc.maxSafeNat());
    const prediction = fc.record(
      { label: fc.oneof(fc.string(), fc.integer()), index, score, extra: fc.anything() },
      { requiredKeys: ["label", "index", "score"] },
    );
    const good = fc.record({
      label: fc.string(),
      index: fc.maxSafeNat(),
      score: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    const answer = fc.oneof(
      fc.record({ predictions: fc.array(good) }),
      fc.record({ predictions: fc.array(fc.oneof(good, prediction)) }),
      fc.record({ predictions: fc.array(good), more: fc.constant(1) }),
      fc.anything(),
    );
    let accepted = 0;
    fc.assert(
      fc.property(answer, (generated) => {
        // As it would come over the wire.
        const text = JSON.stringify(generated);
        const value: unknown = text === undefined ? undefined : JSON.parse(text);
        const valid = modelAnswerSchema.safeParse(value).success;
        accepted += Number(valid);
        expect(isModelAnswer(value)).toBe(valid);
      }),
      { numRuns: 1000 },
    );
    expect(accepted).toBeGreaterThan(100);
  });
});

describe("problemResponse", () => {
  it("is a problem of RFC 9457 with the row's words, status and time to wait", () => {
    const response = problemResponse({ code: "no-capacity" }, "request-1");
    expect(response.statusCode).toBe(503);
    expect(response.headers).toEqual({
      "Content-Type": "application/problem+json",
      "Retry-After": "5",
    });
    expect(JSON.parse(response.body)).toEqual({
      type: "urn:pictor:problem:no-capacity",
      title: "No capacity",
      status: 503,
      detail: "No model server is ready to answer. Repeat the request later.",
      requestId: "request-1",
    });
  });

  it("says the more exact thing where there is one", () => {
    const response = problemResponse({ code: "bad-query", detail: "exactly this" }, "r");
    expect(JSON.parse(response.body).detail).toBe("exactly this");
    expect(response.headers).not.toHaveProperty("Retry-After");
  });
});
