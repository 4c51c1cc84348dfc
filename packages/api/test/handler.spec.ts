import type { Target } from "@pictor/contracts";
import { predictionResponseSchema } from "@pictor/contracts";
import type { APIGatewayProxyResult } from "aws-lambda";
import { createHandler, type RequestLine } from "../lambda/predict/handler";
import { SageMaker } from "../lambda/predict/sagemaker";
import {
  type Behaviour,
  FaultySageMaker,
  good,
  hang,
  identity,
  modelError,
  prediction,
  reset,
  serviceError,
  trickle,
} from "./faulty-sagemaker";
import { png } from "./pictures";

const server = new FaultySageMaker();
let sagemaker: SageMaker;

beforeAll(async () => {
  process.env.AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME = await server.start();
  process.env.AWS_REGION = "eu-central-1";
  process.env.AWS_ACCESS_KEY_ID = "test";
  process.env.AWS_SECRET_ACCESS_KEY = "test";
  sagemaker = new SageMaker();
});

afterAll(() => server.stop());

const fast: Target = { name: "fast", kind: "realTime", timeoutMs: 2_000 };
const slow: Target = { name: "slow", kind: "serverless", timeoutMs: 5_000 };
const hasty: Target = { ...fast, timeoutMs: 100 };

interface Told {
  readonly response: APIGatewayProxyResult;
  readonly body: Record<string, unknown>;
  readonly lines: readonly RequestLine[];
}

async function ask(
  targets: readonly Target[],
  behaviours: Readonly<Record<string, readonly Behaviour[]>>,
  { image = png(4, 4), remainingMs = 10_000, top = ["3"] } = {},
): Promise<Told> {
  server.behave(behaviours);
  const lines: RequestLine[] = [];
  const handler = createHandler({
    targets,
    invoke: (target, request, options) => sagemaker.invoke(target, request, options),
    log: (line) => lines.push(line),
  });
  const response = await handler(
    {
      body: image.toString("base64"),
      isBase64Encoded: true,
      headers: { "content-type": "text/plain" },
      multiValueQueryStringParameters: { top },
      requestContext: { requestId: "request-1" },
    },
    { getRemainingTimeInMillis: () => remainingMs },
  );
  return { response, body: JSON.parse(response.body), lines };
}

describe("a good answer", () => {
  it("is handed on with what served it", async () => {
    const { response, body } = await ask([fast, slow], { fast: [good] });
    expect(response.statusCode).toBe(200);
    expect(predictionResponseSchema.parse(body)).toEqual({
      release: { sha256: identity.release, weightsSha256: identity.weights },
      predictions: [prediction],
      servedBy: { kind: "realTime", endpoint: "fast" },
      latencyMs: expect.any(Number),
      requestId: "request-1",
    });
    expect(server.count("slow")).toBe(0);
  });

  it("was asked for with the image's own bytes, under the type that they are", async () => {
    await ask([fast], { fast: [good] });
    expect(server.received).toHaveLength(1);
    expect(server.received[0]).toMatchObject({
      body: png(4, 4),
      headers: {
        "content-type": "image/png",
        accept: "application/json",
        "x-amzn-sagemaker-custom-attributes": "top=3",
      },
    });
  });

  it("is logged in one line that holds nothing of the image", async () => {
    const { lines } = await ask([fast], { fast: [good] });
    expect(lines).toEqual([
      {
        requestId: "request-1",
        status: 200,
        code: "ok",
        ms: expect.any(Number),
        bytes: 24,
        target: "fast",
      },
    ]);
  });
});

describe("a bad request", () => {
  it("invokes nothing", async () => {
    const { response, body, lines } = await ask([fast], { fast: [good] }, { top: ["0"] });
    expect(response.statusCode).toBe(400);
    expect(body.type).toBe("urn:pictor:problem:bad-query");
    expect(server.received).toHaveLength(0);
    expect(lines).toMatchObject([{ status: 400, code: "bad-query", bytes: 0 }]);
  });

  it("is refused in the model server's words, and by no other target again", async () => {
    const refusal = modelError(422, '{"code":"undecodable-image","detail":"cut short at byte 9"}');
    const { response, body } = await ask([fast, slow], { fast: [refusal], slow: [good] });
    expect(response.statusCode).toBe(422);
    expect(body.detail).toBe("cut short at byte 9");
    expect(server.count("fast")).toBe(1);
    expect(server.count("slow")).toBe(0);
  });
});

describe("the last target", () => {
  it.each<[string, Behaviour, number, number]>([
    ["a model that failed", modelError(500), 502, 1],
    ["a model server that is overrun, asked once more", modelError(503), 502, 2],
    ["a model server's 4xx without a code", modelError(404), 502, 1],
    [
      "a model that is not ready, tried thrice by the SDK",
      serviceError(429, "ModelNotReadyException"),
      503,
      3,
    ],
    ["throttling, tried thrice by the SDK", serviceError(400, "ThrottlingException"), 429, 3],
    ["an internal error, tried thrice by the SDK", serviceError(500, "InternalFailure"), 502, 3],
    ["no service, tried thrice by the SDK", serviceError(503, "ServiceUnavailable"), 503, 3],
    ["a dependency's error", serviceError(530, "InternalDependencyException"), 502, 1],
    [
      "an absent endpoint",
      serviceError(400, "ValidationError", { message: "Endpoint x not found." }),
      503,
      1,
    ],
    ["a refused permission", serviceError(403, "AccessDeniedException"), 502, 1],
    ["a connection that breaks, tried thrice by the SDK", reset, 502, 3],
    ["an answer without an identity", (response) => response.end('{"predictions":[]}'), 502, 1],
  ])("%s", async (_, behaviour, status, requests) => {
    const { response, body } = await ask([fast], { fast: [behaviour] });
    expect(body).toMatchObject({ status, requestId: "request-1" });
    expect(response.statusCode).toBe(status);
    expect(response.headers?.["Content-Type"]).toBe("application/problem+json");
    expect(server.count("fast")).toBe(requests);
  });

  it("says when to come back where it is overrun", async () => {
    const { response } = await ask([], {});
    expect(response).toMatchObject({ statusCode: 503, headers: { "Retry-After": "5" } });
  });

  it("recovers by a repeat, the SDK's or its own", async () => {
    for (const passing of [
      reset,
      serviceError(503, "ServiceUnavailable"),
      modelError(502),
      modelError(504),
    ]) {
      const { response } = await ask([fast], { fast: [passing, good] });
      expect(response.statusCode).toBe(200);
      expect(server.count("fast")).toBe(2);
    }
  });

  it.each([
    ["hangs", hang],
    ["begins to answer and never ends", trickle],
  ])("is left at the deadline where it %s", async (_, behaviour) => {
    const { response } = await ask([fast], { fast: [behaviour] }, { remainingMs: 900 });
    expect(response.statusCode).toBe(504);
    expect(server.count("fast")).toBe(1);
  });

  it("is tried again where one try hangs and time is left", async () => {
    const { response } = await ask([hasty], { fast: [hang, good] });
    expect(response.statusCode).toBe(200);
    expect(server.count("fast")).toBe(2);
  });

  it("is not asked at all where no time is left", async () => {
    const { response } = await ask([fast], { fast: [good] }, { remainingMs: 400 });
    expect(response.statusCode).toBe(504);
    expect(server.received).toHaveLength(0);
  });
});

describe("a target before the last", () => {
  it.each<[string, Behaviour]>([
    ["is absent", serviceError(400, "ValidationError", { message: "Endpoint x not found." })],
    ["is overrun", serviceError(429, "ThrottlingException")],
    ["is not ready", serviceError(429, "ModelNotReadyException")],
    ["is unavailable", serviceError(503, "ServiceUnavailable")],
    ["fails", modelError(500)],
    ["is overrun behind SageMaker", modelError(503)],
    ["breaks the connection", reset],
    ["says something unusable", (response) => response.end("<html>")],
  ])("is asked once and passed over where it %s", async (_, behaviour) => {
    const { body, lines } = await ask([fast, slow], { fast: [behaviour], slow: [good] });
    expect(body.servedBy).toEqual({ kind: "serverless", endpoint: "slow" });
    expect(server.count("fast")).toBe(1);
    expect(lines[0]?.failures).toEqual([expect.stringMatching(/^fast: /)]);
  });

  it.each([
    ["hangs", hang],
    ["begins to answer and never ends", trickle],
  ])("is passed over after its own time-out where it %s", async (_, behaviour) => {
    const { body } = await ask([hasty, slow], { fast: [behaviour], slow: [good] });
    expect(body.servedBy).toEqual({ kind: "serverless", endpoint: "slow" });
    expect(server.count("fast")).toBe(1);
  });

  it("leaves the last word to the last", async () => {
    const { response } = await ask([fast, slow], {
      fast: [modelError(500)],
      slow: [serviceError(400, "ValidationError", { message: "Endpoint x not found." })],
    });
    expect(response.statusCode).toBe(503);
  });
});
