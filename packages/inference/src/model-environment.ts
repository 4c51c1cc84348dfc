import { modelServer, type Release } from "@pictor/contracts";

/** What a model server may use of its machine. */
export interface ServingResources {
  /** Copies of the model that serve side by side. */
  readonly workers: number;
  /**
   * Threads that one inference may use.
   *
   * @default - PyTorch's own choice
   */
  readonly threads?: number;
}

/** Threads beyond which one picture's inference gains little, so that a second copy of the model gains more. */
const mostThreads = 4;

/**
 * Workers and threads that together are the physical cores: more of either only contend for them.
 *
 * One worker on up to four cores: the server's own default, a worker for each vCPU with as many threads each, carried
 * less than half of it at two callers.
 * @see https://pytorch.org/serve/performance_guide.html
 */
export function servingResources(physicalCores: number): ServingResources {
  const workers = Math.ceil(physicalCores / mostThreads);
  return { workers, threads: Math.floor(physicalCores / workers) };
}

/**
 * What the servers read, by the artefact's layout.
 *
 * @see https://github.com/aws/sagemaker-pytorch-inference-toolkit
 */
const serverVariables = {
  torchserve: ({ workers }: ServingResources) => ({
    SAGEMAKER_PROGRAM: "inference.py",
    SAGEMAKER_SUBMIT_DIRECTORY: "/opt/ml/model/code",
    SAGEMAKER_CONTAINER_LOG_LEVEL: "20",
    SAGEMAKER_MODEL_SERVER_WORKERS: String(workers),
    // Threads that wait for each other give their core up after a short spin: a neighbour's work on it costs
    // milliseconds instead of seconds. https://gcc.gnu.org/onlinedocs/libgomp/GOMP_005fSPINCOUNT.html
    GOMP_SPINCOUNT: "1000",
  }),
  "ray-serve": () => ({}),
} as const satisfies Record<
  Release["layout"],
  (resources: ServingResources) => Readonly<Record<string, string>>
>;

/** Environment variables of a release's model. */
export function modelEnvironment(
  release: Release,
  region: string,
  resources: ServingResources,
): Record<string, string> {
  return {
    ...serverVariables[release.layout](resources),
    SAGEMAKER_REGION: region,
    [modelServer.releaseVariable]: release.sha256,
    [modelServer.weightsVariable]: release.weightsSha256,
    ...(resources.threads !== undefined && { OMP_NUM_THREADS: String(resources.threads) }),
  };
}
