"""Where stock ministack and moto are kinder than AWS. A failing test here ends a shim of ours."""

import json
import time
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from ministack.core import iam_evaluator
from moto import mock_aws

from tests.emulator import ACCOUNT, REGION
from tests.gateway import Api
from tests.resources import allow, make_function, trust
from tests.stock import Stock

FUNCTION = "exports.handler = async () => ({ statusCode: 200, body: '{}' });"


@pytest.fixture(scope="module")
def api(stock: Stock) -> Api:
    make_function(stock.client, "f", FUNCTION)
    made = Api(stock.client, stock.url, "api", "f")
    made.deploy()
    return made


def patch_stage(stock: Stock, api: Api, **paths: str) -> None:
    operations = [
        {"op": "replace", "path": path.replace("__", "/"), "value": value}
        for path, value in paths.items()
    ]
    stock.client("apigateway").update_stage(
        restApiId=api.id, stageName="v1", patchOperations=operations
    )


def names(stock: Stock, namespace: str) -> set[str]:
    found = stock.client("cloudwatch").list_metrics(Namespace=namespace)["Metrics"]
    return {one["MetricName"] for one in found}


def test_application_auto_scaling_is_absent(stock: Stock) -> None:
    with pytest.raises(ClientError):
        stock.client("application-autoscaling").describe_scalable_targets(
            ServiceNamespace="sagemaker"
        )


def test_large_invocation_is_let_through(stock: Stock, api: Api) -> None:
    payload = json.dumps("x" * 6 * 1024 * 1024).encode()
    reply = stock.client("lambda").invoke(FunctionName="f", Payload=payload)
    assert reply["StatusCode"] == 200


def test_all_of_the_concurrency_can_be_reserved(stock: Stock) -> None:
    make_function(stock.client, "greedy", FUNCTION)
    functions = stock.client("lambda")
    functions.put_function_concurrency(FunctionName="greedy", ReservedConcurrentExecutions=1000)
    limit = functions.get_account_settings()["AccountLimit"]
    assert limit["UnreservedConcurrentExecutions"] == 0
    functions.delete_function(FunctionName="greedy")


def test_service_linked_role_has_a_made_up_name(stock: Stock) -> None:
    made = stock.client("iam").create_service_linked_role(
        AWSServiceName="sagemaker.application-autoscaling.amazonaws.com"
    )
    assert made["Role"]["RoleName"] == "AWSServiceRoleForSagemaker"


def test_api_emits_no_metrics_and_a_function_lacks_some(stock: Stock, api: Api) -> None:
    api.post()
    stock.client("lambda").invoke(FunctionName="f")
    assert names(stock, "AWS/ApiGateway") == set()
    assert "ConcurrentExecutions" not in names(stock, "AWS/Lambda")


def test_metric_is_there_at_once_and_not_by_the_minute(stock: Stock, api: Api) -> None:
    stock.client("lambda").invoke(FunctionName="f")
    assert "Invocations" in names(stock, "AWS/Lambda")


def test_access_log_is_not_written(stock: Stock, api: Api) -> None:
    logs = stock.client("logs")
    logs.create_log_group(logGroupName="access")
    arn = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:access"
    patch_stage(
        stock,
        api,
        __accessLogSettings__destinationArn=arn,
        __accessLogSettings__format="$context.status",
    )
    api.post()
    assert logs.describe_log_streams(logGroupName="access")["logStreams"] == []


def test_metric_embedded_in_a_log_is_not_read(stock: Stock) -> None:
    logs = stock.client("logs")
    logs.create_log_group(logGroupName="embedded")
    logs.create_log_stream(logGroupName="embedded", logStreamName="s")
    now = int(time.time() * 1000)
    directive = {"Namespace": "E", "Dimensions": [[]], "Metrics": [{"Name": "m"}]}
    line = {"_aws": {"Timestamp": now, "CloudWatchMetrics": [directive]}, "m": 1}
    event = {"timestamp": now, "message": json.dumps(line)}
    logs.put_log_events(logGroupName="embedded", logStreamName="s", logEvents=[event])
    assert names(stock, "E") == set()


def test_metric_filter_is_kept_and_never_run(stock: Stock) -> None:
    logs = stock.client("logs")
    logs.create_log_group(logGroupName="filtered")
    logs.create_log_stream(logGroupName="filtered", logStreamName="s")
    logs.put_metric_filter(
        logGroupName="filtered",
        filterName="f",
        filterPattern="{ $.a = 1 }",
        metricTransformations=[
            {"metricNamespace": "Filtered", "metricName": "M", "metricValue": "1"}
        ],
    )
    event = {"timestamp": int(time.time() * 1000), "message": '{"a": 1}'}
    logs.put_log_events(logGroupName="filtered", logStreamName="s", logEvents=[event])
    assert names(stock, "Filtered") == set()
    unlike = logs.filter_log_events(logGroupName="filtered", filterPattern="{ $.a = 2 }")
    assert unlike["events"]


def send(stock: Stock, metric: str, **dimensions: str) -> None:
    pairs = [{"Name": name, "Value": value} for name, value in dimensions.items()]
    stock.client("cloudwatch").put_metric_data(
        Namespace="N", MetricData=[{"MetricName": metric, "Value": 9, "Dimensions": pairs}]
    )


def test_alarm_goes_off_by_a_metric_of_other_dimensions(stock: Stock) -> None:
    cloudwatch = stock.client("cloudwatch")
    cloudwatch.put_metric_alarm(
        AlarmName="mine",
        Namespace="N",
        MetricName="Errors",
        Dimensions=[{"Name": "Function", "Value": "mine"}],
        ComparisonOperator="GreaterThanThreshold",
        EvaluationPeriods=1,
        Period=60,
        Statistic="Sum",
        Threshold=5,
    )
    send(stock, "Errors", Function="others")
    (found,) = cloudwatch.describe_alarms(AlarmNames=["mine"])["MetricAlarms"]
    assert found["StateValue"] == "ALARM"


def test_statistics_without_dimensions_are_of_all_of_them(stock: Stock) -> None:
    send(stock, "Split", Function="one")
    found: Any = stock.client("cloudwatch").get_metric_statistics(
        Namespace="N",
        MetricName="Split",
        StartTime=time.time() - 600,
        EndTime=time.time() + 60,
        Period=60,
        Statistics=["Sum"],
    )
    assert found["Datapoints"]


def test_permission_is_seen_at_once(stock: Stock) -> None:
    iam = stock.client("iam")
    role = iam.create_role(RoleName="r", AssumeRolePolicyDocument=trust("lambda.amazonaws.com"))[
        "Role"
    ]["Arn"]
    document = allow(("s3:GetObject", "*"))
    iam.put_role_policy(RoleName="r", PolicyName="p", PolicyDocument=document)
    (result,) = iam.simulate_principal_policy(PolicySourceArn=role, ActionNames=["s3:GetObject"])[
        "EvaluationResults"
    ]
    assert result["EvalDecision"] == "allowed"


def test_stage_with_the_limit_minus_one_refuses_everything(stock: Stock, api: Api) -> None:
    limits = {"__*__*__throttling__rateLimit": "-1", "__*__*__throttling__burstLimit": "-1"}
    patch_stage(stock, api, **limits)
    assert api.post()[0] == 429


@mock_aws
def test_moto_deletes_a_subnet_that_an_interface_is_in(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    ec2 = boto3.client("ec2", region_name=REGION)
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    ec2.create_network_interface(SubnetId=subnet)
    ec2.delete_subnet(SubnetId=subnet)


def test_condition_sees_the_session_of_a_role() -> None:
    session = f"arn:aws:sts::{ACCOUNT}:assumed-role/deploy/olga"
    context = iam_evaluator.EvalContext(
        principal_arn=session,
        principal_type="AssumedRole",
        principal_account=ACCOUNT,
        action="sts:AssumeRole",
        resource_arn="*",
        region=REGION,
    )
    assert iam_evaluator._resolve_condition_key("aws:PrincipalArn", context) == session
