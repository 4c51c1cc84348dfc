/** Machines that an image is built for: Neuron is what AWS's own accelerators are programmed with. */
export type Hardware = "cpu" | "gpu" | "neuron";

/** How an artefact must be laid out for the server of an image. */
export type Layout = "torchserve" | "ray-serve";

/** An image that AWS builds for SageMaker, and until when AWS mends it. */
export interface AwsContainer {
  /** Repository in AWS's registry of deep learning containers. */
  readonly repository: string;
  readonly tag: string;
  /**
   * Who knows the registry's account in a region: the provider's own data source, or {@link registryAccountByRegion}
   * for a repository that the data source does not have.
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

const pytorch26 = {
  repository: "pytorch-inference",
  registry: "provider",
  framework: { name: "PyTorch", version: "2.6.0" },
  python: "3.12",
  layout: "torchserve",
  endOfPatch: "2026-06-30",
  source: "https://aws.github.io/deep-learning-containers/reference/support_policy/",
  read: "2026-11",
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

/** The registry's account in every region that the table below does not name. */
export const registryAccount = "763104351884";

/**
 * The registry's account in the regions where it is another one.
 *
 * Regions that AWS opened since are missing: there the image is not found when the endpoint is made.
 * @see https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/service/sagemaker/prebuilt_ecr_image_data_source.go (read 2026-11)
 */
export const registryAccountByRegion: Readonly<Record<string, string>> = {
  "af-south-1": "626614931356",
  "ap-east-1": "871362719292",
  "ap-northeast-3": "364406365360",
  "ap-south-2": "772153158452",
  "ap-southeast-3": "907027046896",
  "ap-southeast-4": "457447274322",
  "ca-west-1": "204538143572",
  "cn-north-1": "727897471807",
  "cn-northwest-1": "727897471807",
  "eu-central-2": "380420809688",
  "eu-south-1": "692866216735",
  "eu-south-2": "503227376785",
  "il-central-1": "780543022126",
  "me-central-1": "914824155844",
  "me-south-1": "217643126080",
  "us-gov-east-1": "446045086412",
  "us-gov-west-1": "442386744353",
};
