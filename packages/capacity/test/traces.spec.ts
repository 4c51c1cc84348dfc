import { createHash } from "node:crypto";
import fc from "fast-check";
import {
  readTrace,
  type ShippedTrace,
  shippedTrace,
  shippedTraces,
  TraceError,
  writeTrace,
} from "../src";
import { poisson, seeded } from "../src/traces/random";

const week = 7 * 1440;
const hash = (requests: readonly number[]) =>
  createHash("sha256").update(requests.join(",")).digest("hex");
const rate = (requests: readonly number[]) =>
  requests.reduce((sum, each) => sum + each, 0) / (requests.length * 60);

describe("the shipped traces", () => {
  it.each(shippedTraces)("%s is the same from the same seed, and another from another", (name) => {
    const [first, again, other] = [1, 1, 2].map((seed) =>
      hash(shippedTrace(name, { minutes: 1440, seed }).requests),
    );
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it.each<[ShippedTrace, number]>([
    ["flat", 6],
    ["trickle", 0.02],
    ["seed", 1_000_000 / (730 * 3600)],
  ])("%s has its average", (name, expected) => {
    expect(rate(shippedTrace(name, { minutes: 4 * week }).requests) / expected).toBeCloseTo(1, 1);
  });

  it("office hours are by the clock of their zone, daylight saving included", () => {
    const { requests, startsAt } = shippedTrace("office-hours", { minutes: 200 * 1440 });
    const at = (iso: string) => (Date.parse(iso) - startsAt) / 60_000;
    const hour = (iso: string) => rate(requests.slice(at(iso), at(iso) + 30));
    expect(hour("2026-01-14T07:30Z")).toBeGreaterThan(5);
    expect(hour("2026-01-14T06:00Z")).toBeLessThan(1);
    expect(hour("2026-07-15T06:30Z")).toBeGreaterThan(5);
    expect(hour("2026-01-17T10:00Z")).toBeLessThan(1);
  });

  it("flash crowds come, and go", () => {
    const { requests } = shippedTrace("flash-crowd", { minutes: 30 * 1440 });
    expect(Math.max(...requests)).toBeGreaterThan(20 * 60);
    expect(requests.toSorted((a, b) => a - b)[Math.floor(requests.length / 2)]).toBeLessThan(40);
  });

  it("count as Poisson does: the variance is the mean", () => {
    for (const mean of [0.5, 5, 29, 31, 400]) {
      const random = seeded(7);
      const counts = Array.from({ length: 20_000 }, () => poisson(mean, random));
      const average = counts.reduce((sum, each) => sum + each, 0) / counts.length;
      const variance = counts.reduce((sum, each) => sum + (each - average) ** 2, 0) / counts.length;
      expect(average / mean).toBeCloseTo(1, 1);
      expect(variance / mean).toBeCloseTo(1, 1);
    }
  });
});

describe("a trace file", () => {
  it("reads back what was written", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(100_000), { minLength: 1, maxLength: 50 }),
        fc.nat(1e6),
        (requests, at) => {
          const trace = { name: "t.csv", startsAt: at * 60_000, requests };
          expect(readTrace(writeTrace(trace), "t.csv")).toEqual(trace);
        },
      ),
    );
  });

  it("has columns in any order, quotes, other columns, zones, and gaps without requests", () => {
    const text =
      '\uFEFF"Requests",host,"Time"\r\n3,a,2026-01-05 09:00+01:00\r\n\r\n4,b,2026-01-05T08:03:00Z\r\n';
    expect(readTrace(text, "t.csv")).toEqual({
      name: "t.csv",
      startsAt: Date.UTC(2026, 0, 5, 8),
      requests: [3, 0, 0, 4],
    });
  });

  it("names everything that is wrong, by line", () => {
    const text =
      "time,requests\n2026-01-05T08:00,1\n2026-01-05T08:01Z,-1\n2026-01-05T08:02Z,2\n2026-01-05T08:02Z,3\n2026-01-05T08:04Z,\n";
    expect(() => readTrace(text, "t.csv")).toThrow(
      [
        "t.csv has 4 problems:",
        "- line 2: time must be like '2026-01-05T08:00Z', with a zone, got '2026-01-05T08:00'",
        "- line 3: requests must be a whole number from 0 to 1000000000, got '-1'",
        "- line 5: time must be a later minute than the line before, got '2026-01-05T08:02Z'",
        "- line 6: requests must be a whole number from 0 to 1000000000, got ''",
      ].join("\n"),
    );
  });

  it.each([
    ["", "line 1 must be a header with the columns time and requests, got ''"],
    ["a,b\n1,2\n", "line 1 must be a header with the columns time and requests, got 'a,b'"],
    ["time,requests\n", "it must have a minute, got a header alone"],
    [
      "time,requests\n2020-01-01T00:00Z,1\n2026-01-01T00:00Z,1\n",
      "it must span at most 1576800 minutes, got 3156481",
    ],
  ])("%j is refused", (text, problem) => {
    expect(() => readTrace(text, "t.csv")).toThrow(new TraceError("t.csv", [problem]));
  });

  it("with many problems shows ten", () => {
    const text = `time,requests\n${"x,1\n".repeat(30)}`;
    expect(() => readTrace(text, "t.csv")).toThrow(/^t.csv has 30 problems:[\s\S]*- and 20 more$/);
  });
});
