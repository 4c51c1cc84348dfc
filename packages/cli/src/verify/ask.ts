import { DescribeNetworkInterfacesCommand, type EC2Client } from "@aws-sdk/client-ec2";
import { DescribeEndpointCommand, type SageMakerClient } from "@aws-sdk/client-sagemaker";
import type { SageMakerRuntimeClient } from "@aws-sdk/client-sagemaker-runtime";
import type { DeployedEndpoint } from "@pictor/contracts";
import { askEndpoint, type SmokePicture } from "../endpoint/smoke";
import type { EndpointFacts, EndpointState } from "./judge";

/** Clients for what is asked of AWS. */
export interface VerifyClients {
  readonly sagemaker: SageMakerClient;
  readonly runtime: SageMakerRuntimeClient;
  readonly ec2: EC2Client;
}

/** Asks AWS everything that is to be known of one endpoint. */
export async function askFacts(
  clients: VerifyClients,
  deployed: DeployedEndpoint,
  picture: SmokePicture,
): Promise<EndpointFacts> {
  const state = await describe(clients.sagemaker, deployed.name);
  const [zones, smoke] = await Promise.all([
    zonesOf(clients.ec2, deployed),
    state === undefined
      ? { problem: "it does not exist" }
      : askEndpoint(clients.runtime, deployed.name, picture).catch((error: Error) => ({
          problem: `${error.name}: ${error.message}`,
        })),
  ]);
  return { deployed, state, zones, smoke };
}

async function describe(
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

async function zonesOf(client: EC2Client, { instances }: DeployedEndpoint): Promise<string[]> {
  if (instances === undefined) return [];
  const { NetworkInterfaces = [] } = await client.send(
    new DescribeNetworkInterfacesCommand({
      Filters: [{ Name: "group-id", Values: [instances.securityGroupId] }],
    }),
  );
  return NetworkInterfaces.flatMap(({ AvailabilityZone }) => AvailabilityZone ?? []);
}
