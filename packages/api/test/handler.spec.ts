import { predictionResponseSchema } from "@pictor/contracts/schemas";
import {
  type Behaviour,
  good,
  modelError,
  servedIdentity,
  servedPredictions,
  serviceError,
} from "@pictor/testing";
import { Breakers } from "../lambda/predict/breakers";
import { routes } from "../lambda/predict/operation";
import { renderOpenApi } from "../src";
import { ask, fast, server, slow, start } from "./ask";
import { deployedModel } from "./bundle-process";
import type { Asked } from "./events";
import { png } from "./pictures";

beforeAll(start);
afterAll(() => server.stop());

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
        "x-amzn-sagemaker-custom-attributes": expect.stringMatching(/^top=3;deadline=\d{13}$/),
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
