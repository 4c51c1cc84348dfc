"""Endpoints of a VPC that AWS refuses, since another one is in their way."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.emulator import REGION, Emulator

S3 = f"com.amazonaws.{REGION}.s3"
RUNTIME = f"com.amazonaws.{REGION}.sagemaker.runtime"


class Vpc:
    """A VPC with a route table; subnets are made as they are wanted."""

    def __init__(self, ec2: Any) -> None:
        self.ec2 = ec2
        self.id = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        self._subnets = 0

    def table(self) -> str:
        return str(self.ec2.create_route_table(VpcId=self.id)["RouteTable"]["RouteTableId"])

    def subnet(self, zone: str) -> str:
        self._subnets += 1
        made = self.ec2.create_subnet(
            VpcId=self.id,
            CidrBlock=f"10.0.{self._subnets}.0/24",
            AvailabilityZone=f"{REGION}{zone}",
        )
        return str(made["Subnet"]["SubnetId"])

    def gateway(self, *tables: str, service: str = S3) -> str:
        made = self.ec2.create_vpc_endpoint(
            VpcId=self.id,
            VpcEndpointType="Gateway",
            ServiceName=service,
            RouteTableIds=list(tables),
        )
        return str(made["VpcEndpoint"]["VpcEndpointId"])

    def interface(self, *subnets: str, private: bool = True, service: str = RUNTIME) -> str:
        made = self.ec2.create_vpc_endpoint(
            VpcId=self.id,
            VpcEndpointType="Interface",
            ServiceName=service,
            SubnetIds=list(subnets),
            PrivateDnsEnabled=private,
        )
        return str(made["VpcEndpoint"]["VpcEndpointId"])


@pytest.fixture
def vpc(emulator: Emulator) -> Vpc:
    return Vpc(emulator.client("ec2"))


def test_route_table_takes_one_gateway_endpoint_of_a_service(vpc: Vpc) -> None:
    first, second = vpc.table(), vpc.table()
    made = vpc.gateway(first)
    with pytest.raises(ClientError, match=rf"RouteAlreadyExists.*{first} already has a route.*pl-"):
        vpc.gateway(second, first)
    other = vpc.gateway(second)
    with pytest.raises(ClientError, match="RouteAlreadyExists"):
        vpc.ec2.modify_vpc_endpoint(VpcEndpointId=other, AddRouteTableIds=[first])
    vpc.gateway(first, service=f"com.amazonaws.{REGION}.dynamodb")
    vpc.ec2.delete_vpc_endpoints(VpcEndpointIds=[made])
    vpc.gateway(first)


def test_vpc_has_one_private_name_of_a_service(vpc: Vpc) -> None:
    made = vpc.interface()
    text = (
        "private-dns-enabled cannot be set because there is already a conflicting DNS domain for "
        f"runtime.sagemaker.{REGION}.amazonaws.com in the VPC {vpc.id}"
    )
    with pytest.raises(ClientError, match=rf"\(InvalidParameter\).*{text}"):
        vpc.interface()
    public = vpc.interface(private=False)
    with pytest.raises(ClientError, match=text):
        vpc.ec2.modify_vpc_endpoint(VpcEndpointId=public, PrivateDnsEnabled=True)
    vpc.interface(service=f"com.amazonaws.{REGION}.sts")
    Vpc(vpc.ec2).interface()
    vpc.ec2.delete_vpc_endpoints(VpcEndpointIds=[made])
    vpc.interface()


def test_endpoint_has_one_subnet_of_a_zone(vpc: Vpc) -> None:
    first, beside, other = vpc.subnet("a"), vpc.subnet("a"), vpc.subnet("b")
    with pytest.raises(ClientError, match="DuplicateSubnetsInSameZone"):
        vpc.interface(first, other, beside)
    made = vpc.interface(first, other)
    with pytest.raises(ClientError, match=f"DuplicateSubnetsInSameZone.*{beside}"):
        vpc.ec2.modify_vpc_endpoint(VpcEndpointId=made, AddSubnetIds=[beside])
    vpc.ec2.modify_vpc_endpoint(VpcEndpointId=made, AddSubnetIds=[beside], RemoveSubnetIds=[first])
    (found,) = vpc.ec2.describe_vpc_endpoints(VpcEndpointIds=[made])["VpcEndpoints"]
    assert set(found["SubnetIds"]) == {beside, other}
