import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import { Token } from "cdktf";
import type { Construct } from "constructs";
import type { InterfaceService } from "./endpoint-services";
import { IsolatedVpc, type IsolatedVpcProps } from "./isolated-vpc";

/** A security group, made here or found. */
export interface SecurityGroupReference {
  readonly id: string;
}

/** Which endpoints a VPC that is already there has, or where they are to be made. */
export type ExistingVpcEndpoints =
  | {
      readonly kind: "create";
      /** Route tables of the subnets, at least one: they get the route to S3. */
      readonly routeTableIds: readonly string[];
    }
  | {
      /** The VPC has an S3 gateway endpoint and these interface endpoints, all kept by its owner. */
      readonly kind: "existing";
      /** Security groups of the interface endpoints. */
      readonly securityGroups: Readonly<Partial<Record<InterfaceService, SecurityGroupReference>>>;
    };

/** The VPC that a network is: a new one, or one that is already there, whose owner logs its traffic. */
export type NetworkVpc =
  | ({ readonly kind: "create" } & Omit<IsolatedVpcProps, "name" | "region" | "accountId">)
  | {
      readonly kind: "existing";
      readonly vpcId: string;
      /** At least two, in as many zones; without a way to the internet, which is not checked. */
      readonly subnetIds: readonly string[];
      readonly endpoints: ExistingVpcEndpoints;
    };

/** What endpoints and clients need to know of a VPC, however it came about. */
export interface NetworkGround {
  readonly vpcId: string;
  /** The VPC, where it was made here. */
  readonly vpc: IsolatedVpc | undefined;
  readonly subnetIds: readonly string[];
  readonly availabilityZones: readonly string[];
  /** Endpoints to be made here get their routes here. */
  readonly endpoints: ExistingVpcEndpoints;
}

/** Makes the VPC, or finds out about the one that is there. */
export function layGround(
  scope: Construct,
  vpc: NetworkVpc,
  place: Pick<IsolatedVpcProps, "name" | "region" | "accountId">,
): NetworkGround {
  if (vpc.kind === "create") {
    const made = new IsolatedVpc(scope, "Vpc", { ...vpc, ...place });
    return {
      vpcId: made.resource.id,
      vpc: made,
      subnetIds: made.subnets.map(({ id }) => id),
      availabilityZones: vpc.availabilityZones,
      endpoints: { kind: "create", routeTableIds: [made.routeTable.id] },
    };
  }
  const { vpcId, subnetIds, endpoints } = vpc;
  // The lookup also fails where a subnet is not the VPC's.
  const zones = subnetIds.map(
    (id, index) => new DataAwsSubnet(scope, `Subnet${index}`, { id, vpcId }).availabilityZone,
  );
  return { vpcId, vpc: undefined, subnetIds, availabilityZones: zones, endpoints };
}

/** What is wrong with a VPC that is already there, as far as it can be told before Terraform looks. */
export function groundProblems(vpc: NetworkVpc): string[] {
  if (vpc.kind === "create") return [];
  return [...subnetProblems(vpc.subnetIds), ...routeTableProblems(vpc.endpoints)];
}

function routeTableProblems(endpoints: ExistingVpcEndpoints): string[] {
  return endpoints.kind === "create" && endpoints.routeTableIds.length === 0
    ? ["routeTableIds must name at least one route table, or nothing has a way to S3, got none"]
    : [];
}

function subnetProblems(subnetIds: readonly string[]): string[] {
  // One data source is made for each subnet, so their number must be known now.
  if (Token.isUnresolved(subnetIds) && subnetIds.some((id) => id.startsWith("#{"))) {
    return [
      "subnetIds must be a list of ids whose number is known, got a token for the whole list: take its items one by one, as with Fn.element",
    ];
  }
  const given = subnetIds.map((id) => `'${id}'`).join(", ") || "none";
  const distinct = new Set(subnetIds).size;
  return [
    ...(distinct < 2 ? [`subnetIds must name at least two distinct subnets, got ${given}`] : []),
    ...(distinct < subnetIds.length ? [`subnetIds names a subnet twice, got ${given}`] : []),
  ];
}
