import type { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { arnOf } from "@pictor/contracts";
import type { Construct } from "constructs";
import type { InterfaceService } from "./endpoint-services";
import {
  type ExistingVpc,
  existingVpcProblems,
  type InterfaceAccess,
  interfacesOf,
  lookUpSubnets,
  type S3Access,
  sortedIds,
} from "./existing-vpc";
import { IsolatedVpc, type IsolatedVpcProps } from "./isolated-vpc";

/** The VPC of a network: one that is created, or an existing one. */
export type NetworkVpc =
  | ({ readonly kind: "create" } & Omit<IsolatedVpcProps, "name" | "region" | "accountId">)
  | ExistingVpc;

/** What endpoints and clients need of a VPC, created or not. */
export interface NetworkGround {
  readonly vpcId: string;
  /** The VPC, if it is created here. */
  readonly vpc: IsolatedVpc | undefined;
  /** In an order that does not depend on the one given, unless the ids are tokens of an existing VPC. */
  readonly subnetIds: readonly string[];
  /** ARNs of the subnets. A subnet that is shared with the account has its owner's account in it. */
  readonly subnetArns: readonly string[];
  readonly availabilityZones: readonly string[];
  readonly s3: S3Access;
  readonly interfaces: ReadonlyMap<InterfaceService, InterfaceAccess>;
}

/** In a VPC of the network's own nobody else is refused by its endpoints: there is nobody else. */
const own = { kind: "create", refuseOthers: true } as const;
const usual: readonly InterfaceService[] = ["sagemaker.runtime"];

/** Creates the VPC, or describes the existing one. */
export function layGround(
  scope: Construct,
  vpc: NetworkVpc,
  place: Pick<IsolatedVpcProps, "name" | "region" | "accountId">,
  interfaceEndpoints: readonly InterfaceService[] = usual,
): NetworkGround {
  if (vpc.kind === "create") {
    const created = new IsolatedVpc(scope, "Vpc", { ...vpc, ...place });
    return {
      vpcId: created.resource.id,
      vpc: created,
      subnetIds: byZone(created).map(({ id }) => id),
      subnetArns: byZone(created).map(({ id }) => arnOf(place, "ec2", `subnet/${id}`)),
      availabilityZones: vpc.availabilityZones.toSorted(),
      s3: { ...own, routeTableIds: [created.routeTable.id] },
      interfaces: new Map(interfaceEndpoints.map((service) => [service, own])),
    };
  }
  const subnetIds = sortedIds(vpc.subnetIds);
  const subnets = lookUpSubnets(scope, { ...vpc, subnetIds });
  return {
    vpcId: vpc.vpcId,
    vpc: undefined,
    subnetIds,
    subnetArns: subnets.map(({ arn }) => arn),
    availabilityZones: subnets.map(({ availabilityZone }) => availabilityZone),
    s3: vpc.s3,
    interfaces: new Map(interfacesOf(vpc)),
  };
}

/** AWS takes subnets as a set: the order of the zones in the props must not show in anything made of the subnets. */
function byZone({ subnets }: IsolatedVpc): readonly Subnet[] {
  const zoneOf = (subnet: Subnet): string => subnet.availabilityZoneInput ?? "";
  return subnets.toSorted((a, b) => (zoneOf(a) < zoneOf(b) ? -1 : 1));
}

/** Problems of a VPC and of the endpoints that it is to have; empty if valid. */
export function groundProblems(
  vpc: NetworkVpc,
  interfaceEndpoints: readonly InterfaceService[] = [],
): string[] {
  if (vpc.kind === "create") {
    const twice = interfaceEndpoints.filter(
      (service, index) => interfaceEndpoints.indexOf(service) !== index,
    );
    return twice.map((service) => `interfaceEndpoints names '${service}' twice`);
  }
  const named = interfaceEndpoints.map((service) => `'${service}'`).join(", ");
  return [
    ...existingVpcProblems(vpc),
    ...(interfaceEndpoints.length > 0
      ? [
          `interfaceEndpoints names ${named}, but it is for a VPC of kind 'create': name the services of an existing VPC in vpc.interfaces, each with kind 'create', 'existing' or 'none'`,
        ]
      : []),
  ];
}
