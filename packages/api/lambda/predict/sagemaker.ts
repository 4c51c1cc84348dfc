import {
  InvokeEndpointCommand,
  type InvokeEndpointCommandInput,
  type InvokeEndpointCommandOutput,
  SageMakerRuntimeClient,
} from "@aws-sdk/client-sagemaker-runtime";
import { formatRequestAttributes, modelServer, type Target } from "@pictor/contracts";
import { type Answer, readAnswer } from "./model-answer";
import type { InvokeOptions } from "./try";
import type { PredictRequest } from "./validate";

/** Milliseconds to connect: within a VPC it takes few, so after more there is nothing. */
const connectionTimeoutMs = 1_000;

/** The SDK's own types of a middleware, which it does not export. */
interface Sending {
  readonly input: InvokeEndpointCommandInput;
  readonly request: unknown;
}
type Send = (
  args: Sending,
) => Promise<{ readonly response: unknown; readonly output: InvokeEndpointCommandOutput }>;

/** As the SDK spells it. */
const attributesHeader = modelServer.attributesHeader.toLowerCase();

/** Invokes endpoints of SageMaker. One of these per execution environment: it keeps its connections. */
export class SageMaker {
  private readonly retrying = new SageMakerRuntimeClient({
    retryMode: "standard",
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: connectionTimeoutMs,
    },
  });

  /** A client's number of attempts is fixed, so there are two; they share their connections. */
  private readonly once = new SageMakerRuntimeClient({
    maxAttempts: 1,
    requestHandler: this.retrying.config.requestHandler,
  });

  /** Sends the image to one endpoint. Rejects with the SDK's error, or for an answer that cannot be handed on. */
  public async invoke(
    target: Target,
    request: PredictRequest,
    { signal, attempt, sdkRetries }: InvokeOptions,
  ): Promise<Answer> {
    const client = sdkRetries ? this.retrying : this.once;
    const command = new InvokeEndpointCommand({
      EndpointName: target.name,
      ContentType: request.mediaType,
      Accept: "application/json",
      CustomAttributes: formatRequestAttributes(request),
      Body: request.image,
    });
    command.middlewareStack.addRelativeTo(
      (next: Send) => (args: Sending) =>
        attempt((deadlineMs) => {
          const { top } = request;
          const { headers } = args.request as { headers: Record<string, string> };
          headers[attributesHeader] = formatRequestAttributes({ top, deadlineMs });
          return next(args);
        }),
      // Within the SDK's retries and before it signs.
      { name: "attempt", relation: "after", toMiddleware: "retryMiddleware" },
    );
    const response = await client.send(command, { abortSignal: signal });
    return readAnswer(response.Body ?? new Uint8Array(), response.CustomAttributes);
  }
}
