import type { ExpectedAnswer } from "@pictor/testing";
import { arn, asked, no, tagged, yes } from "./deploy-rows";
import { accountId, region } from "./fixture";

const kinds = ["route-table", "security-group", "subnet", "vpc", "vpc-endpoint", "vpc-flow-log"];
const made: Readonly<Record<string, string>> = {
  AuthorizeSecurityGroupEgress: "security-group-rule",
  AuthorizeSecurityGroupIngress: "security-group-rule",
  CreateFlowLogs: "vpc-flow-log",
  CreateRouteTable: "route-table",
  CreateSecurityGroup: "security-group",
  CreateSubnet: "subnet",
  CreateVpc: "vpc",
  CreateVpcEndpoint: "vpc-endpoint",
};
const changed: Readonly<Record<string, string>> = {
  AssociateRouteTable: "route-table",
  AuthorizeSecurityGroupEgress: "security-group",
  AuthorizeSecurityGroupIngress: "security-group",
  CreateFlowLogs: "vpc",
  CreateRouteTable: "vpc",
  CreateSecurityGroup: "vpc",
  CreateSubnet: "vpc",
  CreateVpcEndpoint: "subnet",
  DeleteFlowLogs: "vpc-flow-log",
  DeleteRouteTable: "route-table",
  DeleteSecurityGroup: "security-group",
  DeleteSubnet: "subnet",
  DeleteTags: "vpc",
  DeleteVpc: "vpc",
  DeleteVpcEndpoints: "vpc-endpoint",
  DisassociateRouteTable: "subnet",
  ModifySecurityGroupRules: "security-group-rule",
  ModifySubnetAttribute: "subnet",
  ModifyVpcAttribute: "vpc",
  ModifyVpcEndpoint: "vpc-endpoint",
  ReplaceRouteTableAssociation: "route-table",
};
const each = (
  table: Readonly<Record<string, string>>,
  ask: (action: string, resource: string) => readonly ExpectedAnswer[],
) => Object.entries(table).flatMap(([action, kind]) => ask(action, arn("ec2", `${kind}/x`)));
const by = (action: string) => ({ "ec2:CreateAction": action });
const revoke = "RevokeSecurityGroupEgress RevokeSecurityGroupIngress";
const lingering = arn("ec2", "network-interface/x");
/** What the deploy role of `prod` may make of a network, and what not. */
export const network: readonly ExpectedAnswer[] = [
  ...each(made, (action, resource) => [
    ...yes("ec2", action, resource, asked("prod")),
    ...no("ec2", action, resource, asked("dev")),
    ...no("ec2", action, resource),
    ...no("ec2", action, resource.replace(region, "us-east-1"), asked("prod")),
  ]),
  // A tag that the caller chooses opens nothing that is there already.
  ...Object.entries({ ...changed, CreateSecurityGroup: "vpc" })
    .filter(([action, kind]) => made[action] !== kind)
    .flatMap(([action, kind]) => no("ec2", action, arn("ec2", `${kind}/x`), asked("prod"))),
  ...each(changed, (action, resource) => [
    ...yes("ec2", action, resource, tagged("prod")),
    ...no("ec2", action, resource, tagged("dev")),
    ...no("ec2", action, resource.replace(region, "us-east-1"), tagged("prod")),
  ]),
  ...Object.entries(made).flatMap(([action, kind]) => [
    ...yes("ec2", "CreateTags", arn("ec2", `${kind}/x`), { ...asked("prod"), ...by(action) }),
    ...no("ec2", "CreateTags", arn("ec2", `${kind}/x`), { ...asked("dev"), ...by(action) }),
    ...no("ec2", "CreateTags", arn("ec2", `${kind}/x`), by(action)),
  ]),
  ...kinds.flatMap((kind) => [
    ...yes("ec2", "CreateTags", arn("ec2", `${kind}/x`), tagged("prod")),
    ...yes("ec2", "CreateTags", arn("ec2", `${kind}/x`), { ...asked("prod"), ...tagged("prod") }),
    ...yes("ec2", "DeleteTags", arn("ec2", `${kind}/x`), tagged("prod")),
    ...no("ec2", "CreateTags", arn("ec2", `${kind}/x`), { ...asked("prod"), ...tagged("dev") }),
    ...no("ec2", "CreateTags", arn("ec2", `${kind}/x`), { ...asked("dev"), ...tagged("prod") }),
    ...no("ec2", "CreateTags", arn("ec2", `${kind}/x`), asked("dev")),
    ...no("ec2", "CreateTags", arn("ec2", `${kind}/x`).replace(region, "us-east-1"), {
      ...asked("prod"),
      ...tagged("prod"),
      ...by("CreateVpc"),
    }),
  ]),
  ...yes("ec2", "CreateTags", arn("ec2", "security-group-rule/x"), tagged("prod")),
  // A default security group has no tag; anything else without one is somebody else's.
  ...yes("ec2", "CreateTags", arn("ec2", "security-group/x"), asked("prod")),
  ...["route-table", "subnet", "vpc", "vpc-endpoint", "vpc-flow-log"].flatMap((kind) =>
    no("ec2", "CreateTags", arn("ec2", `${kind}/x`), { ...asked("prod"), ...by("RunInstances") }),
  ),
  ...no("ec2", "CreateTags", arn("ec2", "security-group/x")),
  ...no("ec2", "CreateTags", `arn:aws:ec2:us-east-1:${accountId}:security-group/x`, asked("prod")),
  ...["DeleteNetworkInterface", "DetachNetworkInterface"].flatMap((action) => [
    ...yes("ec2", action, lingering),
    ...yes("ec2", action, lingering, tagged("prod")),
    ...no("ec2", action, lingering, tagged("dev")),
    ...no("ec2", action, lingering.replace(region, "us-east-1")),
  ]),
  ...no("ec2", "AttachNetworkInterface ModifyNetworkInterfaceAttribute", lingering, tagged("prod")),
  ...yes("ec2", "DetachNetworkInterface", arn("ec2", "instance/x"), tagged("prod")),
  ...no("ec2", "DetachNetworkInterface", arn("ec2", "instance/x"), tagged("dev")),
  ...no("ec2", "DetachNetworkInterface", arn("ec2", "instance/x")),
  ...no(
    "ec2",
    "DetachNetworkInterface",
    arn("ec2", "instance/x").replace(region, "us-east-1"),
    tagged("prod"),
  ),
  ...no("ec2", "CreateTags", arn("ec2", "instance/x"), asked("prod")),
  ...no("ec2", "TerminateInstances", arn("ec2", "instance/x"), tagged("prod")),
  ...no("ec2", "CreateInternetGateway", arn("ec2", "internet-gateway/x"), asked("prod")),
  ...no("ec2", "CreateNatGateway", arn("ec2", "natgateway/x"), asked("prod")),
  ...no("ec2", "CreateRoute", arn("ec2", "route-table/x"), { ...asked("prod"), ...tagged("prod") }),
  ...no("ec2", "CreateVpcPeeringConnection", arn("ec2", "vpc/x"), tagged("prod")),
  ...yes("ec2", revoke, arn("ec2", "security-group/x")),
  ...yes("ec2", revoke, arn("ec2", "security-group/x"), tagged("prod")),
  ...no("ec2", revoke, arn("ec2", "security-group/x"), tagged("dev")),
  ...no("ec2", "DeleteSecurityGroup", arn("ec2", "security-group/x")),
  ...no("ec2", "RevokeSecurityGroupEgress", `arn:aws:ec2:us-east-1:${accountId}:security-group/x`),
  ...yes("ec2", "DescribeVpcs", "*"),
  ...yes("logs", "CreateLogDelivery DeleteLogDelivery", "*"),
  ...no("logs", "UpdateLogDelivery", "*"),
  ...yes("route53", "AssociateVPCWithHostedZone", "arn:aws:route53:::hostedzone/Z1"),
  ...no("route53", "ChangeResourceRecordSets", "arn:aws:route53:::hostedzone/Z1"),
];
