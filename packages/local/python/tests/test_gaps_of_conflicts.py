"""Where stock ministack and moto forget or take what AWS does not. A failure ends a shim."""

import json

import boto3
import pytest
from moto import mock_aws

from tests.emulator import REGION
from tests.stock import Stock


def test_changed_tags_of_a_stage_are_not_shown(stock: Stock) -> None:
    gateway = stock.client("apigateway")
    api = gateway.create_rest_api(name="tagged")["id"]
    gateway.create_deployment(restApiId=api, stageName="v1")
    arn = f"arn:aws:apigateway:{REGION}::/restapis/{api}/stages/v1"
    gateway.tag_resource(resourceArn=arn, tags={"owner": "a"})
    assert not gateway.get_stage(restApiId=api, stageName="v1").get("tags")


def test_added_binary_media_type_makes_the_list_a_map(stock: Stock) -> None:
    gateway = stock.client("apigateway")
    api = gateway.create_rest_api(name="binary")["id"]
    add = [{"op": "add", "path": "/binaryMediaTypes/*~1*"}]
    changed = gateway.update_rest_api(restApiId=api, patchOperations=add)
    assert changed["binaryMediaTypes"] == ["*~1*"]


def test_patched_key_is_enabled_by_any_text(stock: Stock) -> None:
    gateway = stock.client("apigateway")
    key = gateway.create_api_key(name="patched", enabled=True)["id"]
    # botocore makes a boolean of text, which Terraform's provider refuses.
    answers: list[str] = []
    gateway.meta.events.register(
        "after-call.apigateway.UpdateApiKey",
        lambda http_response, **_: answers.append(http_response.text),
    )
    disable = [{"op": "replace", "path": "/enabled", "value": "false"}]
    gateway.update_api_key(apiKey=key, patchOperations=disable)
    assert json.loads(answers[0])["enabled"] == "false"


def test_dashboard_is_of_one_region(stock: Stock) -> None:
    stock.client("cloudwatch").put_dashboard(DashboardName="d", DashboardBody='{"widgets":[]}')
    other = boto3.client(
        "cloudwatch",
        endpoint_url=stock.url,
        region_name="eu-west-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    assert other.list_dashboards()["DashboardEntries"] == []


@mock_aws
def test_moto_takes_endpoints_that_are_in_each_others_way(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    ec2 = boto3.client("ec2", region_name=REGION)
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{n}.0/24", AvailabilityZone=f"{REGION}a")
        for n in range(2)
    ]
    for _ in range(2):
        ec2.create_vpc_endpoint(
            VpcId=vpc,
            VpcEndpointType="Interface",
            ServiceName=f"com.amazonaws.{REGION}.sagemaker.runtime",
            SubnetIds=[one["Subnet"]["SubnetId"] for one in subnets],
            PrivateDnsEnabled=True,
        )
