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
  /** Request: `top=5`. Response: `release=<sha256>;weights=<sha256>`. */
  attributesHeader: "X-Amzn-SageMaker-Custom-Attributes",
} as const;

/** Writes the request's attributes: how many predictions are wanted. */
export function formatTop(top: number): string {
  return `top=${top}`;
}

/** Reads the response's attributes; `undefined` where they do not state both hashes. */
export function parseIdentity(attributes: string | undefined): Identity | undefined {
  const match = /^release=([0-9a-f]{64});weights=([0-9a-f]{64})$/.exec(attributes ?? "");
  return match?.[1] !== undefined && match[2] !== undefined
    ? { release: match[1], weights: match[2] }
    : undefined;
}
