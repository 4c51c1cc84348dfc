"""EC2 from moto in this process: ministack's drops fields of flow logs, endpoints and security group rules."""

import asyncio
from typing import Any

from ministack.core.responses import get_region
from moto.moto_server.werkzeug_app import create_backend_app
from werkzeug.test import Client

from pictor_local.aws import Json, Reply, Request, serve

_FORWARDED = ("authorization", "content-type", "x-amz-date")
_DESCRIBED = {
    "describe_vpcs": ("Vpcs", "VpcId"),
    "describe_subnets": ("Subnets", "SubnetId"),
    "describe_route_tables": ("RouteTables", "RouteTableId"),
    "describe_security_groups": ("SecurityGroups", "GroupId"),
    "describe_vpc_endpoints": ("VpcEndpoints", "VpcEndpointId"),
    "describe_flow_logs": ("FlowLogs", "FlowLogId"),
    "describe_network_interfaces": ("NetworkInterfaces", "NetworkInterfaceId"),
    "describe_network_acls": ("NetworkAcls", "NetworkAclId"),
    "describe_internet_gateways": ("InternetGateways", "InternetGatewayId"),
    "describe_nat_gateways": ("NatGateways", "NatGatewayId"),
    "describe_managed_prefix_lists": ("PrefixLists", "PrefixListId"),
}
