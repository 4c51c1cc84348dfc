import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { type PredictionResponse, problemMediaType, problemOf } from "@pictor/contracts";
import type { PageState } from "../src";

/** What an API was asked. */
export interface Question {
  readonly url: string;
  readonly key: string | undefined;
  readonly type: string | undefined;
  readonly body: Buffer;
}

const release = "c7".repeat(32);

const prediction: PredictionResponse = {
  release: { sha256: release, weightsSha256: "ab".repeat(32) },
  predictions: [
    { label: "six", index: 6, score: 0.9 },
    { label: "<b>eight</b>", index: 8, score: 0.1 },
  ],
  servedBy: { kind: "realTime", endpoint: "pictor-local-real-time" },
  latencyMs: 41,
  requestId: "request-1",
};

/** An API on loopback that tells a PNG from everything else, and remembers what it was asked. */
export async function startScriptedApi() {
  const questions: Question[] = [];
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const { url = "", headers } = request;
    questions.push({
      url,
      key: headers["x-api-key"]?.toString(),
      type: headers["content-type"],
      body,
    });
    const isPng = body.subarray(1, 4).toString() === "PNG";
    const problem = problemOf("not-an-image", "request-2");
    response
      .writeHead(isPng ? 200 : problem.status, {
        "content-type": isPng ? "application/json" : problemMediaType,
      })
      .end(JSON.stringify(isPng ? prediction : problem));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    questions,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** A state with a bit of everything in it. */
export function stateAt(now: number): PageState {
  return {
    model: {
      release,
      format: "fp32",
      size: 87_600_000,
      input: { width: 32, height: 32 },
      classes: 3,
      labels: ["zero", "six", "eight"],
      measured: { accuracy: 0.989, on: "450 held-out digits" },
    },
    endpoints: [
      { name: "pictor-local-real-time", kind: "realTime", status: "InService" },
      {
        name: "pictor-local-serverless",
        kind: "serverless",
        status: "Failed",
        reason: "no weights",
      },
    ],
    alarms: [
      { name: "a-server-errors", state: "OK", description: "Fine. https://example.com/runbook" },
      { name: "b-server-errors", state: "ALARM", description: "More than 5 % failed." },
    ],
    requests: [
      request(now - 120_000, "1", 200, "ok", 80, "pictor-local-real-time"),
      request(now - 60_000, "2", 200, "ok", 20, "pictor-local-serverless"),
      request(now, "3", 503, "no-capacity", 9),
      { ...request(now, "4", 429, "THROTTLED", 2), answeredBy: "gateway" },
    ],
  };
}

/** The same of an adaptive environment. */
export function adaptiveStateAt(now: number): PageState {
  const minute = (back: number) => (Math.floor(now / 60_000) - back) * 60_000;
  return {
    ...stateAt(now),
    endpoints: [{ name: "pictor-staging-real-time", kind: "realTime", status: "absent" }],
    capacity: {
      mode: "serverless",
      since: now - 3_600_000,
      thresholds: [
        { kind: "cost", rps: 3.42 },
        { kind: "capacity", rps: 40 },
      ],
      rates: [
        { at: minute(3), rps: 0.5 },
        { at: minute(2), rps: 2 },
      ],
      decisions: [
        { at: now, action: "keep", because: "quiet", reason: "2.00 requests/s, below <b>all</b>" },
        { at: now - 3_600_000, action: "delete", because: "quiet", reason: "nobody calls" },
      ],
    },
  };
}

function request(
  at: number,
  requestId: string,
  status: number,
  code: string,
  ms: number,
  servedBy?: string,
): PageState["requests"][number] {
  return { at, requestId, status, code, ms, servedBy, answeredBy: "function" };
}

/** The smallest PNG: one black pixel. */
export const png: Buffer = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==",
  "base64",
);
