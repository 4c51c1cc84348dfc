import {
  containerCatalogue,
  containerOf,
  endOfPatchWarning,
  imageOf,
  repositoryArns,
} from "../src";
import { generationsOf } from "../src/generation-list";
import { modelEnvironment } from "../src/model-environment";
import { release } from "./fixture";

describe("containerOf", () => {
  it("names what can be chosen where a release names something else", () => {
    expect(() => containerOf(release("a", { container: "pytorch-9" }))).toThrow(
      "container 'pytorch-9' of the release is not in the catalogue, use one of pytorch-2.6-cpu, ray-serve-1.4-cpu",
    );
    expect(() => containerOf(release("a", { container: "toString" }))).toThrow(
      "not in the catalogue",
    );
  });

  it("refuses an artefact that is laid out for another server", () => {
    expect(() => containerOf(release("a", { layout: "ray-serve" }))).toThrow(
      /serves artefacts of layout 'torchserve', the release has layout 'ray-serve'/,
    );
    const moved = release("a", { container: "ray-serve-1.4-cpu", layout: "ray-serve" });
    expect(containerOf(moved).python).toBe("3.13");
  });
});

describe("imageOf and repositoryArns", () => {
  const pytorch = containerCatalogue["pytorch-2.6-cpu"];

  it("take the registry that serves the region", () => {
    expect(imageOf(pytorch, "us-east-1")).toMatch(
      /^763104351884\.dkr\.ecr\.us-east-1\.amazonaws\.com\//,
    );
    expect(imageOf(pytorch, "eu-south-1")).toMatch(/^692866216735\.dkr\.ecr\.eu-south-1\./);
    expect(imageOf(pytorch, "cn-north-1")).toMatch(/^727897471807\..*\.amazonaws\.com\.cn\//);
  });

  it("name each repository of the releases once", () => {
    const ray = release("b", { container: "ray-serve-1.4-cpu", layout: "ray-serve" });
    expect(repositoryArns([release("a"), release("c"), ray], "eu-south-1")).toEqual([
      "arn:aws:ecr:eu-south-1:692866216735:repository/pytorch-inference",
      "arn:aws:ecr:eu-south-1:692866216735:repository/ray",
    ]);
  });
});

describe("endOfPatchWarning", () => {
  it("says nothing of a container whose end AWS has not named", () => {
    expect(
      endOfPatchWarning(containerCatalogue["ray-serve-1.4-cpu"], "2099-01-01"),
    ).toBeUndefined();
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

describe("modelEnvironment", () => {
  it("gives TorchServe's variables to no other server", () => {
    const ray = release("b", { layout: "ray-serve" });
    const variables = modelEnvironment(ray, "eu-central-1", {});
    expect(Object.keys(variables).filter((name) => name.includes("PROGRAM"))).toEqual([]);
    expect(variables.PICTOR_RELEASE_SHA256).toBe(ray.sha256);
    expect(variables).not.toHaveProperty("OMP_NUM_THREADS");
  });
});
