"""What AWS shows late: permissions that were changed, interfaces whose endpoint is gone."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.control import change
from tests.emulator import ACCOUNT, REGION, Emulator, wait_for
from tests.resources import allow, artefact, make_config, make_model, make_model_store, trust

ROLE = f"arn:aws:iam::{ACCOUNT}:role/late"


@pytest.fixture(scope="module", autouse=True)
def _slow(emulator: Emulator) -> None:
    make_model_store(emulator)
    change(emulator, "delays", iam=5, networkInterfaces=60)
    change(emulator, "clock", stop=True)


def test_new_role_cannot_be_assumed_for_some_seconds(emulator: Emulator) -> None:
    iam = emulator.client("iam")
    iam.create_role(RoleName="late", AssumeRolePolicyDocument=trust("sagemaker.amazonaws.com"))
    with pytest.raises(ClientError, match="Could not assume role"):
        make_model(emulator, "early", role=ROLE)
    change(emulator, "clock", advance=5)
    with pytest.raises(ClientError, match="Could not access model data"):
        make_model(emulator, "early", role=ROLE)


def test_new_permission_is_seen_after_some_seconds(emulator: Emulator) -> None:
    policy = allow(("s3:GetObject", "arn:aws:s3:::models/*"))
    emulator.client("iam").put_role_policy(
        RoleName="late", PolicyName="read", PolicyDocument=policy
    )
    change(emulator, "clock", advance=4)
    with pytest.raises(ClientError, match="Could not access model data"):
        make_model(emulator, "late", role=ROLE)
    change(emulator, "clock", advance=1)
    make_model(emulator, "late", role=ROLE)


def test_permission_that_was_taken_away_works_for_some_seconds(emulator: Emulator) -> None:
    emulator.client("iam").delete_role_policy(RoleName="late", PolicyName="read")
    make_model(emulator, "still", role=ROLE)
    change(emulator, "clock", advance=5)
    with pytest.raises(ClientError, match="Could not access model data"):
        make_model(emulator, "no-more", role=ROLE)


def test_change_of_an_attached_policy_is_seen_late_too(emulator: Emulator) -> None:
    iam = emulator.client("iam")
    policy = iam.create_policy(PolicyName="p", PolicyDocument=allow(("s3:ListBucket", "*")))
    arn = policy["Policy"]["Arn"]
    iam.attach_role_policy(RoleName="late", PolicyArn=arn)
    change(emulator, "clock", advance=5)
    document = allow(("s3:GetObject", "arn:aws:s3:::models/*"))
    iam.create_policy_version(PolicyArn=arn, PolicyDocument=document, SetAsDefault=True)
    with pytest.raises(ClientError, match="Could not access model data"):
        make_model(emulator, "version", role=ROLE)
    change(emulator, "clock", advance=5)
    make_model(emulator, "version", role=ROLE)


@pytest.fixture
def network(emulator: Emulator) -> dict[str, Any]:
    ec2 = emulator.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{index}.0/24")["Subnet"]["SubnetId"]
        for index in range(2)
    ]
    group = ec2.create_security_group(GroupName="g", Description="g", VpcId=vpc)["GroupId"]
    return {"Subnets": subnets, "SecurityGroupIds": [group]}


def test_interfaces_of_an_endpoint_outlive_it_and_hold_its_network(
    emulator: Emulator, network: dict[str, Any]
) -> None:
    change(emulator, "clock", run=True)
    make_config(emulator, "inside", artefact("inside"), network)
    sagemaker, ec2 = emulator.client("sagemaker"), emulator.client("ec2")
    sagemaker.create_endpoint(EndpointName="inside", EndpointConfigName="inside")
    waiter = sagemaker.get_waiter("endpoint_in_service")
    waiter.wait(EndpointName="inside", WaiterConfig={"Delay": 1, "MaxAttempts": 120})

    def interfaces() -> list[Any]:
        filters = [{"Name": "group-id", "Values": network["SecurityGroupIds"]}]
        found: list[Any] = ec2.describe_network_interfaces(Filters=filters)["NetworkInterfaces"]
        return found

    assert {one["SubnetId"] for one in interfaces()} == set(network["Subnets"])
    sagemaker.delete_endpoint(EndpointName="inside")
    wait_for(lambda: not sagemaker.list_endpoints()["Endpoints"], 20, "end of the endpoint")
    assert len(interfaces()) == 2
    with pytest.raises(ClientError, match="has dependencies and cannot be deleted") as refused:
        ec2.delete_subnet(SubnetId=network["Subnets"][0])
    assert refused.value.response["Error"]["Code"] == "DependencyViolation"
    with pytest.raises(ClientError, match="DependencyViolation"):
        ec2.delete_security_group(GroupId=network["SecurityGroupIds"][0])
    change(emulator, "clock", advance=60)
    wait_for(lambda: not interfaces(), 5, "end of the interfaces")
    for subnet in network["Subnets"]:
        ec2.delete_subnet(SubnetId=subnet)
    ec2.delete_security_group(GroupId=network["SecurityGroupIds"][0])


def test_endpoint_in_a_network_that_is_not_there_fails(emulator: Emulator) -> None:
    missing = {"Subnets": ["subnet-0123456789abcdef0"], "SecurityGroupIds": [f"sg-{REGION}"]}
    make_config(emulator, "outside", artefact("outside"), missing)
    sagemaker = emulator.client("sagemaker")
    sagemaker.create_endpoint(EndpointName="outside", EndpointConfigName="outside")

    def failure() -> Any:
        return sagemaker.describe_endpoint(EndpointName="outside").get("FailureReason")

    assert "subnet-0123456789abcdef0" in wait_for(failure, 60, "failure")
