import {
  type EndingKind,
  endOfImage,
  endOfLife,
  endOfLifeWarning,
  endOfRuntime,
  endsOfLife,
  knownEnd,
  noticeDays,
} from "../src";

const registry = "763104351884.dkr.ecr.us-east-1.amazonaws.com";
const dayBefore = (end: string, days: number) =>
  new Date(Date.parse(end) - days * 86_400_000).toISOString().slice(0, 10);

describe("ends of support", () => {
  it("are days with a source that says when it was read, and what to do", () => {
    for (const row of endsOfLife) {
      expect(row.end).toBe(new Date(`${row.end}T00:00:00Z`).toISOString().slice(0, 10));
      expect(row.source).toMatch(/^https:\/\//);
      expect(row.read).toMatch(/^\d{4}-\d{2}$/);
      expect(row.next).toMatch(/^[a-zA-Z]/);
    }
  });

  it("are one table of every kind, without a name twice", () => {
    const kinds: Record<EndingKind, string> = {
      "container image": "pytorch-inference:2.6",
      "Lambda runtime": "nodejs22.x",
      "AWS provider": "5",
      CDKTF: "0.21",
      "Node.js": "22",
      Python: "3.12",
    };
    for (const [kind, name] of Object.entries(kinds)) {
      expect(endOfLife(kind as EndingKind, name)).toBeDefined();
    }
    expect(new Set(endsOfLife.map(({ kind }) => kind))).toEqual(new Set(Object.keys(kinds)));
    const names = endsOfLife.map(({ kind, name }) => `${kind} ${name}`);
    expect(new Set(names).size).toBe(names.length);
    expect(() => knownEnd("CDKTF", "0.1")).toThrow("the table of ends has no CDKTF '0.1'");
  });

  it("of a runtime are found by its identifier alone", () => {
    expect(endOfRuntime("nodejs20.x")?.end).toBe("2026-04-30");
    expect(endOfRuntime("nodejs99.x")).toBeUndefined();
    expect(endOfRuntime("constructor")).toBeUndefined();
  });

  it("of an image are those of its version, and for an older one no later than the oldest known", () => {
    const end = (tag: string) => endOfImage(`${registry}/${tag}`)?.end;
    expect(end("pytorch-inference:2.6.0-cpu-py312")).toBe("2026-06-30");
    expect(end("pytorch-inference:1.13.1-cpu")).toBe("2026-06-30");
    expect(end("pytorch-inference:2.7.0-cpu")).toBeUndefined();
    expect(end("pytorch-training:2.9.1-cpu")).toBe("2026-10-15");
    expect(end("pytorch-training:2.10.0-cpu")).toBe("2027-01-21");
    expect(end("my-pytorch-inference:1.0.0")).toBeUndefined();
    expect(endOfImage("no image")).toBeUndefined();
  });
});

describe("the warning of an end", () => {
  it("has the same words for every kind: what ends, when, what to do, and the source", () => {
    for (const row of endsOfLife) {
      const { kind, name, end, next, source } = row;
      expect(endOfLifeWarning(row, dayBefore(end, noticeDays + 1))).toBeUndefined();
      expect(endOfLifeWarning(row, dayBefore(end, noticeDays))).toBe(
        `${kind} '${name}' is patched until ${end} (180 days): ${next} (${source})`,
      );
      expect(endOfLifeWarning(row, end)).toBe(
        `${kind} '${name}' is patched until ${end} (0 days): ${next} (${source})`,
      );
      expect(endOfLifeWarning(row, dayBefore(end, -1))).toBe(
        `${kind} '${name}' has had no patches since ${end}: ${next} (${source})`,
      );
    }
  });

  it("comes always where nobody has announced an end, and never for a day that is none", () => {
    const container = { kind: "container", name: "ours", end: undefined, next: "ask" } as const;
    expect(endOfLifeWarning(container, "2026-01-01")).toBe(
      "container 'ours' has no announced end of support: ask",
    );
    expect(endOfLifeWarning({ ...container, end: "soon" }, "2026-01-01")).toBeUndefined();
    expect(endOfLifeWarning({ ...container, end: "2020-01-01" }, "today")).toBeUndefined();
  });
});
