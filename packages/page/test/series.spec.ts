import fc from "fast-check";
import type { RequestRecord } from "../src";
import { squareAround } from "../src/web/glyph";
import { byMinute, failed, isServed, percentile, servers } from "../src/web/series";

const now = 1_700_000_040_000;
const records: fc.Arbitrary<RequestRecord[]> = fc.array(
  fc.record({
    at: fc.integer({ min: now - 20 * 60_000, max: now }),
    requestId: fc.string(),
    status: fc.constantFrom(200, 400, 503),
    code: fc.constant("ok"),
    ms: fc.integer({ min: 0, max: 5000 }),
    servedBy: fc.constantFrom(undefined, "a", "b"),
    answeredBy: fc.constantFrom("function", "gateway"),
  }),
);

describe("requests by the minute", () => {
  it("are all there, each once, and none that is older", () => {
    fc.assert(
      fc.property(records, fc.integer({ min: 1, max: 30 }), (requests, minutes) => {
        const series = byMinute(requests, now, minutes);
        expect(series).toHaveLength(minutes);
        const counted = series
          .flatMap(({ counts }) => [...counts.values()])
          .reduce((a, b) => a + b, 0);
        const first = series[0]?.at ?? 0;
        expect(counted).toBe(requests.filter(({ at }) => at >= first).length);
        expect(series.at(-1)?.at).toBe(now - (now % 60_000));
      }),
    );
  });

  it("name everybody who served once, what failed last", () => {
    const request = (servedBy?: string) => ({
      at: now,
      requestId: "",
      status: 200,
      code: "",
      ms: 1,
      servedBy,
      answeredBy: "function" as const,
    });
    const minutes = byMinute([request("b"), request(), request("a"), request("b")], now, 2);
    expect(servers(minutes)).toEqual(["a", "b", failed]);
    expect(minutes[1]?.counts.get("b")).toBe(2);
  });

  it("time only what was served", () => {
    const request = (ms: number, servedBy?: string) => ({
      at: now,
      requestId: "",
      status: 200,
      code: "",
      ms,
      servedBy,
      answeredBy: "function" as const,
    });
    const [minute] = byMinute([request(10, "a"), request(30, "a"), request(900)], now, 1);
    expect(minute).toMatchObject({ medianMs: 10, slowestMs: 30 });
    expect([request(1), request(1, "a")].map(isServed)).toEqual([false, true]);
  });
});

describe("a percentile", () => {
  it("is one of the values, and at least that share is not above it", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer(), { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, share) => {
          const found = percentile(values, share) ?? Number.NaN;
          expect(values).toContain(found);
          const below = values.filter((value) => value <= found).length;
          expect(below / values.length).toBeGreaterThanOrEqual(share - 1e-9);
        },
      ),
    );
  });

  it("of nothing is nothing", () => expect(percentile([], 0.5)).toBeUndefined());
});

describe("the square around a drawing", () => {
  const side = 12;
  const pixel = fc.integer({ min: 0, max: side - 1 });

  it("holds all of it, is no larger than needed, and has it in its middle", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(pixel, pixel), { minLength: 1 }), (points) => {
        const brightness = new Array(side * side).fill(0);
        for (const [x, y] of points) brightness[y * side + x] = 255;
        const box = squareAround(brightness, side);
        if (box === undefined) throw new Error("nothing was found");
        const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
        const wide = Math.max(...xs) - Math.min(...xs) + 1;
        const high = Math.max(...ys) - Math.min(...ys) + 1;
        expect(box.width).toBe(Math.max(wide, high));
        expect(box.height).toBe(box.width);
        expect(box.left).toBe(Math.min(...xs) - (box.width - wide) / 2);
        expect(box.top).toBe(Math.min(...ys) - (box.height - high) / 2);
      }),
    );
  });

  it("is none around nothing", () => expect(squareAround(new Array(9).fill(0), 3)).toBeUndefined());
});
