import { modelServer, type Release } from "@pictor/contracts";

/** What a model server may use of its machine. */
export interface ServingResources {
  /** Copies of the model that serve side by side. */
  readonly workers: number;
  /**
   * Threads that one inference may use.
   *
   * @default - the physical cores that the server finds, shared among the workers
   */
  readonly threads?: number;
}

/**
 * A worker for each physical core, with one thread: together they are the cores, and more of either only contend for
 * them.
 *
 * Threads wait for each other at each of the network's 53 convolutions; copies of the model wait for nothing. The
 * server's own default is a worker for each vCPU with as many threads each.
 * @see https://pytorch.org/serve/performance_guide.html
 * @see docs/adr/0023-worker-a-core.md
 */
export function servingResources(physicalCores: number): ServingResources {
  return { workers: physicalCores, threads: 1 };
}

/** Where the server finds an artefact's code. */
const code = "/opt/ml/model/code";

/**
 * What the servers read, by the artefact's layout.
 *
 * @see https://github.com/aws/sagemaker-pytorch-inference-toolkit
 */
const serverVariables = {
  torchserve: ({ workers }: ServingResources) => ({
    SAGEMAKER_PROGRAM: "inference.py",
    SAGEMAKER_SUBMIT_DIRECTORY: code,
    // For the artefact's sitecustomize.py: the server imports PyTorch only where something uses it.
    PYTHONPATH: code,
    SAGEMAKER_CONTAINER_LOG_LEVEL: "20",
    SAGEMAKER_MODEL_SERVER_WORKERS: String(workers),
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
