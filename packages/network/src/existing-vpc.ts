import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import { isToken, printed } from "@pictor/contracts";
import { Fn, Op, TerraformSelf } from "cdktf";
import type { Construct } from "constructs";
import type { InterfaceService } from "./endpoint-services";

/** A security group, made here or found. */
export interface SecurityGroupReference {
  readonly id: string;
}

/** An endpoint that is created in a VPC which others use, too. */
export interface CreatedEndpoint {
  readonly kind: "create";
  /**
   * Whether everybody else in the VPC is refused. The endpoint takes over the service's name (or S3's route) for the
   * whole VPC, so whoever used the service by another way then loses it: callers that are not clients of this network,
   * and buckets of other accounts.
   *
   * @default false: every principal and every address of the VPC may use the endpoint
   */
  readonly refuseOthers?: boolean;
}

/** How an existing VPC reaches a service through an interface endpoint, or without one. */
export type InterfaceAccess =
  | CreatedEndpoint
  | {
      /** The VPC has the endpoint; its owner keeps it. */
      readonly kind: "existing";
      /** Security group of the endpoint: it gets a rule for each client. */
      readonly securityGroup: SecurityGroupReference;
    }
  | {
      /** The VPC reaches the service's public address, for example through a NAT gateway. */
      readonly kind: "none";
    };

/** How an existing VPC reaches S3. */
export type S3Access =
  | (CreatedEndpoint & {
      /** Route tables of the subnets, at least one: they get the route to S3. */
      readonly routeTableIds: readonly string[];
    })
  | {
      /** The subnets' route tables have a route to an S3 gateway endpoint. */
      readonly kind: "existing";
    }
  | {
      /** The VPC reaches S3's public addresses, for example through a NAT gateway. */
      readonly kind: "none";
    };

/** A VPC that is not created here. Its owner keeps its routes and its flow log. */
export interface ExistingVpc {
  readonly kind: "existing";
  readonly vpcId: string;
  /** At least two, each in a zone of its own. Their order has no meaning. */
  readonly subnetIds: readonly string[];
  readonly s3: S3Access;
  /**
   * Further services, by name. A service that is not named cannot be allowed to clients.
   *
   * @default `sagemaker.runtime` is created
   */
  readonly interfaces?: Readonly<Partial<Record<InterfaceService, InterfaceAccess>>>;
}

/** How the VPC reaches each service that is named, with the default. */
export function interfacesOf({
  interfaces = { "sagemaker.runtime": { kind: "create" } },
}: ExistingVpc): (readonly [InterfaceService, InterfaceAccess])[] {
  return Object.entries(interfaces) as [InterfaceService, InterfaceAccess][];
}

/**
 * Looks up the subnets: their zones, and whose they are. The plan fails if a subnet is not in the VPC, or if two are in
 * one zone, in which AWS makes no two addresses of an endpoint.
 */
export function lookUpSubnets(
  scope: Construct,
  { vpcId, subnetIds }: ExistingVpc,
): readonly DataAwsSubnet[] {
  if (isListToken(subnetIds)) return [];
  const subnets = subnetIds.map(
    (id, index) => new DataAwsSubnet(scope, `Subnet${index}`, { id, vpcId }),
  );
  const zones = subnets.map(({ availabilityZone }) => availabilityZone);
  subnets.at(-1)?.addOverride("lifecycle.postcondition", [
    {
      condition: Op.eq(
        Fn.lengthOf(
          Fn.distinct([...zones.slice(0, -1), TerraformSelf.getString("availability_zone")]),
        ),
        zones.length,
      ),
      error_message: `subnetIds must each be in a different zone, got ${subnetIds.length} subnets in fewer zones: name one subnet of each zone`,
    },
  ]);
  return subnets;
}

/** Subnet ids in an order that does not depend on the one given, as far as the ids are known. */
export function sortedIds(subnetIds: readonly string[]): readonly string[] {
  return subnetIds.some(isToken) ? subnetIds : subnetIds.toSorted();
}

/** Problems of an existing VPC, as far as they show before Terraform looks; empty if valid. */
export function existingVpcProblems({ subnetIds, s3 }: ExistingVpc): string[] {
  return [...subnetProblems(subnetIds), ...routeTableProblems(s3)];
}

/** What the endpoints that are created here change for others in the VPC, a sentence each. */
export function effectsOnOthers(vpc: ExistingVpc): string[] {
  const where = `VPC ${printed(vpc.vpcId)}`;
  const sentence = (change: string, access: InterfaceAccess | S3Access): string[] => {
    if (access.kind !== "create") return [];
    return access.refuseOthers === true
      ? [
          `${change}, and everybody but this account's principals and this network's clients is refused`,
        ]
      : [`${change}; it refuses nobody`];
  };
  return [
    ...sentence(`S3 requests of the given route tables in ${where} use a new endpoint`, vpc.s3),
    ...interfacesOf(vpc).flatMap(([service, access]) =>
      sentence(`the name of '${service}' resolves to a new endpoint in all of ${where}`, access),
    ),
  ];
}

function routeTableProblems(s3: S3Access): string[] {
  return s3.kind === "create" && s3.routeTableIds.length === 0
    ? [
        "s3.routeTableIds must name at least one route table, since without one nothing reaches S3; got none",
      ]
    : [];
}

function isListToken(ids: readonly string[]): boolean {
  return ids.some((id) => id.startsWith("#{"));
}

function subnetProblems(subnetIds: readonly string[]): string[] {
  // One data source is created for each subnet, so their number must be known now.
  if (isListToken(subnetIds)) {
    return [
      "subnetIds must be a list of ids whose number is known, got a token for the whole list: take its items one by one, as with Fn.element",
    ];
  }
  const given = subnetIds.map(printed).join(", ") || "none";
  const distinct = new Set(subnetIds).size;
  return [
    ...(distinct < 2 ? [`subnetIds must name at least two distinct subnets, got ${given}`] : []),
    ...(distinct < subnetIds.length ? [`subnetIds names a subnet twice, got ${given}`] : []),
  ];
}
