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
import { Breakers } from "../lambda/predict/breakers";
import { ask, fast, server, slow, start } from "./ask";

// The SDK pauses for up to three seconds before it gives a throttled call up.
jest.setTimeout(20_000);

beforeAll(start);
afterAll(() => server.stop());

const hasty: Target = { ...fast, timeoutMs: 100 };
/** Of its time a retry after a hang has a third, in which a busy machine answers too. */
const patient: Target = { ...fast, timeoutMs: 1_800 };

describe("the last target", () => {
  it.each<[string, Behaviour, number, number]>([
    ["a model that failed", modelError(500), 502, 1],
    ["a model server that is overloaded, asked once more", modelError(503), 503, 2],
    ["a model server that is gone, asked once more", modelError(0), 503, 2],
    ["a worker that dies of it, asked once more", modelError(507), 502, 2],
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

  it("is asked for again later if it is serverless and late: its container may still be starting", async () => {
    const { response } = await ask([slow], { slow: [hang] }, { remainingMs: 900 });
    expect(response).toMatchObject({ statusCode: 503, headers: { "Retry-After": "5" } });
    const after = await ask([hasty, slow], { fast: [hang], slow: [hang] }, { remainingMs: 900 });
    expect(after.response).toMatchObject({ statusCode: 503, headers: { "Retry-After": "5" } });
  });

  it("is tried again where one try hangs and time is left", async () => {
    const { response } = await ask([patient], { fast: [hang, good] });
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

describe("an image that kills workers", () => {
  const died = modelError(507);

  it("reaches two workers of its only target, and its caller is told not to repeat it", async () => {
    const { response, body } = await ask([fast], { fast: [died, died, good] });
    expect(response.statusCode).toBe(502);
    expect(body.detail).toMatch(/died twice .* Do not repeat/);
    expect(server.received).toHaveLength(2);
  });

  it.each([
    ["both targets", [died], [died, good]],
    ["the second target, after the first gave no answer", [hang], [died, good]],
    ["the first target, and the second fails", [died], [modelError(502), good]],
  ])("reaches two workers in all: it kills one of %s", async (_, ofFirst, ofSecond) => {
    const { response } = await ask([hasty, slow], { fast: ofFirst, slow: ofSecond });
    expect(response.statusCode).toBe(502);
    expect([server.count("fast"), server.count("slow")]).toEqual([1, 1]);
  });

  it("reaches no third worker, however many targets there are", async () => {
    const third: Target = { ...slow, name: "third" };
    const behaviours = { fast: [died], slow: [died], third: [good] };
    const { response } = await ask([fast, slow, third], behaviours);
    expect(response.statusCode).toBe(502);
    expect(server.count("third")).toBe(0);
  });

  it.each<[string, Behaviour]>([
    ["is absent", serviceError(400, "ValidationError", { message: "Endpoint x not found." })],
    ["is throttled", serviceError(429, "ThrottlingException")],
    ["is overloaded", modelError(503)],
  ])("still has both tries where the first target %s: no worker was reached", async (_, first) => {
    const { response } = await ask([fast, slow], { fast: [first], slow: [died, good] });
    expect(response.statusCode).toBe(200);
    expect(server.count("slow")).toBe(2);
  });

  it("is answered where a worker's death was none of its doing", async () => {
    for (const failure of [died, modelError(500, '{"message": "Worker died."}')]) {
      const { response } = await ask([fast], { fast: [failure, good] });
      expect(response.statusCode).toBe(200);
    }
    const next = await ask([fast, slow], { fast: [died], slow: [good] });
    expect(next.body.servedBy).toMatchObject({ endpoint: "slow" });
  });
});

describe("a server that is gone", () => {
  it("is asked again when it may be back", async () => {
    const pauses: number[] = [];
    const { response } = await ask([fast], { fast: [modelError(0), good] }, { pauses });
    expect(response.statusCode).toBe(200);
    const [only = 0, ...more] = pauses;
    expect(only).toBeGreaterThanOrEqual(2_000);
    expect(more).toEqual([]);
  });

  it("opens the breaker at once where it is still gone", async () => {
    const breakers = new Breakers();
    const { response } = await ask([fast], { fast: [modelError(0)] }, { breakers });
    expect([response.statusCode, server.count("fast")]).toEqual([503, 2]);
    expect(breakers.state("fast").kind).toBe("open");
  });

  it("is not waited for where no time is left", async () => {
    const { response } = await ask([fast], { fast: [modelError(0)] }, { remainingMs: 2_000 });
    expect(response).toMatchObject({ statusCode: 503, headers: { "Retry-After": "5" } });
    expect(server.count("fast")).toBe(1);
  });
});

describe("a call without an answer", () => {
  it("opens the breaker at once, and the next request is refused early", async () => {
    const breakers = new Breakers();
    const late = await ask([hasty], { fast: [hang] }, { breakers });
    expect([late.response.statusCode, server.count("fast")]).toEqual([504, 2]);
    const { response } = await ask([hasty], { fast: [good] }, { breakers });
    expect(response.statusCode).toBe(503);
    expect(Number(response.headers?.["Retry-After"])).toBeGreaterThanOrEqual(1);
    expect(server.received).toHaveLength(0);
  });

  it("leaves the breaker closed where another instance answers the retry", async () => {
    const breakers = new Breakers();
    await ask([patient], { fast: [hang, good] }, { breakers });
    expect(breakers.state("fast").kind).toBe("closed");
  });

  it("leaves the breaker closed where the request had less time than the target is given", async () => {
    const breakers = new Breakers();
    await ask([fast], { fast: [hang] }, { breakers, remainingMs: 700 });
    expect(breakers.state("fast").kind).toBe("closed");
  });

  it("is told apart from a throttled one, whose pauses take time too", async () => {
    const breakers = new Breakers();
    const throttled = serviceError(400, "ThrottlingException");
    const brief = { ...fast, timeoutMs: 500 };
    const { response } = await ask([brief], { fast: [throttled] }, { breakers });
    expect(response.statusCode).toBe(429);
    expect(breakers.state("fast").kind).toBe("closed");
  });
});

describe("load", () => {
  it("opens no breaker, however long it lasts", async () => {
    const breakers = new Breakers();
    for (let times = 0; times < 6; times += 1) {
      await ask([fast, slow], { fast: [modelError(503)], slow: [good] }, { breakers });
    }
    expect(server.count("fast")).toBe(1);
    expect(breakers.state("fast")).toEqual({ kind: "closed", failed: [] });
  });

  it("is answered 503 with the time to wait", async () => {
    const { response } = await ask([fast], { fast: [modelError(503)] });
    expect(response).toMatchObject({ statusCode: 503, headers: { "Retry-After": "5" } });
    expect(server.count("fast")).toBe(2);
  });
});

describe("the deadline that a model server reads", () => {
  it("is when the call ends, anew for each attempt of the SDK", async () => {
    const before = Date.now();
    await ask([fast], { fast: [serviceError(400, "ThrottlingException"), good] });
    const deadlines = server.received.map(({ headers }) =>
      Number(/deadline=(\d+)$/.exec(String(headers["x-amzn-sagemaker-custom-attributes"]))?.[1]),
    );
    expect(deadlines).toHaveLength(2);
    const [one = 0, two = 0] = deadlines;
    expect(one - before).toBeGreaterThanOrEqual(fast.timeoutMs);
    expect(two).toBeGreaterThanOrEqual(one);
  });
});
