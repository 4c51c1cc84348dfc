import type { PolicyStatement } from "@pictor/contracts";
import { type DeployPlace, resources } from "./deploy-place";

/** Calls that make something in a VPC, and what each makes; each also names what it makes it in. */
const makes: Readonly<Record<string, string>> = {
  AuthorizeSecurityGroupEgress: "security-group-rule",
  AuthorizeSecurityGroupIngress: "security-group-rule",
  CreateFlowLogs: "vpc-flow-log",
  CreateRouteTable: "route-table",
  CreateSecurityGroup: "security-group",
  CreateSubnet: "subnet",
  CreateVpc: "vpc",
  CreateVpcEndpoint: "vpc-endpoint",
};

const made = [...new Set(Object.values(makes))];

/** What is tagged by the call that makes it, and those calls. */
const tagged = made.filter((kind) => kind !== "security-group");
const taggers = Object.keys(makes).filter((action) => makes[action] !== "security-group");

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
  "ReplaceRouteTableAssociation",
];

/** What the caller puts on a resource, and what the resource has. */
const tagsOf = ({ environment }: DeployPlace) => ({
  asked: { "aws:RequestTag/Environment": environment },
  own: { "aws:ResourceTag/Environment": environment },
});

const all = (place: DeployPlace) => resources(place, "ec2", ...made.map((kind) => `${kind}/*`));

const ec2 = (names: readonly string[]) => names.map((name) => `ec2:${name}`);

/**
 * What deploying an environment's network takes. What has no name is known by the tag that Terraform's provider gives
 * everything of the environment. There is nothing here that could make a way to the internet.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html (read 2026-11)
 */
export function networkStatements(place: DeployPlace): readonly PolicyStatement[] {
  const { own } = tagsOf(place);
  return [
    ...made.map((kind) => createStatement(place, kind)),
    {
      Sid: "OwnNetwork",
      Effect: "Allow",
      Action: ec2([...Object.keys(makes).filter((name) => name !== "CreateVpc"), ...change]),
      Resource: all(place),
      Condition: { StringEquals: own },
    },
    ...tagStatements(place),
    {
      // The default security group is closed before it is tagged; those of other environments have their own tag.
      Sid: "CloseSecurityGroups",
      Effect: "Allow",
      Action: ec2(["RevokeSecurityGroupEgress", "RevokeSecurityGroupIngress"]),
      Resource: resources(place, "ec2", "security-group/*"),
      Condition: { StringEqualsIfExists: own },
    },
    ...lingeringInterfaces(place),
    {
      // Private DNS of an interface endpoint and a flow log make these calls besides; the firewall's log, too.
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

/**
 * The tag that a call asks for is the caller's to choose, so it counts for what the call makes and for nothing else: an
 * open port in another environment's security group is a new rule with the right tag.
 */
function createStatement(place: DeployPlace, kind: string): PolicyStatement {
  const actions = Object.keys(makes).filter((action) => makes[action] === kind);
  return {
    Sid: `Make${kind.replaceAll(/(?:^|-)([a-z])/g, (_, first: string) => first.toUpperCase())}`,
    Effect: "Allow",
    Action: ec2(actions),
    Resource: resources(place, "ec2", `${kind}/*`),
    Condition: { StringEquals: tagsOf(place).asked },
  };
}

/**
 * A tag makes a resource the environment's own, so it is put on what the same call creates, on what has the tag already,
 * and on a default security group, which EC2 creates with the VPC and without tags. EC2 offers no condition that tells
 * such a group from another one without the tag.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html
 */
function tagStatements(place: DeployPlace): readonly PolicyStatement[] {
  const { asked, own } = tagsOf(place);
  return [
    {
      Sid: "TagNew",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      // A new security group has no tag either: see below.
      Resource: resources(place, "ec2", ...tagged.map((kind) => `${kind}/*`)),
      Condition: { StringEquals: { ...asked, "ec2:CreateAction": taggers } },
    },
    {
      Sid: "TagOwn",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: all(place),
      Condition: { StringEquals: own, StringEqualsIfExists: asked },
    },
    {
      Sid: "TagNewGroup",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: resources(place, "ec2", "security-group/*"),
      Condition: { StringEquals: asked, Null: { "aws:ResourceTag/Environment": "true" } },
    },
  ];
}

/**
 * Lambda leaves its network interfaces behind, without tags; the provider deletes them before a subnet or a security
 * group. The interface of an instance is attached to it, and is detached only where the instance is the environment's.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/service/ec2/vpc_network_interface.go
 */
function lingeringInterfaces(place: DeployPlace): readonly PolicyStatement[] {
  const { own } = tagsOf(place);
  return [
    {
      Sid: "DeleteInterfaces",
      Effect: "Allow",
      Action: ec2(["DeleteNetworkInterface", "DetachNetworkInterface"]),
      Resource: resources(place, "ec2", "network-interface/*"),
      Condition: { StringEqualsIfExists: own },
    },
    {
      Sid: "DetachFromOwnInstances",
      Effect: "Allow",
      Action: "ec2:DetachNetworkInterface",
      Resource: resources(place, "ec2", "instance/*"),
      Condition: { StringEquals: own },
    },
  ];
}
