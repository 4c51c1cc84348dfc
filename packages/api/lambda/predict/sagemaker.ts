import { InvokeEndpointCommand, SageMakerRuntimeClient } from "@aws-sdk/client-sagemaker-runtime";
import { formatTop, type Target } from "@pictor/contracts";
import { type Answer, readAnswer } from "./model-answer";
import type { InvokeOptions } from "./route";
import type { PredictRequest } from "./validate";

/** Milliseconds to connect: within a VPC it takes few; what takes more is not there. */
const connectionTimeoutMs = 1_000;

/** Invokes endpoints of SageMaker. One of these per execution environment: it keeps its connections. */
export class SageMaker {
  private readonly persistent = new SageMakerRuntimeClient({
    retryMode: "standard",
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: connectionTimeoutMs,
      // Without it a time-out is only logged.
      throwOnRequestTimeout: true,
    },
  });

  /** A client's number of attempts is fixed, so there are two; they share their connections. */
  private readonly once = new SageMakerRuntimeClient({
    maxAttempts: 1,
    requestHandler: this.persistent.config.requestHandler,
  });

  /** Sends the image to one endpoint. Rejects with the SDK's error, or for an answer that cannot be handed on. */
  public async invoke(
    target: Target,
    request: PredictRequest,
    { signal, tryMs, persist }: InvokeOptions,
  ): Promise<Answer> {
    const client = persist ? this.persistent : this.once;
    const response = await client.send(
      new InvokeEndpointCommand({
        EndpointName: target.name,
        ContentType: request.mediaType,
        Accept: "application/json",
        CustomAttributes: formatTop(request.top),
        Body: request.image,
      }),
      { abortSignal: signal, requestTimeout: Math.ceil(tryMs) },
    );
    return readAnswer(response.Body ?? new Uint8Array(), response.CustomAttributes);
  }
}
