import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type BuildOptions, buildArguments } from "../src/release/build/build-order";
import { modelEnvironment, parseModelEvent, runModelPython } from "../src/release/build/python";
import { describeFailure } from "../src/run/failure";

const onePixel =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==";

const options: BuildOptions = {
  weights: "resnet50.pth",
  sha256: "11ad3fa6",
  labels: "labels.txt",
  smoke: "cat.jpg",
  input: "224",
  format: "int8",
  calibration: "pictures",
  layout: "ray-serve",
  compression: "none",
  out: "dist/model",
};

function argument(args: readonly string[], name: string): string | undefined {
  return args.includes(name) ? args[args.indexOf(name) + 1] : undefined;
}

describe("the order of a build", () => {
  it("says everything that was asked for, and nothing that was not", () => {
    const args = buildArguments(options);
    expect(args[0]).toBe("build");
    expect(argument(args, "--sha256")).toBe("11ad3fa6");
    expect(argument(args, "--format")).toBe("int8");
    expect(argument(args, "--layout")).toBe("ray-serve");
    expect(argument(args, "--compression")).toBe("none");
    expect(args).not.toContain("--held-out");
    expect(args).not.toContain("--key");
    expect(argument(buildArguments({ ...options, key: "model_ema" }), "--key")).toBe("model_ema");
    expect(args).not.toContain("--smoke-index");
  });

  it("makes paths absolute, and leaves a URL as it is", () => {
    const args = buildArguments(options);
    expect(argument(args, "--weights")).toBe(resolve("resnet50.pth"));
    expect(argument(args, "--calibration")).toBe(resolve("pictures"));
    // Whether a URL is allowed, the Python side says.
    for (const url of ["https://example.org/resnet50-11ad3fa6.pth", "http://a.org/b", "s3://a/b"]) {
      expect(argument(buildArguments({ ...options, weights: url }), "--weights")).toBe(url);
    }
  });
});

describe("what a build says of its progress", () => {
  it("is read in its own words", () => {
    const line = '{"event": "calibrating", "text": "calibrating: 16 of 68 pictures", "done": 16}';
    expect(parseModelEvent(line)).toMatchObject({ text: "calibrating: 16 of 68 pictures" });
  });

  it("is nothing where another line came", () => {
    expect(parseModelEvent('{"event": "calibrating"}')).toBeUndefined();
    expect(parseModelEvent("calibrating")).toBeUndefined();
  });
});

describe("a refusal of a build", () => {
  it("is one sentence, without events, stack traces and terminal escapes", async () => {
    const directory = mkdtempSync(join(tmpdir(), "pictor-build-"));
    const file = (name: string, content: string | Buffer): string => {
      writeFileSync(join(directory, name), content);
      return join(directory, name);
    };
    const weights = "e, this is text and no checkpoint";
    const error: unknown = await runModelPython({
      args: buildArguments({
        weights: file("\u001B[31mweights.pth", weights),
        sha256: createHash("sha256").update(weights).digest("hex"),
        labels: file("labels.txt", "a\nb\n"),
        smoke: file("smoke.png", Buffer.from(onePixel, "base64")),
        input: "32",
        format: "fp32",
        layout: "torchserve",
        compression: "none",
        out: join(directory, "out"),
      }),
      logFile: join(directory, "build.log"),
    }).catch((refused: unknown) => refused);
    rmSync(directory, { recursive: true });
    expect(describeFailure(error, false).text).toBe(
      "error  '\\x1b[31mweights.pth' is a text file, not weights: save the PyTorch model's state_dict() with torch.save or safetensors",
    );
  }, 120_000);
});

describe("the environment of a build", () => {
  it("has pip's own settings, without which a machine may not reach its registry, and no credentials", () => {
    const found = modelEnvironment({
      PATH: "/bin",
      PIP_INDEX_URL: "https://pypi.example.org/simple",
      PIP_CERT: undefined,
      AWS_SECRET_ACCESS_KEY: "secret",
      PYTHONPATH: "/elsewhere",
    });
    expect(found).toMatchObject({
      PATH: "/bin",
      PIP_INDEX_URL: "https://pypi.example.org/simple",
      PYTHONPATH: expect.stringMatching(/packages\/model\/src$/),
    });
    expect(Object.keys(found)).not.toContain("PIP_CERT");
    expect(JSON.stringify(found)).not.toContain("secret");
  });
});
