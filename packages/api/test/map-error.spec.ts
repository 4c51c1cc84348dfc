import { parseIdentity } from "@pictor/contracts";
import { modelAnswerSchema } from "@pictor/contracts/schemas";
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
    const cause = error instanceof Error && load.includes(error.name) ? "load" : "target";
    expect(mapError(error)).toMatchObject({ code, cause, retry: "never", workerDied: false });
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
      cause: "caller",
      retry: "never",
      reachedWorker: true,
      workerDied: false,
      unresponsive: false,
      logged: `ModelError ${status}`,
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
    expect(failure).toMatchObject({ code: "model-failed", cause: "target", retry: "never" });
    expect(failure).not.toHaveProperty("detail");
  });

  it("retries only failures after which another worker or a moment helps", () => {
    const retries = [0, 404, 500, 501, 502, 503, 504, 505, 507]
      .map((status) => [status, mapError(modelError(status)).retry])
      .filter(([, retry]) => retry !== "never");
    expect(retries).toEqual([
      [0, "later"],
      [502, "atOnce"],
      [503, "later"],
      [504, "atOnce"],
      [507, "atOnce"],
    ]);
  });

  it("holds a full queue, and a request that came up too late in it, for load", () => {
    const late = modelError(503, '{"code":"no-capacity","detail":"No model server is ready."}');
    for (const error of [late, modelError(503)]) {
      expect(mapError(error)).toMatchObject({
        ...{ code: "no-capacity", cause: "load" },
        ...{ reachedWorker: false, unresponsive: false },
      });
    }
  });

  it("recognises a worker that died, and a container that is gone", () => {
    const died = { code: "model-failed", workerDied: true, reachedWorker: true, retry: "atOnce" };
    expect(mapError(modelError(507))).toMatchObject(died);
    const ended = '{"code": 500, "type": "InternalServerException", "message": "Worker died."}';
    expect(mapError(modelError(500, ended))).toMatchObject(died);
    const gone = { OriginalStatusCode: 0, OriginalMessage: "" };
    expect(mapError(sdkError("ModelError", gone, "could not get a response"))).toMatchObject({
      ...{ code: "no-capacity", workerDied: true, reachedWorker: true },
      ...{ unresponsive: true, cause: "target" },
    });
    const timedOut = "Your invocation timed out while waiting for a response from container";
    expect(mapError(sdkError("ModelError", gone, timedOut))).toMatchObject({
      ...{ code: "deadline", retry: "never", unresponsive: true, workerDied: false },
    });
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
    const response = problemResponse({ code: "no-capacity" }, "request-1", "pictor");
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
    const response = problemResponse({ code: "bad-query", detail: "exactly this" }, "r", "pictor");
    expect(JSON.parse(response.body).detail).toBe("exactly this");
    expect(response.headers).not.toHaveProperty("Retry-After");
  });
});
