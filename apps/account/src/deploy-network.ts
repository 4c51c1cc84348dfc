import type { PolicyStatement } from "@pictor/contracts";
import { type DeployPlace, resources } from "./deploy-place";

/** Calls that make something in a VPC; each also names what it makes it in. */
const create = [
  "AuthorizeSecurityGroupEgress",
  "AuthorizeSecurityGroupIngress",
  "CreateFlowLogs",
  "CreateRouteTable",
  "CreateSecurityGroup",
  "CreateSubnet",
  "CreateVpcEndpoint",
];

const change = [
  "AssociateRouteTable",
  "DeleteFlowLogs",
  "DeleteRouteTable",
  "DeleteSecurityGroup",
  "DeleteSubnet",
  "DeleteTags",
  "DeleteVpc",
  "DeleteVpcEndpoints",
  "DisassociateRouteTable",
  "ModifySecurityGroupRules",
  "ModifySubnetAttribute",
  "ModifyVpcAttribute",
  "ModifyVpcEndpoint",
];

const kinds = [
  "route-table/*",
  "security-group/*",
  "security-group-rule/*",
  "subnet/*",
  "vpc/*",
  "vpc-endpoint/*",
  "vpc-flow-log/*",
];

/**
 * What deploying an environment's network takes. What has no name is known by the tag that Terraform's provider gives
 * everything of the environment. There is nothing here that could make a way to the internet.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html (read 2026-11)
 */
export function networkStatements(place: DeployPlace): readonly PolicyStatement[] {
  const own = resources(place, "ec2", ...kinds);
  const asked = { "aws:RequestTag/Environment": place.environment };
  const tagged = { "aws:ResourceTag/Environment": place.environment };
  const actions = (names: readonly string[]) => names.map((name) => `ec2:${name}`);
  return [
    {
      Sid: "CreateNetwork",
      Effect: "Allow",
      Action: actions(["CreateVpc", ...create]),
      Resource: own,
      Condition: { StringEquals: asked },
    },
    {
      Sid: "OwnNetwork",
      Effect: "Allow",
      Action: actions([...create, ...change]),
      Resource: own,
      Condition: { StringEquals: tagged },
    },
    {
      Sid: "TagNetwork",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: own,
      // A VPC's default security group and network have no tag yet; what is another environment's keeps its own.
      Condition: { StringEquals: asked, StringEqualsIfExists: tagged },
    },
    {
      // The default security group is closed before it is tagged.
      Sid: "CloseSecurityGroups",
      Effect: "Allow",
      Action: actions(["RevokeSecurityGroupEgress", "RevokeSecurityGroupIngress"]),
      Resource: resources(place, "ec2", "security-group/*"),
    },
    {
      // What private DNS of an interface endpoint does besides, and a flow log; the firewall's log, too.
      Sid: "NamesAndDelivery",
      Effect: "Allow",
      Action: [
        "logs:CreateLogDelivery",
        "logs:DeleteLogDelivery",
        "route53:AssociateVPCWithHostedZone",
      ],
      Resource: "*",
    },
    { Sid: "SeeNetworks", Effect: "Allow", Action: "ec2:Describe*", Resource: "*" },
  ];
}
