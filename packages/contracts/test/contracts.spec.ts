import {
  artefactListSha256,
  formatRequestAttributes,
  limits,
  parseIdentity,
  problemType,
  releaseKey,
  type StatusCode,
  type StatusRow,
  statusTable,
} from "../src/index";
import { releaseManifestSchema, targetSchema } from "../src/schemas";

const rows = Object.entries(statusTable) as readonly (readonly [StatusCode, StatusRow])[];

const release = {
  sha256: "a".repeat(64),
  size: 95_000_000,
  key: releaseKey("a".repeat(64)),
  layout: "torchserve",
  container: "pytorch-2.6-cpu",
  format: "fp32",
  weightsSha256: "b".repeat(64),
  input: { width: 32, height: 32, mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
  labels: { count: 10, sha256: "c".repeat(64) },
  compression: "gzip",
  smoke: { file: "smoke.png", index: 7 },
  calibration: [],
};

describe("statusTable", () => {
  it("covers every status of the design's table", () => {
    const statuses = new Set(rows.map(([, row]) => row.status));
    for (const status of [400, 401, 403, 404, 405, 413, 415, 422, 429, 502, 503, 504]) {
      expect(statuses).toContain(status);
    }
  });

  it("says when to come back exactly where coming back helps", () => {
    const later = rows.filter(([, row]) => row.retryAfterSeconds !== undefined);
    expect(new Set(later.map(([, row]) => row.status))).toEqual(new Set([429, 503]));
  });

  it("has sentences of one line, so that they can stand in a gateway's template", () => {
    for (const [, row] of rows) expect(row.detail).toMatch(/^[^"\\\n]+\.$/);
  });

  it("gives each code a type of its own", () => {
    expect(new Set(rows.map(([code]) => problemType(code))).size).toBe(rows.length);
  });
});

describe("limits", () => {
  it("strictly decrease from the gateway inward", () => {
    const { gateway, lambda, router, serverless, realTime } = limits.timeoutMs;
    const chain = [gateway, lambda, router, serverless, realTime];
    expect([...chain].sort((a, b) => b - a)).toEqual(chain);
    expect(new Set(chain).size).toBe(chain.length);
  });

  it("leave an image room for base64 in a Lambda event and for a serverless endpoint", () => {
    expect(limits.imageBytes * (4 / 3)).toBeLessThan(6 * 1024 * 1024);
    expect(limits.imageBytes).toBeLessThanOrEqual(4 * 1000 * 1000);
  });
});

describe("releaseManifestSchema", () => {
  const uncompressed = (key: string) => ({ ...release, key, compression: "none" });

  it("accepts an uncompressed release under its prefix", () => {
    const key = releaseKey(release.sha256, "none");
    expect(key).toBe(`releases/${release.sha256}/`);
    const manifest = { schema: 1, live: uncompressed(key) };
    expect(releaseManifestSchema.safeParse(manifest).success).toBe(true);
  });

  it("accepts a live release with and without the one before it", () => {
    expect(releaseManifestSchema.safeParse({ schema: 1, live: release }).success).toBe(true);
    expect(
      releaseManifestSchema.safeParse({ schema: 1, live: release, previous: release }).success,
    ).toBe(true);
  });

  it.each([
    ["another schema version", { schema: 2, live: release }],
    ["a hash that is none", { schema: 1, live: { ...release, sha256: "abc" } }],
    ["a field that nobody knows", { schema: 1, live: { ...release, accuracy: 1 } }],
    ["an unknown layout", { schema: 1, live: { ...release, layout: "triton" } }],
    [
      "an accuracy above one",
      { schema: 1, live: { ...release, measured: { accuracy: 97, on: "x" } } },
    ],
    ["an uncompressed artefact that is one object", { schema: 1, live: uncompressed("a/b") }],
    ["an archive that is a prefix", { schema: 1, live: { ...release, key: "a/" } }],
  ])("refuses %s", (_, manifest) => {
    expect(releaseManifestSchema.safeParse(manifest).success).toBe(false);
  });
});

describe("artefactListSha256", () => {
  it("is that of sha256sum's own list, sorted by path", () => {
    // printf '%s  code/a\n%s  model.pth\n' $(printf '0%.0s' {1..64}) $(printf '1%.0s' {1..64}) | sha256sum
    const wanted = "b2c72ae6c08f1ef06b477bac49688cd092d7daa72ad85bfdee24f5c38219a727";
    expect(artefactListSha256({ "model.pth": "1".repeat(64), "code/a": "0".repeat(64) })).toBe(
      wanted,
    );
  });
});

describe("identity", () => {
  const [a, b] = ["a".repeat(64), "b".repeat(64)];

  it("is read from the attributes that a model server answers", () => {
    expect(parseIdentity(`release=${a};weights=${b}`)).toEqual({ release: a, weights: b });
  });

  it.each([
    undefined,
    "",
    `release=${a}`,
    `release=${a};weights=${b};x=1`,
    `release=x;weights=${b}`,
  ])("is unknown from %p", (attributes) => {
    expect(parseIdentity(attributes)).toBeUndefined();
  });

  it("asks for predictions in the request's attributes", () => {
    expect(formatRequestAttributes({ top: 3 })).toBe("top=3");
    expect(formatRequestAttributes({ top: 3, deadlineMs: 5.7 })).toBe("top=3;deadline=5");
  });
});

describe("targetSchema", () => {
  it("refuses a kind that cannot be invoked", () => {
    const target = { name: "x", kind: "serverless", timeoutMs: 1 };
    expect(targetSchema.safeParse(target).success).toBe(true);
    expect(targetSchema.safeParse({ ...target, kind: "batch" }).success).toBe(false);
  });
});
