"""What stock ministack lacks. A test that fails here says that a shim of ours can go."""

import json
import os
import signal
import urllib.request
from pathlib import Path

import psutil
import pytest
from botocore.exceptions import ClientError

from tests.emulator import REGION, wait_for
from tests.gateway import Api
from tests.resources import make_function
from tests.stock import Stock

FUNCTION = """
exports.handler = async (event) => {
  const mode = (event.queryStringParameters || {}).mode;
  if (mode === "throw") throw new Error("secret of the function");
  if (mode === "slow") await new Promise((resolve) => setTimeout(resolve, 1000));
  return { statusCode: 200, body: JSON.stringify(process.env) };
};
"""


@pytest.fixture(scope="module")
def api(stock: Stock) -> Api:
    make_function(stock.client, "predict", FUNCTION)
    made = Api(stock.client, stock.url, "api", "predict")
    made.deploy()
    return made


def test_sagemaker_is_absent(stock: Stock) -> None:
    with pytest.raises(ClientError):
        stock.client("sagemaker").list_models()
    with pytest.raises(ClientError):
        stock.client("sagemaker-runtime").invoke_endpoint(EndpointName="x", Body=b"x")


def test_service_quotas_is_absent(stock: Stock) -> None:
    with pytest.raises(ClientError):
        stock.client("service-quotas").list_service_quotas(ServiceCode="sagemaker")


def test_open_api_document_is_refused(stock: Stock, api: Api) -> None:
    document = json.dumps({"openapi": "3.0.1", "info": {"title": "t", "version": "1"}})
    with pytest.raises(ClientError):
        stock.client("apigateway").put_rest_api(restApiId=api.id, body=document.encode())


def test_empty_api_key_is_refused(stock: Stock) -> None:
    with pytest.raises(ClientError, match="at least 20 characters"):
        stock.client("apigateway").create_api_key(name="k", value="")


def test_usage_plan_answers_empty_limits(stock: Stock) -> None:
    gateway = stock.client("apigateway")
    plan = gateway.create_usage_plan(name="limitless")
    assert gateway.get_usage_plan(usagePlanId=plan["id"])["quota"] == {}


def test_failed_function_shows_its_error_to_the_caller(api: Api) -> None:
    status, _, text = api.post(path="/predictions?mode=throw")
    assert status == 502
    assert "secret of the function" in text


def test_api_needs_no_permission_to_invoke(api: Api) -> None:
    assert api.post()[0] == 200


def test_large_body_is_let_through(api: Api) -> None:
    assert api.post(bytes(10 * 1024 * 1024 + 1), content_type="image/png")[0] == 200


def test_integration_timeout_is_ignored(api: Api) -> None:
    api.add("timed", timeout_ms=100)
    api.deploy()
    assert api.post(path="/timed?mode=slow")[0] == 200


def test_change_is_served_before_it_is_deployed(api: Api) -> None:
    api.add("later")
    assert api.post(path="/later")[0] == 200


def test_deployment_in_use_can_be_deleted(stock: Stock, api: Api) -> None:
    deployment = api.deploy("other")
    stock.client("apigateway").delete_deployment(restApiId=api.id, deploymentId=deployment)


def test_function_sees_the_environment_of_the_emulator(api: Api) -> None:
    seen = json.loads(api.post()[2])
    assert "MINISTACK_ACCOUNT_ID" in seen
    assert "AWS_EXECUTION_ENV" not in seen


def test_function_has_no_network_interface(stock: Stock) -> None:
    ec2 = stock.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(GroupName="g", Description="g", VpcId=vpc)["GroupId"]
    network = {"SubnetIds": [subnet], "SecurityGroupIds": [group]}
    make_function(stock.client, "networked", "exports.handler = async () => 1", VpcConfig=network)
    assert not ec2.describe_network_interfaces()["NetworkInterfaces"]


def test_function_with_a_timer_outlives_a_killed_emulator(tmp_path: Path) -> None:
    killed = Stock(tmp_path)
    source = "setInterval(() => {}, 1000); exports.handler = async () => process.pid;"
    make_function(killed.client, "stubborn", source)
    reply = killed.client("lambda").invoke(FunctionName="stubborn")
    worker = int(reply["Payload"].read())
    # hypercorn serves from a child; kill that with it, as the emulator is one process.
    family = psutil.Process(killed._process.pid).children(recursive=True)
    killed._process.kill()
    killed._process.wait()
    for process in family:
        if process.pid != worker:
            process.kill()
    try:
        with pytest.raises(AssertionError):
            wait_for(lambda: not psutil.pid_exists(worker), 2, "end of the worker")
    finally:
        os.kill(worker, signal.SIGKILL)


@pytest.mark.usefixtures("query_protocol")
def test_query_protocol_leaves_fields_of_alarms_out(stock: Stock) -> None:
    cloudwatch = stock.client("cloudwatch")
    cloudwatch.put_metric_alarm(
        AlarmName="a",
        ComparisonOperator="GreaterThanThreshold",
        Dimensions=[{"Name": "EndpointName", "Value": "live"}],
        EvaluationPeriods=1,
        MetricName="M",
        Namespace="N",
        Period=60,
        Statistic="Sum",
        Threshold=1,
    )
    (alarm,) = cloudwatch.describe_alarms()["MetricAlarms"]
    assert not {"Dimensions", "Period", "Statistic"} & set(alarm)


def test_network_endpoint_loses_its_policy(stock: Stock) -> None:
    ec2 = stock.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    made = ec2.create_vpc_endpoint(
        VpcId=vpc,
        VpcEndpointType="Interface",
        ServiceName=f"com.amazonaws.{REGION}.sagemaker.runtime",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": []}),
        PrivateDnsEnabled=True,
    )
    assert not {"PolicyDocument", "PrivateDnsEnabled"} & set(made["VpcEndpoint"])


def test_object_does_not_tell_of_its_bucket_key(stock: Stock) -> None:
    s3 = stock.client("s3")
    s3.create_bucket(Bucket="bucket", CreateBucketConfiguration={"LocationConstraint": REGION})
    key = stock.client("kms").create_key()["KeyMetadata"]["Arn"]
    encryption = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}
    rule = {"ApplyServerSideEncryptionByDefault": encryption, "BucketKeyEnabled": True}
    s3.put_bucket_encryption(Bucket="bucket", ServerSideEncryptionConfiguration={"Rules": [rule]})
    s3.put_object(Bucket="bucket", Key="k", Body=b"x")
    found = s3.head_object(Bucket="bucket", Key="k")
    assert found["SSEKMSKeyId"] == key
    assert "BucketKeyEnabled" not in found


def test_web_acl_cannot_be_logged(stock: Stock) -> None:
    with pytest.raises(ClientError, match="Unknown WAF action"):
        stock.client("wafv2").list_logging_configurations(Scope="REGIONAL")


def test_tagging_finds_no_network(stock: Stock) -> None:
    tags = [{"Key": "Stack", "Value": "one"}]
    specification = {"ResourceType": "vpc", "Tags": tags}
    stock.client("ec2").create_vpc(CidrBlock="10.9.0.0/16", TagSpecifications=[specification])
    filters = [{"Key": "Stack", "Values": ["one"]}]
    found = stock.client("resourcegroupstaggingapi").get_resources(TagFilters=filters)
    assert found["ResourceTagMappingList"] == []


def test_mock_reads_binary_and_adds_a_body(stock: Stock) -> None:
    gateway = stock.client("apigateway")
    api = gateway.create_rest_api(name="mock", binaryMediaTypes=["*/*"])["id"]
    (root,) = gateway.get_resources(restApiId=api)["items"]
    method = {"restApiId": api, "resourceId": root["id"], "httpMethod": "POST"}
    gateway.put_method(**method, authorizationType="NONE")
    templates = {"application/json": '{"statusCode":200}'}
    gateway.put_integration(**method, type="MOCK", requestTemplates=templates)
    gateway.put_integration_response(**method, statusCode="200")
    gateway.create_deployment(restApiId=api, stageName="v1")
    url = f"{stock.url}/_aws/execute-api/{api}/v1/"
    with urllib.request.urlopen(urllib.request.Request(url, b"", method="POST")) as reply:
        assert reply.read() == b"{}"


def test_saved_queries_are_unknown(stock: Stock) -> None:
    with pytest.raises(ClientError, match="Unknown action"):
        stock.client("logs").put_query_definition(name="q", queryString="limit 1")
