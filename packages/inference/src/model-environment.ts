import { modelServer, type Release } from "@pictor/contracts";

/** What a model server may use of its machine. */
export interface ServingResources {
  /**
   * Threads that one inference may use.
   *
   * @default - PyTorch's own choice
   */
  readonly threads?: number;
}

/**
 * What the servers read, by the artefact's layout.
 *
 * One worker: several copies of the model only contend for the same cores, and multiply its memory.
 * @see https://github.com/aws/sagemaker-pytorch-inference-toolkit
 */
const serverVariables = {
  torchserve: {
    SAGEMAKER_PROGRAM: "inference.py",
    SAGEMAKER_SUBMIT_DIRECTORY: "/opt/ml/model/code",
    SAGEMAKER_CONTAINER_LOG_LEVEL: "20",
    SAGEMAKER_MODEL_SERVER_WORKERS: "1",
    // Threads that wait for each other give their core up after a short spin: a neighbour's work on it costs
    // milliseconds instead of seconds. https://gcc.gnu.org/onlinedocs/libgomp/GOMP_005fSPINCOUNT.html
    GOMP_SPINCOUNT: "1000",
  },
  "ray-serve": {},
} as const satisfies Record<Release["layout"], Readonly<Record<string, string>>>;

/** Environment variables of a release's model. */
export function modelEnvironment(
  release: Release,
  region: string,
  resources: ServingResources,
): Record<string, string> {
  return {
    ...serverVariables[release.layout],
    SAGEMAKER_REGION: region,
    [modelServer.releaseVariable]: release.sha256,
    [modelServer.weightsVariable]: release.weightsSha256,
    ...(resources.threads !== undefined && { OMP_NUM_THREADS: String(resources.threads) }),
  };
}
