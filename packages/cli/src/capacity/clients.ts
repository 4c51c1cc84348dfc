import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { SageMakerClient } from "@aws-sdk/client-sagemaker";
import { SSMClient } from "@aws-sdk/client-ssm";
import type { LocalClientConfig } from "@pictor/local";

/** Clients for what is asked about an environment's capacity. */
export interface CapacityClients {
  readonly ssm: SSMClient;
  readonly logs: CloudWatchLogsClient;
  readonly sagemaker: SageMakerClient;
}

/** Creates the clients; with a region alone AWS is whatever the `AWS_*` variables say. */
export function capacityClients(
  config: { readonly region: string } | LocalClientConfig,
): CapacityClients {
  return {
    ssm: new SSMClient(config),
    logs: new CloudWatchLogsClient(config),
    sagemaker: new SageMakerClient(config),
  };
}
