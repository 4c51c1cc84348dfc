import type { Release } from "@pictor/contracts";
import { ContainerImages, type ContainerImagesProps } from "@pictor/inference";
import { TerraformOutput, type TerraformStack, Token } from "cdktf";
import { place, type Settings } from "./setting";

type Chosen = Pick<Release, "container" | "layout">;

const image = `271828182845.dkr.ecr.eu-central-1.amazonaws.com/cassowary@sha256:${"f".repeat(64)}`;
const usual: ContainerImagesProps = {
  region: place.region,
  own: {
    cassowary: { image, layout: "ray-serve", hardware: "neuron", endOfPatch: "2031-03-02" },
  },
};
const own: Chosen = { container: "cassowary", layout: "ray-serve" };
const catalogued: Chosen = { container: "pytorch-2.6-gpu", layout: "torchserve" };

/** Looks releases up, and states what was found. */
function lookUp(
  stack: TerraformStack,
  props: ContainerImagesProps,
  ...releases: readonly Chosen[]
): void {
  const images = new ContainerImages(stack, "Subject", props);
  for (const [index, release] of releases.entries()) {
    new TerraformOutput(stack, `image${index}`, { value: Token.asAny(images.of(release)) });
  }
}

export const containerSettings: Settings = {
  ContainerImages: [(stack, change) => lookUp(stack, change(usual), own, catalogued)],
  "ContainerImages.of": [
    (stack, change) => {
      const { release } = change({ release: own });
      lookUp(stack, usual, release, catalogued);
    },
  ],
};
