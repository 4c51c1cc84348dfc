import { DescribeNetworkInterfacesCommand, type EC2Client } from "@aws-sdk/client-ec2";
import type { SageMakerClient } from "@aws-sdk/client-sagemaker";
import type { SageMakerRuntimeClient } from "@aws-sdk/client-sagemaker-runtime";
import type { DeployedEndpoint } from "@pictor/contracts";
import { describeEndpoint } from "../endpoint/describe";
import { askEndpoint, type SmokePicture } from "../endpoint/smoke";
import type { EndpointFacts } from "./judge";

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
  const state = await describeEndpoint(clients.sagemaker, deployed.name);
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

async function zonesOf(client: EC2Client, deployed: DeployedEndpoint): Promise<string[]> {
  if (deployed.kind === "serverless") return [];
  const { NetworkInterfaces = [] } = await client.send(
    new DescribeNetworkInterfacesCommand({
      Filters: [{ Name: "group-id", Values: [deployed.instances.securityGroupId] }],
    }),
  );
  return NetworkInterfaces.flatMap(({ AvailabilityZone }) => AvailabilityZone ?? []);
}
