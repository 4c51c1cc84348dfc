import { DescribeEndpointCommand, type SageMakerClient } from "@aws-sdk/client-sagemaker";

/** What SageMaker says of an endpoint. */
export interface EndpointState {
  readonly status: string;
  readonly configuration: string;
  /** Instances that serve; absent of serverless capacity. */
  readonly instances?: number;
  /** Why the last change failed, where it did. */
  readonly failureReason?: string;
}

/** Asks SageMaker about an endpoint; `undefined` where there is none of that name. */
export async function describeEndpoint(
  client: SageMakerClient,
  endpointName: string,
): Promise<EndpointState | undefined> {
  try {
    const answer = await client.send(new DescribeEndpointCommand({ EndpointName: endpointName }));
    const count = answer.ProductionVariants?.[0]?.CurrentInstanceCount;
    return {
      status: answer.EndpointStatus ?? "unknown",
      configuration: answer.EndpointConfigName ?? "none",
      ...(count !== undefined && { instances: count }),
      ...(answer.FailureReason !== undefined && { failureReason: answer.FailureReason }),
    };
  } catch (error) {
    // SageMaker has no error of its own for what does not exist.
    const { name, message } = error as Error;
    if (name === "ValidationException" && /could not find/i.test(message)) return undefined;
    throw error;
  }
}
