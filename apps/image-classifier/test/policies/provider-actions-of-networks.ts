import { type Calls, ec2, everything, iamRole, lingering, tagsOf } from "./prod-resources";

/** The rows of `providerActions` for networks. */
export const networkActions: Readonly<Record<string, Calls>> = {
  aws_default_security_group: [
    [everything, "ec2:DescribeSecurityGroups"],
    [ec2("security-group"), "ec2:RevokeSecurityGroupEgress RevokeSecurityGroupIngress"],
    tagsOf("security-group"),
  ],
  aws_flow_log: [
    [ec2("vpc-flow-log"), "ec2:CreateFlowLogs DeleteFlowLogs"],
    [ec2("vpc"), "ec2:CreateFlowLogs"],
    [everything, "ec2:DescribeFlowLogs"],
    [everything, "logs:CreateLogDelivery DeleteLogDelivery"],
    [iamRole, "iam:PassRole"],
    tagsOf("vpc-flow-log"),
  ],
  aws_route_table: [
    [ec2("route-table"), "ec2:CreateRouteTable DeleteRouteTable DisassociateRouteTable"],
    [ec2("vpc"), "ec2:CreateRouteTable"],
    [everything, "ec2:DescribeRouteTables"],
    tagsOf("route-table"),
  ],
  aws_route_table_association: [
    [
      ec2("route-table"),
      "ec2:AssociateRouteTable DisassociateRouteTable ReplaceRouteTableAssociation",
    ],
    [ec2("subnet"), "ec2:AssociateRouteTable DisassociateRouteTable ReplaceRouteTableAssociation"],
    [everything, "ec2:DescribeRouteTables"],
  ],
  aws_security_group: [
    [ec2("security-group"), "ec2:CreateSecurityGroup DeleteSecurityGroup"],
    [ec2("security-group"), "ec2:RevokeSecurityGroupEgress RevokeSecurityGroupIngress"],
    [ec2("vpc"), "ec2:CreateSecurityGroup"],
    [everything, "ec2:DescribeSecurityGroups"],
    tagsOf("security-group"),
    ...lingering,
  ],
  aws_subnet: [
    [ec2("subnet"), "ec2:CreateSubnet ModifySubnetAttribute DeleteSubnet"],
    [ec2("vpc"), "ec2:CreateSubnet"],
    [everything, "ec2:DescribeSubnets"],
    tagsOf("subnet"),
    ...lingering,
  ],
  aws_vpc: [
    [ec2("vpc"), "ec2:CreateVpc ModifyVpcAttribute DeleteVpc"],
    [
      everything,
      "ec2:DescribeVpcs DescribeVpcAttribute DescribeNetworkAcls DescribeRouteTables DescribeSecurityGroups",
    ],
    tagsOf("vpc"),
  ],
  aws_vpc_endpoint: [
    [ec2("vpc-endpoint"), "ec2:CreateVpcEndpoint ModifyVpcEndpoint DeleteVpcEndpoints"],
    [ec2("vpc"), "ec2:CreateVpcEndpoint"],
    [ec2("subnet"), "ec2:CreateVpcEndpoint ModifyVpcEndpoint"],
    [ec2("security-group"), "ec2:CreateVpcEndpoint ModifyVpcEndpoint"],
    [ec2("route-table"), "ec2:CreateVpcEndpoint ModifyVpcEndpoint"],
    [everything, "ec2:DescribeVpcEndpoints DescribePrefixLists DescribeNetworkInterfaces"],
    [everything, "route53:AssociateVPCWithHostedZone"],
    tagsOf("vpc-endpoint"),
  ],
  aws_vpc_security_group_egress_rule: [
    [ec2("security-group"), "ec2:AuthorizeSecurityGroupEgress RevokeSecurityGroupEgress"],
    [ec2("security-group"), "ec2:ModifySecurityGroupRules"],
    [ec2("security-group-rule"), "ec2:AuthorizeSecurityGroupEgress ModifySecurityGroupRules"],
    [everything, "ec2:DescribeSecurityGroupRules"],
    tagsOf("security-group-rule"),
  ],
  aws_vpc_security_group_ingress_rule: [
    [ec2("security-group"), "ec2:AuthorizeSecurityGroupIngress RevokeSecurityGroupIngress"],
    [ec2("security-group"), "ec2:ModifySecurityGroupRules"],
    [ec2("security-group-rule"), "ec2:AuthorizeSecurityGroupIngress ModifySecurityGroupRules"],
    [everything, "ec2:DescribeSecurityGroupRules"],
    tagsOf("security-group-rule"),
  ],
};
