import { problemMediaType, type Target } from "@pictor/contracts";
import {
  absent,
  answerOf,
  answerOfText,
  type Behaviour,
  good,
  hang,
  LoopbackSageMaker,
  modelError,
  reset,
  servedPredictions,
  serviceError,
  trickle,
} from "@pictor/testing";
import type { ProblemResponse } from "../src";
import { BundleProcess, type Invoked } from "./bundle-process";
import { eventOf } from "./events";
import { png } from "./pictures";

// Each starts a process, on a machine that may be busy.
jest.setTimeout(60_000);

const server = new LoopbackSageMaker();
let url: string;

beforeAll(async () => {
  url = await server.start();
});

afterAll(() => server.stop());

const only: Target = { name: "only", kind: "realTime", timeoutMs: 1_000 };
const first: Target = { name: "first", kind: "realTime", timeoutMs: 1_000 };
const second: Target = { name: "second", kind: "serverless", timeoutMs: 5_000 };
/** What Lambda has left when it starts; the function keeps half a second of it to answer in. */
const remainingMs = 6_000;
/** Milliseconds within which is answered what needs no waiting: less than three tries that hang. */
const atOnce = 2_500;
const picture = eventOf({ body: png(4, 4) });

/** Sends one picture through a bundle that was just started, whose breakers know nothing. */
async function ask(
  targets: readonly Target[],
  behaviours: Readonly<Record<string, readonly Behaviour[]>>,
): Promise<Invoked & { readonly problem: ProblemResponse }> {
  const bundle = await BundleProcess.start(targets, url);
  try {
    server.behave(behaviours);
    const invoked = await bundle.invoke(picture, remainingMs);
    expect(bundle.unhandled).toEqual([]);
    expect(bundle.alive).toBe(true);
    return { ...invoked, problem: JSON.parse(invoked.response?.body ?? "null") };
  } finally {
    await bundle.stop();
  }
}

const html: Behaviour = answerOfText("<html>Bad Gateway</html>", "text/html");
const wrongJson: Behaviour = answerOf({ prediction: "seven" });
const sevenMegabytes: Behaviour = answerOf({
  predictions: [{ label: "x".repeat(7_000_000), index: 0, score: 1 }],
});
const dependency = serviceError(530, "InternalDependencyException");
const throttling = serviceError(400, "ThrottlingException");

/**
 * What SageMaker does; what the caller reads, how often SageMaker was asked and within how many milliseconds, where
 * there is no other target.
 */
const table: readonly (readonly [string, Behaviour, number, number, number])[] = [
  ["a model that refuses with its own 400", modelError(400), 502, 1, atOnce],
  ["a model that fails (500)", modelError(500), 502, 1, atOnce],
  ["a model server that is overrun (503), asked once more", modelError(503), 502, 2, atOnce],
  [
    "a model that is not ready (429)",
    serviceError(429, "ModelNotReadyException"),
    503,
    3,
    remainingMs,
  ],
  ["too many requests (429)", serviceError(429, "TooManyRequestsException"), 429, 3, remainingMs],
  ["throttling (400)", throttling, 429, 3, remainingMs],
  ["an internal failure (500)", serviceError(500, "InternalFailure"), 502, 3, atOnce],
  ["no service (503)", serviceError(503, "ServiceUnavailable"), 503, 3, atOnce],
  ["a failed dependency (530)", dependency, 502, 1, atOnce],
  ["an absent endpoint", absent, 503, 1, atOnce],
  ["a hang, each try cut off", hang, 504, 3, remainingMs],
  ["bytes that trickle in without end", trickle, 504, 1, remainingMs],
  ["a connection that breaks", reset, 502, 3, atOnce],
  ["HTML", html, 502, 1, atOnce],
  ["JSON of another shape", wrongJson, 502, 1, atOnce],
  ["seven megabytes", sevenMegabytes, 502, 1, atOnce],
];

describe("the bundle, where its only target answers", () => {
  it.each(table)("%s", async (_, behaviour, status, requests, boundMs) => {
    const { response, thrown, problem, ms } = await ask([only], { only: [behaviour] });
    expect(thrown).toBeUndefined();
    expect(response?.statusCode).toBe(status);
    expect(response?.headers?.["Content-Type"]).toBe(problemMediaType);
    expect(problem).toMatchObject({ status, requestId: "request-1" });
    expect(response?.headers?.["Retry-After"] !== undefined).toBe([429, 503].includes(status));
    expect(server.count("only")).toBe(requests);
    expect(ms).toBeLessThan(boundMs);
  });
});

describe("the bundle, where its first target answers", () => {
  it.each(table)("%s, is answered by the second", async (_, behaviour, __, ___, boundMs) => {
    const { response, problem, ms } = await ask([first, second], {
      first: [behaviour],
      second: [good],
    });
    expect(response?.statusCode).toBe(200);
    expect(problem).toMatchObject({
      servedBy: { kind: "serverless", endpoint: "second" },
      predictions: servedPredictions.toReversed(),
    });
    // Only the last target is asked again, whatever the first one did.
    expect([server.count("first"), server.count("second")]).toEqual([1, 1]);
    expect(ms).toBeLessThan(Math.min(boundMs, first.timeoutMs + atOnce));
  });
});
