import { knownEnd } from "@pictor/contracts";

/** Machines that an image is built for: Neuron is what AWS's own accelerators are programmed with. */
export type Hardware = "cpu" | "gpu" | "neuron";

/** Every {@link Hardware}. */
export const hardwares: readonly Hardware[] = ["cpu", "gpu", "neuron"];

/** How an artefact must be laid out for the server of an image. */
export type Layout = "torchserve" | "ray-serve";

/** Every {@link Layout}. */
export const layouts: readonly Layout[] = ["torchserve", "ray-serve"];

/** An image that AWS builds for SageMaker, and until when AWS mends it. */
export interface AwsContainer {
  /** Repository in AWS's registry of deep learning containers. */
  readonly repository: string;
  readonly tag: string;
  /**
   * Who knows the registry's account in a region: the provider's own data source, or the table of regions in
   * `@pictor/contracts` for a repository that the data source does not have.
   */
  readonly registry: "provider" | "table";
  readonly framework: { readonly name: "PyTorch" | "Ray Serve"; readonly version: string };
  /** Python that the artefact's code runs on. */
  readonly python: string;
  readonly hardware: Hardware;
  readonly layout: Layout;
  /** Last day on which AWS patches the image (ISO date); `undefined` where AWS has named none. */
  readonly endOfPatch: string | undefined;
  /** Catalogue id of what follows this image, where something does. */
  readonly successor: ContainerId | undefined;
  /** Where the row comes from. */
  readonly source: string;
  /** When the source was read (year and month). */
  readonly read: string;
}

/** Id of a container in the {@link containerCatalogue}. */
export type ContainerId = "pytorch-2.6-cpu" | "pytorch-2.6-gpu" | "ray-serve-1.4-cpu";

const end26 = knownEnd("container image", "pytorch-inference:2.6");

const pytorch26 = {
  repository: "pytorch-inference",
  registry: "provider",
  framework: { name: "PyTorch", version: "2.6.0" },
  python: "3.12",
  layout: "torchserve",
  endOfPatch: end26.end,
  source: end26.source,
  read: end26.read,
} as const;

/**
 * The containers that a release can name, by the id that its manifest carries.
 *
 * `pytorch-2.6` is the last PyTorch inference image that AWS built; it serves on without patches. The Ray
 * Serve image follows it, with another layout of the artefact: moving is a new release, never a changed constant.
 */
export const containerCatalogue: Readonly<Record<ContainerId, AwsContainer>> = {
  "pytorch-2.6-cpu": {
    ...pytorch26,
    tag: "2.6.0-cpu-py312-ubuntu22.04-sagemaker",
    hardware: "cpu",
    successor: "ray-serve-1.4-cpu",
  },
  "pytorch-2.6-gpu": {
    ...pytorch26,
    tag: "2.6.0-gpu-py312-cu124-ubuntu22.04-sagemaker",
    hardware: "gpu",
    successor: undefined,
  },
  "ray-serve-1.4-cpu": {
    repository: "ray",
    tag: "serve-ml-sagemaker-cpu-v1.4",
    registry: "table",
    framework: { name: "Ray Serve", version: "1.4" },
    python: "3.13",
    hardware: "cpu",
    layout: "ray-serve",
    endOfPatch: undefined,
    successor: undefined,
    source: "https://aws.github.io/deep-learning-containers/ray/changelog/",
    read: "2026-11",
  },
};
