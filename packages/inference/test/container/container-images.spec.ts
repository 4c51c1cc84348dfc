import { TerraformStack, TerraformVariable, Testing } from "cdktf";
import { ContainerImages, type OwnContainer } from "../../src";

const image = `123456789012.dkr.ecr.eu-central-1.amazonaws.com/birds@sha256:${"1".repeat(64)}`;
const birds: OwnContainer = { image, layout: "torchserve", hardware: "cpu" };
const stack = () => new TerraformStack(Testing.app(), "test");

describe("ContainerImages", () => {
  it("reports all that is wrong with its props at once, without CDKTF's encoding", () => {
    const scope = stack();
    const text = new TerraformVariable(scope, "Text", { type: "string" }).stringValue;
    const own = { ...birds, image: text, endOfPatch: "soon", hardware: text as "cpu" };
    const images = new ContainerImages(scope, "Images", { region: text, own: { birds: own } });
    expect(images.node.validate()).toEqual([
      "region must be a literal such as 'eu-central-1', got a token",
      expect.stringMatching(/^container 'birds' must be an image in ECR by its digest.* a token$/),
      "hardware of container 'birds' must be one of cpu, gpu, neuron, got a token",
      "endOfPatch of container 'birds' must be a day such as '2026-11-28', got 'soon'",
    ]);
  });

  it("reports what it was asked for and cannot be pulled in its region, and nothing else", () => {
    const region = "ap-southeast-5";
    const images = new ContainerImages(stack(), "Images", { region, own: {} });
    expect(images.node.validate()).toEqual([]);
    images.of({ container: "pytorch-2.6-cpu", layout: "torchserve" });
    expect(images.node.validate()).toEqual([
      expect.stringMatching(/^container 'pytorch-2\.6-cpu' cannot be pulled in ap-southeast-5/),
    ]);
  });

  it("refuses a release that it has no image for", () => {
    const images = new ContainerImages(stack(), "Images", {
      region: "eu-central-1",
      own: { birds },
    });
    expect(() => images.of({ container: "bird", layout: "torchserve" })).toThrow(
      "container 'bird' of the release is neither in the catalogue nor among your own containers",
    );
    expect(images.of({ container: "birds", layout: "torchserve" }).uri).toBe(image);
  });
});
