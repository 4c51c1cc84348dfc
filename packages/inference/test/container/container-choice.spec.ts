import type { Synthesised } from "@pictor/testing";
import { containerOf, endOfPatchWarning } from "../../src";
import { generationsOf } from "../../src/release/generation-list";
import { realTime, serverless, statements, warnings } from "../built";
import { release } from "../fixture";

const digest = `sha256:${"1".repeat(64)}`;
const own = {
  image: `123456789012.dkr.ecr.eu-central-1.amazonaws.com/teams/pictures@${digest}`,
  layout: "torchserve",
  hardware: "cpu",
} as const;

const imageOf = (out: Synthesised): unknown =>
  (out.single("aws_sagemaker_model").primary_container as { image: string }).image;
const pullable = (out: Synthesised): unknown =>
  statements(out).find(({ Action }) => Action.includes("ecr:BatchGetImage"))?.Resource;

describe("containerOf", () => {
  it("names what can be chosen where a release names something else", () => {
    expect(() => containerOf(release("a", { container: "pytorch-9" }), { ours: own })).toThrow(
      "container 'pytorch-9' of the release is neither in the catalogue nor among your own containers, use one of ours, pytorch-2.6-cpu, pytorch-2.6-gpu, ray-serve-1.4-cpu",
    );
    expect(() => containerOf(release("a", { container: "toString" }))).toThrow(
      "neither in the catalogue",
    );
  });

  it("refuses an artefact that is laid out for another server", () => {
    expect(() => containerOf(release("a", { layout: "ray-serve" }))).toThrow(
      /serves artefacts of layout 'torchserve', the release has layout 'ray-serve'/,
    );
    const moved = release("a", { container: "ray-serve-1.4-cpu", layout: "ray-serve" });
    expect(containerOf(moved)).toMatchObject({ kind: "aws", python: "3.13" });
  });
});

describe("the image of a model", () => {
  const manifest = (container: string, layout: "torchserve" | "ray-serve" = "torchserve") =>
    ({ schema: 1, live: release("a", { container, layout }) }) as const;

  it("is found by the provider's own registry table where that has the repository", () => {
    const { out } = serverless({ manifest: manifest("pytorch-2.6-cpu") });
    expect(imageOf(out)).toMatch(
      /^\$\{data\.aws_sagemaker_prebuilt_ecr_image\..*\.registry_path\}$/,
    );
    expect(out.data("aws_sagemaker_prebuilt_ecr_image")).toEqual([
      expect.objectContaining({
        repository_name: "pytorch-inference",
        image_tag: "2.6.0-cpu-py312-ubuntu22.04-sagemaker",
        region: "eu-central-1",
      }),
    ]);
    expect(pullable(out)).toEqual([
      expect.stringMatching(
        /^arn:aws:ecr:eu-central-1:\$\{data.*registry_id\}:repository\/pytorch-inference$/,
      ),
    ]);
  });

  it("is found by a table of ours where the provider has not heard of the repository", () => {
    const ray = (region: string) =>
      serverless({ region, manifest: manifest("ray-serve-1.4-cpu", "ray-serve") }).out;
    expect(imageOf(ray("us-east-1"))).toBe(
      "763104351884.dkr.ecr.us-east-1.amazonaws.com/ray:serve-ml-sagemaker-cpu-v1.4",
    );
    expect(imageOf(ray("eu-south-1"))).toMatch(/^692866216735\.dkr\.ecr\.eu-south-1\./);
    expect(imageOf(ray("cn-north-1"))).toMatch(/^727897471807\..*\.amazonaws\.com\.cn\//);
    expect(pullable(ray("eu-south-1"))).toEqual([
      "arn:aws:ecr:eu-south-1:692866216735:repository/ray",
    ]);
  });

  it("is one's own where the release names one, and nothing else can be pulled", () => {
    const { out } = serverless({ manifest: manifest("ours"), containers: { ours: own } });
    expect(imageOf(out)).toBe(own.image);
    expect(pullable(out)).toEqual([
      "arn:aws:ecr:eu-central-1:123456789012:repository/teams/pictures",
    ]);
    expect(out.data("aws_sagemaker_prebuilt_ecr_image")).toEqual([]);
  });

  it("is looked up once for generations that share it, and of both where they differ", () => {
    expect(realTime().out.data("aws_sagemaker_prebuilt_ecr_image")).toHaveLength(1);
    const both = realTime({
      manifest: { ...manifest("ours"), previous: release("b") },
      containers: { ours: own },
    });
    expect(pullable(both.out)).toHaveLength(2);
  });

  it("must be named by its digest, and lie in the endpoint's region", () => {
    const problems = (image: string): string[] =>
      serverless({
        manifest: manifest("ours"),
        containers: { ours: { ...own, image } },
      }).endpoint.images.node.validate();
    expect(problems(own.image)).toEqual([]);
    expect(problems(own.image.replace(`@${digest}`, ":latest"))).toEqual([
      expect.stringMatching(/'ours' must be an image in ECR by its digest.*got '.*:latest'/),
    ]);
    expect(problems(own.image.replace("eu-central-1", "eu-west-1"))).toEqual([
      expect.stringMatching(/lies in eu-west-1.*copy it to eu-central-1/),
    ]);
  });
});

describe("a container's hardware", () => {
  const gpu = { schema: 1, live: release("a", { container: "pytorch-2.6-gpu" }) } as const;

  it("is that of the instances, or it is refused", () => {
    const problems = (changes: Parameters<typeof realTime>[0]): string[] =>
      realTime(changes).endpoint.node.validate();
    expect(problems({ manifest: gpu, instanceType: "ml.g5.xlarge" })).toEqual([]);
    expect(problems({ manifest: gpu })).toEqual([
      expect.stringMatching(
        /'pytorch-2.6-gpu' is built for gpu, but instances of ml.m5.xlarge are for cpu/,
      ),
    ]);
    for (const [instanceType, hardware] of [
      ["ml.g4dn.xlarge", "gpu"],
      ["ml.inf2.xlarge", "neuron"],
    ] as const) {
      expect(problems({ instanceType })).toEqual([
        expect.stringMatching(
          `built for cpu, but instances of ${instanceType} are for ${hardware}`,
        ),
      ]);
    }
  });

  it("is never a GPU where nothing has one: serverless", () => {
    expect(serverless({ manifest: gpu }).endpoint.node.validate()).toEqual([
      expect.stringContaining("serverless capacity has only CPUs"),
    ]);
  });
});

describe("endOfPatchWarning", () => {
  const pytorch = containerOf(release("a"));

  it("comes in time, with the date and the successor", () => {
    expect(endOfPatchWarning(pytorch, "2026-01-01")).toMatch(/'pytorch-2\.6-cpu' is patched until/);
    expect(endOfPatchWarning(pytorch, "2026-07-01")).toMatch(
      /'pytorch-2\.6-cpu' has had no patches since 2026-06-30.*'ray-serve-1\.4-cpu'/,
    );
  });

  it("comes always for a container that nobody has promised to patch", () => {
    const ray = containerOf(release("a", { container: "ray-serve-1.4-cpu", layout: "ray-serve" }));
    expect(endOfPatchWarning(ray, "2026-01-01")).toMatch(
      /'ray-serve-1.4-cpu' has no announced end/,
    );
    const dated = { kind: "own", id: "ours", ...own, endOfPatch: "2027-01-31" } as const;
    expect(endOfPatchWarning(dated, "2026-08-03")).toBeUndefined();
    expect(endOfPatchWarning(dated, "2027-02-01")).toContain("2027-01-31");
  });

  it("reaches whoever synthesises", () => {
    const patchWarnings = (today: string) =>
      warnings(serverless({ today })).filter((text) => text.includes("patches"));
    expect(patchWarnings("2026-06-30")).toEqual([]);
    expect(patchWarnings("2026-07-01")).toHaveLength(1);
  });
});

describe("generationsOf", () => {
  it("has one generation where nothing came before, or the same", () => {
    const live = release("a");
    expect(generationsOf({ schema: 1, live })).toHaveLength(1);
    expect(generationsOf({ schema: 1, live, previous: release("a") })).toHaveLength(1);
  });

  it("takes the same artefact in another container for another generation", () => {
    const previous = release("a", { container: "pytorch-2.5-cpu" });
    const [live, older] = generationsOf({ schema: 1, live: release("a"), previous });
    expect(older?.id).toBeDefined();
    expect(older?.id).not.toBe(live.id);
  });
});
