import { resolve } from "node:path";
import { type BuildOptions, buildArguments } from "../src/model/build-order";
import { modelEnvironment, parseModelEvent } from "../src/model/python";

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
    expect(args).not.toContain("--smoke-index");
  });

  it("makes paths absolute, and leaves a URL as it is", () => {
    const args = buildArguments(options);
    expect(argument(args, "--weights")).toBe(resolve("resnet50.pth"));
    expect(argument(args, "--calibration")).toBe(resolve("pictures"));
    const url = "https://example.org/resnet50-11ad3fa6.pth";
    expect(argument(buildArguments({ ...options, weights: url }), "--weights")).toBe(url);
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
