import { limits, modelServer, type Release, type TargetKind } from "@pictor/contracts";

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
  /**
   * Requests that wait in the server for a worker, at least 1; those beyond it are answered 503. Ray Serve's queue is
   * part of its artefact, so it ignores this number.
   *
   * @default 200
   */
  readonly queueLength?: number;
  /** What the server is behind: it decides how long a call may take. */
  readonly kind: TargetKind;
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
  return { workers: physicalCores, threads: 1, kind: "realTime" };
}

/** Where the server finds an artefact's code. */
const code = "/opt/ml/model/code";

/**
 * Seconds after which a worker that does not answer is ended and replaced: twice the time of a call, since a worker
 * that is merely late is sooner done than a new one is there. TorchServe's own are 120.
 *
 * @see docs/adr/0030-late-requests-are-refused.md
 */
function stuckSeconds(kind: TargetKind): number {
  return Math.ceil((2 * limits.timeoutMs[kind]) / 1000);
}

/**
 * What a container without instances needs: its file system is read-only but for `/tmp`, and it is not root.
 *
 * TorchServe writes its logs, its metrics and a copy of its configuration to `logs` in its working directory, `/`;
 * what else it writes follows `TEMP`, which the image sets to `/tmp`.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-troubleshooting.html
 * @see docs/adr/0040-serverless-writes-to-tmp.md
 */
const writable = { LOG_LOCATION: "/tmp/logs", METRICS_LOCATION: "/tmp/logs" };

/**
 * What the servers read, by the artefact's layout.
 *
 * @see https://github.com/aws/sagemaker-pytorch-inference-toolkit
 */
const serverVariables = {
  torchserve: ({ workers, queueLength = modelServer.queue, kind }: ServingResources) => ({
    SAGEMAKER_PROGRAM: "inference.py",
    SAGEMAKER_SUBMIT_DIRECTORY: code,
    // For the artefact's sitecustomize.py: the server imports PyTorch only where something uses it.
    PYTHONPATH: code,
    SAGEMAKER_CONTAINER_LOG_LEVEL: "20",
    SAGEMAKER_MODEL_SERVER_WORKERS: String(workers),
    TS_JOB_QUEUE_SIZE: String(queueLength),
    // SAGEMAKER_MODEL_SERVER_TIMEOUT does not reach the server: toolkit 2.0.25 glues it to the line before.
    TS_DEFAULT_RESPONSE_TIMEOUT: String(stuckSeconds(kind)),
    ...(kind === "serverless" && writable),
  }),
  "ray-serve": () => ({}),
} as const satisfies Record<
  Release["layout"],
  (resources: ServingResources) => Readonly<Record<string, string>>
>;

/** Environment variables of a release's model. */
export function modelEnvironment(
  release: Pick<Release, "layout" | "sha256" | "weightsSha256">,
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
