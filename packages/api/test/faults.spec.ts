import { type Problem, problemMediaType, type Target } from "@pictor/contracts";
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
import { type Invoked, type PredictProcess, startPredict } from "./bundle-process";
import { eventOf } from "./events";
import { png } from "./pictures";
import { QueueingModel } from "./queueing-model";

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
): Promise<Invoked & { readonly problem: Problem }> {
  const bundle = await startPredict(targets, url);
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
  [
    "a model server that is overloaded (503), asked once more",
    modelError(503),
    503,
    2,
    remainingMs,
  ],
  ["a worker that dies of the image (507), asked once more", modelError(507), 502, 2, atOnce],
  ["a model server that is gone (0), asked once more", modelError(0), 503, 2, remainingMs],
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
  ["a hang, asked once more for a third of the time", hang, 504, 2, atOnce],
  ["bytes that trickle in without end", trickle, 504, 2, atOnce],
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

/** Runs `use` with so many execution environments, each a process. */
async function withEnvironments(
  count: number,
  targets: readonly Target[],
  use: (environments: readonly PredictProcess[]) => Promise<void>,
): Promise<void> {
  const environments = await Promise.all(
    Array.from({ length: count }, () => startPredict(targets, url)),
  );
  try {
    await use(environments);
  } finally {
    await Promise.all(environments.map((environment) => environment.stop()));
  }
}

/** Sends so many pictures through each environment, one after the other in each. */
function askEach(environments: readonly PredictProcess[], times: number): Promise<Invoked[][]> {
  return Promise.all(
    environments.map(async (environment) => {
      const answers: Invoked[] = [];
      while (answers.length < times) answers.push(await environment.invoke(picture));
      return answers;
    }),
  );
}

const statusesOf = (answers: readonly Invoked[]): unknown[] =>
  answers.map(({ response }) => response?.statusCode);

describe("several execution environments", () => {
  it("let one request each pay for a server that hangs, and refuse the rest early", async () => {
    await withEnvironments(3, [only], async (environments) => {
      server.behave({ only: [hang] });
      for (const answers of await askEach(environments, 4)) {
        expect(statusesOf(answers)).toEqual([504, 503, 503, 503]);
        for (const { response } of answers.slice(1)) {
          expect(Number(response?.headers?.["Retry-After"])).toBeGreaterThanOrEqual(1);
        }
      }
      expect(server.count("only")).toBe(3 * 2);
    });
  });

  it("let one request each pay, and the rest fall over to the next target", async () => {
    await withEnvironments(3, [first, second], async (environments) => {
      server.behave({ first: [hang], second: [good] });
      for (const answers of await askEach(environments, 4)) {
        expect(statusesOf(answers)).toEqual([200, 200, 200, 200]);
      }
      expect([server.count("first"), server.count("second")]).toEqual([3, 12]);
    });
  });

  it("open no breaker for a server that merely queues, and waste little of its work", async () => {
    // Eight callers at a server that answers five of them in a target's time.
    const model = new QueueingModel(200, 4);
    await withEnvironments(8, [only], async (environments) => {
      server.behave({ only: [model.behaviour] });
      const answers = (await askEach(environments, 4)).flat();
      expect(new Set(statusesOf(answers))).toEqual(new Set([200, 503]));
      for (const { response } of answers) {
        expect(response?.headers?.["Retry-After"] !== undefined).toBe(response?.statusCode === 503);
      }
      const health = eventOf({ body: null, resource: "/health", method: "GET" });
      for (const environment of environments) {
        const { response } = await environment.invoke(health);
        expect(JSON.parse(response?.body ?? "null").targets).toMatchObject([{ breaker: "closed" }]);
      }
      // On a busy machine an answer of the last moment may come too late.
      const served = answers.filter(({ response }) => response?.statusCode === 200).length;
      expect(served).toBeGreaterThanOrEqual(0.8 * model.computed);
    });
  });
});
