"""When an alarm goes off: M of N, missing data, metric maths; and on a running emulator."""

import json
import time
from typing import Any

import pytest

from pictor_local.services.cloudwatch.alarms.maths import MathsError, evaluate
from pictor_local.services.cloudwatch.alarms.verdict import Condition, verdict
from tests.control import change, look
from tests.emulator import ACCOUNT, REGION, Emulator, wait_for

_: float | None = None
HIGH, LOW = 9.0, 1.0


def state(values: list[float | None], missing: str = "missing", m: int = 2, now: str = "OK") -> str:
    return verdict(Condition("GreaterThanThreshold", 5, 3, m, missing), values, now)


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ([_, _, LOW, HIGH, HIGH], "ALARM"),
        ([_, _, HIGH, LOW, HIGH], "ALARM"),
        ([_, _, LOW, LOW, HIGH], "OK"),
        # Only the last three count.
        ([HIGH, HIGH, LOW, LOW, HIGH], "OK"),
        # Data that are late let older ones count.
        ([_, HIGH, HIGH, LOW, _], "ALARM"),
    ],
)
def test_m_of_the_last_n_periods_must_breach(values: list[float | None], wanted: str) -> None:
    assert state(values) == wanted


@pytest.mark.parametrize(
    ("missing", "nothing", "one_high", "one_low"),
    [
        ("missing", "INSUFFICIENT_DATA", "ALARM", "OK"),
        ("notBreaching", "OK", "OK", "OK"),
        ("breaching", "ALARM", "ALARM", "ALARM"),
        ("ignore", "OK", "OK", "OK"),
    ],
)
def test_missing_data_mean_what_the_alarm_says(
    missing: str, nothing: str, one_high: str, one_low: str
) -> None:
    assert state([_] * 5, missing) == nothing
    assert state([_, _, _, _, HIGH], missing) == one_high
    assert state([_, _, _, _, LOW], missing) == one_low


def test_alarm_that_ignores_missing_data_stays_as_it_is() -> None:
    assert state([_] * 5, "ignore", now="ALARM") == "ALARM"


@pytest.mark.parametrize(
    ("comparison", "at_threshold"),
    [
        ("GreaterThanThreshold", "OK"),
        ("GreaterThanOrEqualToThreshold", "ALARM"),
        ("LessThanThreshold", "OK"),
        ("LessThanOrEqualToThreshold", "ALARM"),
    ],
)
def test_threshold_itself_is_beyond_or_not(comparison: str, at_threshold: str) -> None:
    assert verdict(Condition(comparison, 5, 1, 1, "missing"), [_, _, 5.0], "OK") == at_threshold


M = {"a": {0: 10.0, 60: 20.0}, "b": {0: 2.0}, "zero": {0: 0.0, 60: 0.0}}


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("a / b", {0: 5.0}),
        ("100 * FILL(b, 0) / a", {0: 20.0, 60: 0.0}),
        ("a / zero", {}),
        ("-a + 1", {0: -9.0, 60: -19.0}),
        ("IF(a > 15, 1, 0)", {0: 0.0, 60: 1.0}),
        ("IF(a > 15 && zero == 0, 1, 0)", {0: 0.0, 60: 1.0}),
        ("SUM([a, b])", {0: 12.0, 60: 20.0}),
        ("a / SUM(a)", {0: 10 / 30, 60: 20 / 30}),
        ("RUNNING_SUM(a)", {0: 10.0, 60: 30.0}),
        ("MAX([a, b, 15])", {0: 15.0, 60: 20.0}),
        ("b ^ 3", {0: 8.0}),
        ("3", {0: 3.0, 60: 3.0}),
    ],
)
def test_maths_go_period_by_period(expression: str, wanted: dict[int, float]) -> None:
    assert evaluate(expression, M, [0, 60]) == pytest.approx(wanted)


@pytest.mark.parametrize("expression", ["unknown + 1", "SEARCH('x')", "a +", "a.b", "open('x')"])
def test_maths_that_are_not_known_are_refused(expression: str) -> None:
    with pytest.raises(MathsError):
        evaluate(expression, M, [0, 60])


@pytest.fixture
def cloudwatch(emulator: Emulator, query_protocol: None) -> Any:
    """CloudWatch as the provider speaks to it, at the beginning of a minute."""
    now = look(emulator, "clock")["now"]
    change(emulator, "clock", advance=60 - now % 60)
    return emulator.client("cloudwatch")


def put(cloudwatch: Any, name: str, **options: Any) -> None:
    cloudwatch.put_metric_alarm(
        AlarmName=name,
        ComparisonOperator="GreaterThanThreshold",
        EvaluationPeriods=1,
        Threshold=5,
        TreatMissingData="notBreaching",
        **options,
    )


def send(cloudwatch: Any, metric: str, value: float, **dimensions: str) -> None:
    pairs = [{"Name": name, "Value": text} for name, text in dimensions.items()]
    datum = {"MetricName": metric, "Value": value, "Dimensions": pairs}
    cloudwatch.put_metric_data(Namespace="N", MetricData=[datum])


def is_in(cloudwatch: Any, name: str, wanted: str) -> bool:
    (found,) = cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"]
    return bool(found["StateValue"] == wanted)


def test_alarm_sees_only_its_own_dimensions(emulator: Emulator, cloudwatch: Any) -> None:
    metric = {"Namespace": "N", "MetricName": "Errors", "Period": 60, "Statistic": "Sum"}
    for function in ("mine", "others"):
        dimensions = [{"Name": "Function", "Value": function}]
        put(cloudwatch, function, **metric, Dimensions=dimensions)
    send(cloudwatch, "Errors", 9, Function="others")
    send(cloudwatch, "Errors", 1, Function="mine")
    change(emulator, "clock", advance=60)
    wait_for(lambda: is_in(cloudwatch, "others", "ALARM"), 5, "alarm")
    assert is_in(cloudwatch, "mine", "OK")


def rate(bad: str, total: str) -> list[dict[str, Any]]:
    """Return the queries of an alarm on the share that a metric is of another."""
    queries: list[dict[str, Any]] = [
        {
            "Id": name,
            "ReturnData": False,
            "MetricStat": {
                "Metric": {"Namespace": "N", "MetricName": name},
                "Period": 60,
                "Stat": "Sum",
            },
        }
        for name in (bad, total)
    ]
    expression = f"100 * FILL({bad}, 0) / {total}"
    return [*queries, {"Id": "rate", "Expression": expression, "ReturnData": True}]


def test_alarm_over_an_expression_goes_off_and_comes_back(
    emulator: Emulator, cloudwatch: Any
) -> None:
    put(cloudwatch, "rate", Metrics=rate("bad", "all"))
    send(cloudwatch, "bad", 1)
    send(cloudwatch, "all", 10)
    change(emulator, "clock", advance=60)
    wait_for(lambda: is_in(cloudwatch, "rate", "ALARM"), 5, "alarm")
    change(emulator, "clock", advance=300)
    wait_for(lambda: is_in(cloudwatch, "rate", "OK"), 5, "end of the alarm")


def test_alarm_over_an_expression_that_was_put_in_json_goes_off(emulator: Emulator) -> None:
    cloudwatch = emulator.client("cloudwatch")
    assert cloudwatch.meta.service_model.resolved_protocol == "json"
    now = look(emulator, "clock")["now"]
    change(emulator, "clock", advance=60 - now % 60)
    queries = rate("wrong", "whole")
    put(cloudwatch, "rate in JSON", Metrics=queries)
    (found,) = cloudwatch.describe_alarms(AlarmNames=["rate in JSON"])["MetricAlarms"]
    assert found["Metrics"] == queries
    send(cloudwatch, "wrong", 1)
    send(cloudwatch, "whole", 10)
    change(emulator, "clock", advance=60)
    wait_for(lambda: is_in(cloudwatch, "rate in JSON", "ALARM"), 5, "alarm")


def test_alarm_tells_its_topic(emulator: Emulator, cloudwatch: Any) -> None:
    topic = emulator.client("sns").create_topic(Name="told")["TopicArn"]
    sqs = emulator.client("sqs")
    queue = sqs.create_queue(QueueName="told")["QueueUrl"]
    arn = f"arn:aws:sqs:{REGION}:{ACCOUNT}:told"
    emulator.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    metric = {"Namespace": "N", "MetricName": "Loud", "Period": 60, "Statistic": "Maximum"}
    put(cloudwatch, "loud", **metric, AlarmActions=[topic])
    send(cloudwatch, "Loud", 9)
    change(emulator, "clock", advance=60)

    def told() -> Any:
        time.sleep(0.1)
        return sqs.receive_message(QueueUrl=queue).get("Messages")

    (message,) = wait_for(told, 5, "message")
    assert json.loads(json.loads(message["Body"])["Message"])["NewStateValue"] == "ALARM"
