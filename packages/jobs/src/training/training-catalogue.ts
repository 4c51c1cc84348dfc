import { endOfLifeWarning, knownEnd } from "@pictor/contracts";

/** An image that AWS builds for SageMaker training, and until when AWS patches it. */
export interface TrainingContainer {
  /** Repository in AWS's registry of deep learning containers. */
  readonly repository: string;
  readonly tag: string;
  readonly framework: { readonly name: "PyTorch"; readonly version: string };
  /** Python that the training script runs on. */
  readonly python: string;
  readonly hardware: "cpu" | "gpu";
  /** Last day on which AWS patches the image (ISO date). */
  readonly endOfPatch: string;
  /** Where the row comes from. */
  readonly source: string;
  /** When the source was read (year and month). */
  readonly read: string;
}

/** Id of a container in the {@link trainingCatalogue}. */
export type TrainingContainerId = "pytorch-2.10-cpu" | "pytorch-2.10-gpu";

const end210 = knownEnd("container image", "pytorch-training:2.10");

const pytorch210 = {
  repository: "pytorch-training",
  framework: { name: "PyTorch", version: "2.10.0" },
  python: "3.13",
  endOfPatch: end210.end,
  // Repository and tag: pytorch/training/buildspec-2-10-sm.yml of aws/deep-learning-containers.
  source: end210.source,
  read: end210.read,
} as const;

/** The images that training jobs can have. */
export const trainingCatalogue: Readonly<Record<TrainingContainerId, TrainingContainer>> = {
  "pytorch-2.10-cpu": {
    ...pytorch210,
    tag: "2.10.0-cpu-py313-ubuntu22.04-sagemaker",
    hardware: "cpu",
  },
  "pytorch-2.10-gpu": {
    ...pytorch210,
    tag: "2.10.0-gpu-py313-cu130-ubuntu22.04-sagemaker",
    hardware: "gpu",
  },
};

/**
 * The warning of an image whose end of support is near or past.
 *
 * @param today ISO date
 */
export function trainingPatchWarning(id: TrainingContainerId, today: string): string | undefined {
  const { endOfPatch: end, source } = trainingCatalogue[id];
  return endOfLifeWarning({ kind: "container", name: id, end, next: end210.next, source }, today);
}
