"""What stock ministack lacks of events, parameters and metric data."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.emulator import wait_for
from tests.resources import make_function
from tests.stock import Stock

QUEUE = "arn:aws:sqs:eu-central-1:111122223333:gap"
FAILING = "exports.handler = async () => { throw new RangeError('too far'); };"
SENDING = """
exports.handler = async (event) => { console.log("REACHED"); return {}; };
"""


@pytest.fixture(scope="module")
def failing(stock: Stock) -> Any:
    make_function(stock.client, "failing", FAILING)
    stock.client("sqs").create_queue(QueueName="gap")
    return stock.client("lambda")


def test_errors_of_functions_have_one_type(failing: Any) -> None:
    reply = failing.invoke(FunctionName="failing", Payload=b"{}")
    assert json.loads(reply["Payload"].read())["errorType"] == "Runtime.HandlerError"


def test_throttled_event_uses_up_its_retries(stock: Stock, failing: Any) -> None:
    failing.put_function_event_invoke_config(
        FunctionName="failing",
        MaximumRetryAttempts=0,
        DestinationConfig={"OnFailure": {"Destination": QUEUE}},
    )
    failing.put_function_concurrency(FunctionName="failing", ReservedConcurrentExecutions=0)
    failing.invoke(FunctionName="failing", InvocationType="Event", Payload=b"{}")
    sqs = stock.client("sqs")
    url = sqs.get_queue_url(QueueName="gap")["QueueUrl"]
    wait_for(lambda: sqs.receive_message(QueueUrl=url).get("Messages"), 15, "a dropped event")


def test_rule_invokes_a_function_without_permission(stock: Stock) -> None:
    function = make_function(stock.client, "reached", SENDING)
    events = stock.client("events")
    events.put_rule(Name="gap", EventPattern=json.dumps({"source": ["gap"]}))
    events.put_targets(Rule="gap", Targets=[{"Id": "1", "Arn": function}])
    events.put_events(Entries=[{"Source": "gap", "DetailType": "t", "Detail": "{}"}])
    logs = stock.client("logs")

    def reached() -> bool:
        group = "/aws/lambda/reached"
        if not logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]:
            return False
        found = logs.filter_log_events(logGroupName=group)["events"]
        return any("REACHED" in one["message"] for one in found)

    wait_for(reached, 20, "an invocation")


def test_rule_with_targets_is_deleted(stock: Stock) -> None:
    events = stock.client("events")
    events.put_rule(Name="full", EventPattern=json.dumps({"source": ["gap"]}))
    events.put_targets(Rule="full", Targets=[{"Id": "1", "Arn": QUEUE}])
    events.delete_rule(Name="full")


def test_parameter_takes_any_value(stock: Stock) -> None:
    stock.client("ssm").put_parameter(Name="/p", Value="x" * 10_000, Type="String")


def test_metric_data_begins_with_the_oldest(stock: Stock) -> None:
    cloudwatch = stock.client("cloudwatch")
    begin = datetime.now(UTC) - timedelta(minutes=10)
    for minute, value in ((0, 1.0), (1, 2.0)):
        datum = {"MetricName": "M", "Timestamp": begin + timedelta(minutes=minute), "Value": value}
        cloudwatch.put_metric_data(Namespace="Gap", MetricData=[datum])
    stat = {"Metric": {"Namespace": "Gap", "MetricName": "M"}, "Period": 60, "Stat": "Sum"}
    (found,) = cloudwatch.get_metric_data(
        MetricDataQueries=[{"Id": "m", "MetricStat": stat}],
        StartTime=begin - timedelta(minutes=1),
        EndTime=begin + timedelta(minutes=5),
    )["MetricDataResults"]
    assert found["Values"] == [1.0, 2.0]


def test_key_cannot_be_rotated(stock: Stock) -> None:
    kms = stock.client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    with pytest.raises(ClientError, match="Unknown action: RotateKeyOnDemand"):
        kms.rotate_key_on_demand(KeyId=key)


def test_event_history_is_empty(stock: Stock) -> None:
    stock.client("sqs").create_queue(QueueName="unseen")
    assert stock.client("cloudtrail").lookup_events()["Events"] == []
