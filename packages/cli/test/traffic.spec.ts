import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Trace } from "@pictor/capacity";
import * as fc from "fast-check";
import { partOf } from "../src/traffic/day";
import { drive } from "../src/traffic/drive";
import { sendTimes } from "../src/traffic/schedule";
import { requireLoopback, sendPicture } from "../src/traffic/send";
import { type Answer, renderTraffic, Tally } from "../src/traffic/tally";

const startsAt = Date.UTC(2026, 2, 1);
const traceOf = (requests: readonly number[]): Trace => ({ name: "t", startsAt, requests });
const day = (count: number): number[] => Array(1440).fill(count);

describe("the part of a trace", () => {
  const trace = traceOf([...day(1), ...day(3), ...day(2)]);

  it("is the busiest day where none is named", () => {
    const part = partOf(trace, { hours: 24 });
    expect(part.startsAt).toBe(Date.UTC(2026, 2, 2));
    expect(part.requests).toEqual(day(3));
  });

  it("is as many hours from the day that is named on, as far as there are", () => {
    const part = partOf(trace, { day: "2026-03-03", hours: 48 });
    expect(part).toEqual({ name: "t", startsAt: Date.UTC(2026, 2, 3), requests: day(2) });
    expect(partOf(trace, { day: "2026-03-01", hours: 1 }).requests).toHaveLength(60);
  });

  it.each(["2026-02-28", "2026-03-04", "yesterday"])(
    "is not of %s, and says which there are",
    (name) =>
      expect(() => partOf(trace, { day: name, hours: 24 })).toThrow(
        `the trace 't' has no day ${name}, it is from 2026-03-01 to 2026-03-03`,
      ),
  );
});

describe("the times of requests", () => {
  const counts = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 30 });
  const speeds = fc.integer({ min: 1, max: 1000 });

  it("grow, and are as many as the trace has in its compressed time, to within one", () => {
    fc.assert(
      fc.property(counts, speeds, (requests, speed) => {
        const { durationMs, times } = sendTimes(traceOf(requests), { speed });
        const sum = requests.reduce((total, count) => total + count, 0);
        expect(Math.abs(times.length - sum / speed)).toBeLessThanOrEqual(1);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        expect(durationMs).toBeCloseTo((requests.length * 60_000) / speed);
        expect(times.every((at) => at >= 0 && at <= durationMs + 1e-6)).toBe(true);
      }),
    );
  });

  it("keep the trace's rate: a minute of 600 requests is 10 a second, at any speed", () => {
    for (const speed of [1, 10, 60]) {
      const { times } = sendTimes(traceOf([600, 0, 1200]), { speed });
      const minuteMs = 60_000 / speed;
      const within = (minute: number) =>
        times.filter((at) => at > minute * minuteMs && at <= (minute + 1) * minuteMs).length;
      expect([0, 1, 2].map((minute) => (within(minute) / minuteMs) * 1000)).toEqual([10, 0, 20]);
    }
  });

  it("are scaled so that the busiest minute has the rate that is wanted", () => {
    const { times } = sendTimes(traceOf([60, 120]), { speed: 1, peakRps: 10 });
    expect(times.filter((at) => at <= 60_000)).toHaveLength(300);
    expect(times).toHaveLength(900);
    expect(sendTimes(traceOf([0]), { speed: 1, peakRps: 10 }).times).toEqual([]);
  });
});

describe("traffic", () => {
  it.each(["http://127.0.0.1:1/v1", "http://localhost/v1", "http://[::1]:8080/v1"])(
    "may go to %s",
    (url) => expect(() => requireLoopback(url)).not.toThrow(),
  );
  it.each([
    "https://abc.execute-api.us-east-1.amazonaws.com/v1",
    "http://127.0.0.1.example.com/v1",
    "http://localhost.example.com/v1",
    "http://10.0.0.1/v1",
    "http://127.0.0.1@example.com/v1",
  ])("never goes to %s", (url) =>
    expect(() => requireLoopback(url)).toThrow("is not on this machine"),
  );
});

describe("a drive, over HTTP", () => {
  let server: Server;
  let url: string;
  /** What the n-th request is answered. */
  let answer: (index: number) => Promise<number> | number;
  let received: { readonly key: unknown; readonly type: unknown; readonly bytes: number }[];
  const picture = new Uint8Array(Buffer.from("89504e470d0a1a0a", "hex"));
  const prediction = {
    release: { sha256: "0".repeat(64), weightsSha256: "1".repeat(64) },
    predictions: [{ label: "three", index: 3, score: 1 }],
    servedBy: { kind: "serverless", endpoint: "e" },
    latencyMs: 1,
    requestId: "r",
  };
  const send = () => sendPicture({ url, apiKey: "k" }, picture);
  const soon = (count: number) => Array<number>(count).fill(0);
  const run = (changes: Partial<Parameters<typeof drive>[0]> = {}) =>
    drive({
      ...{ times: soon(10), durationMs: 0, send, mostAtOnce: 100, progressMs: 60_000 },
      ...{ signal: new AbortController().signal, onProgress: () => undefined },
      ...changes,
    });

  beforeEach(async () => {
    received = [];
    answer = () => 200;
    server = createServer(async (request, response) => {
      let bytes = 0;
      for await (const chunk of request) bytes += (chunk as Buffer).length;
      const { "content-type": type, "x-api-key": key } = request.headers;
      const index = received.push({ key, type, bytes }) - 1;
      const status = await answer(index);
      response.writeHead(status, {
        "content-type": "application/json",
        location: "http://x.test/",
      });
      response.end(JSON.stringify(status === 200 ? prediction : {}));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it("counts by status and by who answered, and measures what was answered well", async () => {
    answer = (index) => (index % 5 === 0 ? 503 : 200);
    const { p50Ms, p99Ms, ...counts } = await run();
    expect(counts).toEqual({
      sent: 10,
      late: 0,
      byStatus: { 200: 8, 503: 2 },
      byServer: { e: 8 },
    });
    expect(p99Ms).toBeGreaterThanOrEqual(p50Ms ?? Number.POSITIVE_INFINITY);
    expect(received[0]).toEqual({ key: "k", type: "image/png", bytes: picture.length });
  });

  it("sends the next request though the one before is not answered", async () => {
    let letGo = (): void => undefined;
    const all = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    answer = async (index) => {
      if (index === 9) letGo();
      await all;
      return 200;
    };
    expect((await run()).byStatus).toEqual({ 200: 10 });
  });

  it("has no more requests under way than it may", async () => {
    let open = 0;
    let most = 0;
    answer = async () => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve, 5));
      open -= 1;
      return 200;
    };
    await run({ mostAtOnce: 3 });
    expect(most).toBe(3);
  });

  it("that is ended says what was done: what is under way is counted, nothing more is sent", async () => {
    const controller = new AbortController();
    answer = (index) => {
      if (index === 2) controller.abort();
      return 200;
    };
    const times = [0, 10, 20, 60_000, 60_001];
    const result = await run({ times, durationMs: 120_000, signal: controller.signal });
    expect(result).toMatchObject({ sent: 3, byStatus: { 200: 3 } });
    expect(received).toHaveLength(3);
  });

  it("follows no redirect: it would lead off this machine", async () => {
    answer = () => 307;
    expect((await run({ times: [0] })).byStatus).toEqual({ 307: 1 });
  });

  it("counts what is not answered by its reason", async () => {
    server.close();
    server.closeAllConnections();
    expect((await run({ times: [0] })).byStatus).toEqual({ "no answer (ECONNREFUSED)": 1 });
  });
});

describe("a tally", () => {
  it("is one line, with what there is to say", () => {
    const tally = new Tally();
    expect(renderTraffic(tally.result)).toBe("0 requests");
    const answers: Answer[] = [
      { status: 200, servedBy: "a", milliseconds: 10 },
      { status: 200, servedBy: "b", milliseconds: 30 },
      { status: 429, milliseconds: 1 },
    ];
    for (const one of answers) tally.add(one);
    tally.late = 1;
    expect(renderTraffic(tally.result)).toBe(
      "3 requests, 2 × 200, 1 × 429, p50 10 ms, p99 30 ms, 1 by a, 1 by b, 1 sent late",
    );
  });
});
