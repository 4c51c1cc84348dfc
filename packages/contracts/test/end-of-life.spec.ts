import { endOfImage, endOfRuntime, imageEnds, lambdaRuntimeEnds } from "../src";

const registry = "763104351884.dkr.ecr.us-east-1.amazonaws.com";

describe("ends of support", () => {
  it("are days with a source that says when it was read", () => {
    const rows = [...Object.keys(lambdaRuntimeEnds).map(endOfRuntime), ...Object.values(imageEnds)];
    for (const row of rows) {
      expect(row?.end).toBe(new Date(`${row?.end}T00:00:00Z`).toISOString().slice(0, 10));
      expect(row?.source).toMatch(/^https:\/\//);
      expect(row?.read).toMatch(/^\d{4}-\d{2}$/);
    }
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
