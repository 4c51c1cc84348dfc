import type { Target } from "@pictor/contracts";
import {
  type Behaviour,
  good,
  hang,
  modelError,
  reset,
  serviceError,
  trickle,
} from "@pictor/testing";
import { ask, fast, server, slow, start } from "./ask";

beforeAll(start);
afterAll(() => server.stop());

const hasty: Target = { ...fast, timeoutMs: 100 };

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
