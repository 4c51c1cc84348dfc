import { DescribeVpcEndpointServicesCommand, type EC2Client } from "@aws-sdk/client-ec2";
import { dnsSuffix } from "@pictor/contracts";
import type { Verdict } from "./check";
import type { Needs } from "./needs";

/**
 * Whether AWS offers the interface endpoints of the stack's network in each of its availability zones. Without them the
 * apply is refused by a precondition, after the network was created.
 *
 * The zones' names are the account's own: each account maps them to other data centers.
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 */
export async function checkEndpointZones(
  client: EC2Client,
  { interfaceServices, zones }: Needs,
  region: string,
): Promise<readonly Verdict[]> {
  return Promise.all(
    interfaceServices.map(async (service) => {
      const offered = await zonesOf(client, serviceName(service, region));
      const wanted = `interface endpoint of ${service} in ${zones.join(", ")}`;
      if (offered === undefined) {
        return { status: "failed", text: `${wanted}: AWS does not offer it in ${region}` };
      }
      const missing = zones.filter((zone) => !offered.includes(zone));
      if (missing.length === 0) return { status: "ok", text: `${wanted}: offered` };
      return {
        status: "failed",
        text: `${wanted}: not offered in ${missing.join(", ")}; give the environment's network two of ${offered.join(", ")}`,
      };
    }),
  );
}

/** Zones in which a service's interface endpoint is offered; `undefined` where AWS does not know the service. */
async function zonesOf(client: EC2Client, name: string): Promise<readonly string[] | undefined> {
  try {
    const { ServiceDetails = [] } = await client.send(
      new DescribeVpcEndpointServicesCommand({
        ServiceNames: [name],
        Filters: [{ Name: "service-type", Values: ["Interface"] }],
      }),
    );
    return ServiceDetails[0]?.AvailabilityZones;
  } catch (error) {
    if ((error as Error).name === "InvalidServiceName") return undefined;
    throw error;
  }
}

/** Names of AWS's own services begin with the host names' end, turned round: `com.amazonaws`, in China `cn.com.amazonaws`. */
function serviceName(service: string, region: string): string {
  return [...dnsSuffix(region).split(".").reverse(), region, service].join(".");
}
