/** Which artefact and which weights a model server serves. */
export interface Identity {
  /** SHA-256 of the artefact, as the Model's environment states it. */
  readonly release: string;
  /** SHA-256 of the weights file that the server really loaded. */
  readonly weights: string;
}

/**
 * Names that the model, its server and the caller share.
 *
 * The attributes header is the only response header of a container that InvokeEndpoint hands on.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
 */
export const modelServer = {
  /** Environment variable of the Model: SHA-256 of the artefact. */
  releaseVariable: "PICTOR_RELEASE_SHA256",
  /** Environment variable of the Model: SHA-256 that the weights must have; others are not loaded. */
  weightsVariable: "PICTOR_WEIGHTS_SHA256",
  /** Request: `top=5;deadline=<ms since the epoch>`. Response: `release=<sha256>;weights=<sha256>`. */
  attributesHeader: "X-Amzn-SageMaker-Custom-Attributes",
  /**
   * Requests that wait in one server for a worker before it answers 503: TorchServe's `job_queue_size`, Ray Serve's
   * `max_queued_requests`. Two workers answer some 200 to 300 pictures in the three seconds of a call; what waits longer
   * is refused by its deadline, so the number only bounds memory, 4 MB a request. An endpoint on instances that answers
   * faster has a longer queue by its prop `queueLength`.
   *
   * @see https://github.com/pytorch/serve/blob/v0.12.0/docs/configuration.md (`job_queue_size`, default 100, read 2026-11)
   * @see https://docs.ray.io/en/latest/serve/configure-serve-deployment.html (`max_queued_requests`, unlimited, read 2026-11)
   */
  queue: 200,
} as const;

/** Attributes of a request to a model server. */
export interface RequestAttributes {
  /** How many predictions are wanted. */
  readonly top: number;
  /** When the caller stops waiting, in milliseconds since the epoch; without it the server answers however late. */
  readonly deadlineMs?: number;
}

/** Writes the request's attributes. */
export function formatRequestAttributes({ top, deadlineMs }: RequestAttributes): string {
  return deadlineMs === undefined ? `top=${top}` : `top=${top};deadline=${Math.floor(deadlineMs)}`;
}

/** Reads the response's attributes; `undefined` where they do not state both hashes. */
export function parseIdentity(attributes: string | undefined): Identity | undefined {
  const match = /^release=([0-9a-f]{64});weights=([0-9a-f]{64})$/.exec(attributes ?? "");
  return match?.[1] !== undefined && match[2] !== undefined
    ? { release: match[1], weights: match[2] }
    : undefined;
}
