import {
  calibrationProblems,
  manifestProblems,
  type Release,
  releaseKey,
  releaseProblems,
} from "../src/index";

const sha256 = "a".repeat(64);
const row = {
  ...{ target: "ml.m5.xlarge", rps: 20, p50Ms: 50, p99Ms: 100 },
  ...{ date: "2026-11-01", on: "aws" as const },
};
const release: Release = {
  ...{ sha256, size: 95_000_000, key: releaseKey(sha256), layout: "torchserve" },
  ...{ container: "pytorch-2.6-cpu", format: "fp32", weightsSha256: "b".repeat(64) },
  input: { width: 32, height: 32, mean: [-0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
  labels: { count: 10, sha256: "c".repeat(64) },
  ...{ compression: "gzip", smoke: { file: "smoke.png", index: 7 }, calibration: [row] },
};
const token = ["$", "{TfToken[TOKEN.1]}"].join("");
/** A number in which CDKTF stores a token. */
const numberToken = -1.8881545897087505e289;
const manifest = (changes: Partial<Release>) =>
  ({ schema: 1, live: { ...release, ...changes } }) as const;

describe("problems of a manifest", () => {
  it("are none where it is valid, with and without a previous release", () => {
    expect(manifestProblems(manifest({}))).toEqual([]);
    expect(manifestProblems({ ...manifest({}), previous: release })).toEqual([]);
  });

  it.each<[Partial<Release>, RegExp]>([
    [{ size: -1 }, /^manifest\.live\.size: .*, got -1$/],
    [{ size: Number.NaN }, /^manifest\.live\.size: .*expected number, received NaN$/],
    [{ format: "fp8" as "fp32" }, /^manifest\.live\.format: .*"fp32".*, got 'fp8'$/],
    [
      { input: { ...release.input, std: [1, 0, 1] } },
      /^manifest\.live\.input\.std\[1\]: .*>0, got 0$/,
    ],
    [{ calibration: [{ ...row, rps: -2 }] }, /^manifest\.live\.calibration\[0\]\.rps: .*got -2$/],
    [{ measured: { on: "" } }, /^manifest\.live\.measured\.on: /],
  ])("name the field and the value: %j", (changes, words) => {
    expect(manifestProblems(manifest(changes))).toEqual([expect.stringMatching(words)]);
  });

  it("name fields that only Terraform knows, and print no token", () => {
    expect(
      manifestProblems(
        manifest({ sha256: token, labels: { ...release.labels, count: numberToken } }),
      ),
    ).toEqual(
      ["sha256", "labels.count"].map(
        (field) =>
          `manifest.live.${field} must be a literal, got a token: a release describes the published artefact, byte for byte`,
      ),
    );
  });
});

describe("problems of some fields of a release", () => {
  it("are those of the fields that are given", () => {
    const { key, compression } = release;
    expect(releaseProblems({ key, compression })).toEqual([]);
    expect(releaseProblems({ sha256: "abc" })).toEqual([
      "release.sha256: must be a SHA-256 in lower-case hexadecimal, got 'abc'",
    ]);
    expect(releaseProblems({ key, compression: "none" })).toEqual([
      `release.key: must end with '/' where compression is 'none', and only there, got '${key}'`,
    ]);
  });
});

describe("problems of a calibration", () => {
  it("name the row and the field", () => {
    expect(calibrationProblems("calibration", [row])).toEqual([]);
    expect(calibrationProblems("calibration", [row, { ...row, p99Ms: 0, date: "" }])).toEqual([
      expect.stringMatching(/^calibration\[1\]\.p99Ms: .*, got 0$/),
      expect.stringMatching(/^calibration\[1\]\.date: .*, got ''$/),
    ]);
    expect(calibrationProblems("calibration", [{ ...row, rps: numberToken }])).toEqual([
      expect.stringMatching(/^calibration\[0\]\.rps must be a literal, got a token/),
    ]);
  });

  it("is one where only Terraform knows the rows", () => {
    expect(calibrationProblems("calibration", ["#{TfToken[TOKEN.2]}"] as never)).toEqual([
      "calibration must be a list whose items are known at synthesis, got a token for the whole list",
    ]);
  });
});
