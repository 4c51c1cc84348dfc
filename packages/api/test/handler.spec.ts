import type { Target } from "@pictor/contracts";
import { predictionResponseSchema } from "@pictor/contracts";
import {
  type Behaviour,
  good,
  hang,
  LoopbackSageMaker,
  modelError,
  reset,
  servedIdentity,
  servedPredictions,
  serviceError,
  trickle,
} from "@pictor/testing";
import type { APIGatewayProxyResult } from "aws-lambda";
import { Breakers } from "../lambda/predict/breakers";
import { createHandler, type RequestLine } from "../lambda/predict/handler";
import type { Measured } from "../lambda/predict/metrics";
import { routes } from "../lambda/predict/operation";
import { SageMaker } from "../lambda/predict/sagemaker";
import { renderOpenApi } from "../src";
import { deployedModel } from "./bundle-process";
import { type Asked, eventOf } from "./events";
import { png } from "./pictures";

const server = new LoopbackSageMaker();
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
  readonly measured: readonly Measured[];
}

interface Given extends Asked {
  readonly remainingMs?: number;
  readonly breakers?: Breakers;
}

async function ask(
  targets: readonly Target[],
  behaviours: Readonly<Record<string, readonly Behaviour[]>>,
  { remainingMs = 10_000, breakers = new Breakers(), ...asked }: Given = {},
): Promise<Told> {
  server.behave(behaviours);
  const lines: RequestLine[] = [];
  const measured: Measured[] = [];
  const handler = createHandler({
    targets,
    model: deployedModel,
    breakers,
    invoke: (target, request, options) => sagemaker.invoke(target, request, options),
    log: (line) => lines.push(line),
    measure: (one) => measured.push(one),
  });
  const response = await handler(
    eventOf({ body: png(4, 4), type: "text/plain", top: ["3"], ...asked }),
    { getRemainingTimeInMillis: () => remainingMs },
  );
  return { response, body: JSON.parse(response.body), lines, measured };
}

describe("a good answer", () => {
  it("is handed on with what served it", async () => {
    const { response, body } = await ask([fast, slow], { fast: [good] });
    expect(response.statusCode).toBe(200);
    expect(predictionResponseSchema.parse(body)).toEqual({
      release: { sha256: servedIdentity.release, weightsSha256: servedIdentity.weights },
      predictions: servedPredictions.toReversed(),
      servedBy: { kind: "realTime", endpoint: "fast" },
      latencyMs: expect.any(Number),
      requestId: "request-1",
    });
    expect(server.count("slow")).toBe(0);
  });

  it("holds no more predictions than were asked for, best first", async () => {
    const { body } = await ask([fast], { fast: [good] }, { top: ["1"] });
    expect(body.predictions).toEqual([servedPredictions[1]]);
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

describe("a breaker", () => {
  const failing = { fast: [modelError(500)], slow: [good] };

  it("passes by a target that failed time and again, until one call shows that it is well", async () => {
    let nowMs = 0;
    const breakers = new Breakers({ nowMs: () => nowMs, random: () => 1 });
    for (let times = 0; times < 5; times += 1) await ask([fast, slow], failing, { breakers });
    const passed = await ask([fast, slow], failing, { breakers });
    expect(server.count("fast")).toBe(0);
    expect(passed.body.servedBy).toMatchObject({ endpoint: "slow" });
    expect(passed.lines[0]?.failures).toEqual(["fast: breaker open"]);
    nowMs = 5_000;
    await ask([fast, slow], { fast: [good] }, { breakers });
    expect(server.count("fast")).toBe(1);
    expect(breakers.state("fast").kind).toBe("closed");
  });

  it("of the only target answers at once, and says when to come back", async () => {
    const breakers = new Breakers({ nowMs: () => 0, random: () => 0 });
    for (let times = 0; times < 5; times += 1) {
      await ask([fast], { fast: [modelError(500)] }, { breakers });
    }
    const { response } = await ask([fast], { fast: [good] }, { breakers });
    expect(response).toMatchObject({ statusCode: 503, headers: { "Retry-After": "3" } });
    expect(server.count("fast")).toBe(0);
  });

  it.each<[string, Behaviour]>([
    ["its picture is broken", modelError(422, '{"code":"undecodable-image"}')],
    ["it sends too much at once", serviceError(429, "ThrottlingException")],
    ["the endpoint is on its way up", serviceError(429, "ModelNotReadyException")],
  ])("is not tripped by a caller: %s", async (_, behaviour) => {
    const breakers = new Breakers();
    for (let times = 0; times < 12; times += 1) {
      await ask([fast, slow], { fast: [behaviour], slow: [good] }, { breakers });
    }
    expect(server.count("fast")).toBe(1);
    expect(breakers.state("fast")).toEqual({ kind: "closed", failed: [] });
  });
});

describe("what is measured of a request", () => {
  it("is each target's part in it", async () => {
    const { measured } = await ask([fast, slow], { fast: [modelError(500)], slow: [good] });
    const ms = expect.any(Number);
    expect(measured).toMatchObject([
      {
        imageBytes: 24,
        status: 200,
        routed: {
          attempts: [
            { kind: "failed", target: "fast", ms, cause: "ModelError 500" },
            { kind: "answered", target: "slow", ms },
          ],
        },
      },
    ]);
  });
});

describe("the other paths", () => {
  const other = (asked: Asked) => ask([fast, slow], { fast: [good] }, { body: null, ...asked });

  it("tell the release and its limits, and that the function runs, without asking a model", async () => {
    const model = await other({ resource: "/model", method: "GET" });
    expect([model.response.statusCode, model.body]).toEqual([200, deployedModel]);
    const health = await other({ resource: "/health", method: "GET" });
    expect(health.body).toEqual({
      status: "ok",
      targets: [
        { kind: "realTime", endpoint: "fast", breaker: "closed" },
        { kind: "serverless", endpoint: "slow", breaker: "closed" },
      ],
    });
    expect(server.received).toHaveLength(0);
  });

  it.each([
    ["GET", "/predictions", "POST"],
    ["POST", "/health", "GET"],
    ["DELETE", "/model", "GET"],
  ])("refuse %s %s and say which method they take", async (method, resource, allow) => {
    const { response, body } = await other({ method, resource });
    expect(response).toMatchObject({ statusCode: 405, headers: { Allow: allow } });
    expect(body).toMatchObject({ type: "urn:pictor:problem:method-not-allowed", status: 405 });
  });

  it("are those of the OpenAPI document", async () => {
    expect((await other({ resource: "/elsewhere" })).response.statusCode).toBe(404);
    const { paths } = renderOpenApi({
      name: "pictures",
      auth: { kind: "apiKey" },
      functionInvokeArn: "arn",
    });
    const documented = Object.entries(paths).map(([path, operations]) => [
      path,
      Object.keys(operations)
        .find((method) => !method.startsWith("x-"))
        ?.toUpperCase(),
    ]);
    expect(documented).toEqual(Object.entries(routes).map(([path, { method }]) => [path, method]));
  });
});

describe("a page of another origin", () => {
  it("may read every answer where the stage names it, and none otherwise", async () => {
    const allowOrigin = "https://app.example.com";
    for (const top of [["3"], ["0"]]) {
      const { response } = await ask([fast], { fast: [good] }, { top, allowOrigin });
      expect(response.headers).toMatchObject({
        "Access-Control-Allow-Origin": allowOrigin,
        Vary: "Origin",
      });
      const without = await ask([fast], { fast: [good] }, { top });
      expect(JSON.stringify(without.response.headers)).not.toContain("Access-Control");
    }
  });
});
