import { listOf, UnknownAttribute } from "../../resources/attributes";
import type { Resource } from "../../resources/resource";
import { hoursPerMonth } from "../../scenario/traffic";
import type { Surroundings } from "../surroundings";
import { amount, type Family } from "../usage";

/** Interface endpoints, NAT gateways and public addresses. */
export const network: Family = {
  aws_vpc_endpoint: (resource, around) => {
    const kind = resource.values.vpc_endpoint_type ?? "Gateway";
    if (kind === "Gateway") return [];
    if (kind !== "Interface") {
      return [
        { item: "endpoint", unpriced: `endpoints of type ${String(kind)} have no price here` },
      ];
    }
    const zones = zonesOf(resource);
    const gb = endpointGb(resource, around);
    return [
      {
        item: "zone hours",
        dimension: "interface-endpoint-hour",
        quantity: zones * hoursPerMonth,
        basis: `${zones} zone${zones === 1 ? "" : "s"} × ${hoursPerMonth} h`,
      },
      { item: "data", dimension: "interface-endpoint-gb", quantity: gb, basis: `${amount(gb)} GB` },
    ];
  },
  aws_nat_gateway: (_, around) => {
    const gb = around.share(pictureGb(around), "aws_nat_gateway");
    return [
      {
        item: "hours",
        dimension: "nat-gateway-hour",
        quantity: hoursPerMonth,
        basis: `${hoursPerMonth} h`,
      },
      {
        item: "data",
        dimension: "nat-gateway-gb",
        quantity: gb,
        basis: `${amount(gb)} GB`,
        assumption: "every picture goes through the NAT gateways",
      },
    ];
  },
  aws_eip: () => [
    {
      item: "address",
      dimension: "public-ipv4-hour",
      quantity: hoursPerMonth,
      basis: `${hoursPerMonth} h`,
    },
  ],
};

/** Zones of an endpoint: one for each subnet, also where only their references are known. */
function zonesOf(resource: Resource): number {
  const referred = resource.references.subnet_ids?.length ?? 0;
  try {
    const listed = listOf(resource.values, "subnet_ids");
    if (listed !== undefined) return listed.length;
  } catch (error) {
    if (!(error instanceof UnknownAttribute && referred > 0)) throw error;
  }
  if (referred > 0) return referred;
  throw new UnknownAttribute("subnet_ids");
}

/** Pictures and answers pass the endpoints of SageMaker's runtime; other endpoints are idle in this scenario. */
function endpointGb(resource: Resource, around: Surroundings): number {
  if (!isRuntime(resource)) return 0;
  const runtimes = around.all("aws_vpc_endpoint").filter(isRuntime).length;
  return pictureGb(around) / Math.max(1, runtimes);
}

function isRuntime({ values }: Resource): boolean {
  return String(values.service_name).includes("sagemaker.runtime");
}

function pictureGb({ traffic }: Surroundings): number {
  const { requestsPerMonth, errorShare, imageBytes, answerBytes } = traffic;
  return (requestsPerMonth * (1 - errorShare) * (imageBytes + answerBytes)) / 1e9;
}
