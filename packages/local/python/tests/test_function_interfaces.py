"""Network interfaces of functions: in use, then free, then there until somebody deletes them."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.control import change
from tests.emulator import Emulator
from tests.resources import make_function

SOURCE = "exports.handler = async () => 1"


@pytest.fixture(scope="module")
def network(emulator: Emulator) -> dict[str, list[str]]:
    ec2 = emulator.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{index}.0/24")["Subnet"]["SubnetId"]
        for index in range(2)
    ]
    group = ec2.create_security_group(GroupName="g", Description="g", VpcId=vpc)["GroupId"]
    return {"SubnetIds": subnets, "SecurityGroupIds": [group]}


def interfaces(emulator: Emulator, network: dict[str, list[str]]) -> list[dict[str, Any]]:
    filters = [{"Name": "group-id", "Values": network["SecurityGroupIds"]}]
    found = emulator.client("ec2").describe_network_interfaces(Filters=filters)
    return list(found["NetworkInterfaces"])


def test_function_holds_an_interface_in_each_subnet_and_leaves_them(
    emulator: Emulator, network: dict[str, list[str]]
) -> None:
    change(emulator, "delays", functionInterfaces=60)
    change(emulator, "clock", stop=True)
    ec2, client = emulator.client("ec2"), emulator.client("lambda")
    make_function(emulator.client, "inside", SOURCE, VpcConfig=network)
    held = interfaces(emulator, network)
    assert {one["SubnetId"] for one in held} == set(network["SubnetIds"])
    assert all(one["Description"].startswith("AWS Lambda VPC ENI") for one in held)
    assert {one["Attachment"]["InstanceOwnerId"] for one in held} == {"amazon-aws"}
    with pytest.raises(ClientError, match="is currently in use"):
        ec2.delete_network_interface(NetworkInterfaceId=held[0]["NetworkInterfaceId"])
    with pytest.raises(ClientError, match="not allowed to manage 'ela-attach'"):
        ec2.detach_network_interface(AttachmentId=held[0]["Attachment"]["AttachmentId"])

    client.delete_function(FunctionName="inside")
    assert {one["Status"] for one in interfaces(emulator, network)} == {"in-use"}
    change(emulator, "clock", advance=60)
    left = interfaces(emulator, network)
    assert [(one["Status"], "Attachment" in one) for one in left] == [("available", False)] * 2
    with pytest.raises(ClientError, match="DependencyViolation"):
        ec2.delete_security_group(GroupId=network["SecurityGroupIds"][0])
    for one in left:
        ec2.delete_network_interface(NetworkInterfaceId=one["NetworkInterfaceId"])
    change(emulator, "delays", functionInterfaces=0)


def test_function_that_moves_leaves_the_interfaces_of_its_old_network(
    emulator: Emulator, network: dict[str, list[str]]
) -> None:
    client = emulator.client("lambda")
    make_function(emulator.client, "moving", SOURCE, VpcConfig=network)
    only = {**network, "SubnetIds": network["SubnetIds"][:1]}
    client.update_function_configuration(FunctionName="moving", VpcConfig=only)
    statuses = sorted(one["Status"] for one in interfaces(emulator, network))
    assert statuses == ["available", "available", "in-use"]
    client.update_function_configuration(FunctionName="moving", Description="stays")
    client.delete_function(FunctionName="moving")
    assert {one["Status"] for one in interfaces(emulator, network)} == {"available"}


def test_function_in_a_network_that_is_not_there_is_refused(emulator: Emulator) -> None:
    missing = {"SubnetIds": ["subnet-0123456789abcdef0"], "SecurityGroupIds": []}
    with pytest.raises(ClientError, match="subnet-0123456789abcdef0"):
        make_function(emulator.client, "outside", SOURCE, VpcConfig=missing)
