"""Metrics and access logs as AWS emits them for a deployed API, its function and its endpoint."""

import contextlib
import json
import time
from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError

from tests.cloudwatch import begin_minute, datapoints, total
from tests.control import change, look
from tests.emulator import ACCOUNT, REGION, Emulator, wait_for
from tests.gateway import Api
from tests.resources import artefact, make_config, make_function, make_model_store, settled

FUNCTION = """
exports.handler = async (event) => {
  const mode = (event.queryStringParameters || event).mode;
  if (mode === "throw") throw new Error("broken");
  if (mode === "refuse") return { statusCode: 400, body: "{}" };
  console.log(JSON.stringify({
    _aws: { Timestamp: Date.now(), CloudWatchMetrics: [{
      Namespace: "Pictor", Dimensions: [["service"]],
      Metrics: [{ Name: "Predictions", Unit: "Count" }] }] },
    service: "predict", Predictions: 2 }));
  return { statusCode: 200, body: "{}" };
};
"""
GROUP = "api-access"
FORMAT = {
    "id": "$context.requestId",
    "status": "$context.status",
    "method": "$context.httpMethod",
    "resource": "$context.resourcePath",
    "integration": "$context.integrationStatus",
    "function": "$context.integration.status",
    "error": "$context.error.responseType",
    "bytes": "$context.responseLength",
    "latency": "$context.responseLatency",
    "unknown": "$context.authorizer.principalId",
}
ENDPOINT = {"EndpointName": "live", "VariantName": "AllTraffic"}


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    started = Emulator(tmp_path_factory.mktemp("metrics") / "run", "--delay", "metrics=60")
    yield started
    started.stop()


@pytest.fixture(scope="module")
def api(emulator: Emulator) -> Api:
    make_function(emulator.client, "f", FUNCTION)
    made = Api(emulator.client, emulator.url, "pictüre", "f")
    made.permit()
    made.deploy()
    emulator.client("logs").create_log_group(logGroupName=GROUP)
    group = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{GROUP}"
    emulator.client("apigateway").update_stage(
        restApiId=made.id,
        stageName="v1",
        patchOperations=[
            {"op": "replace", "path": "/accessLogSettings/destinationArn", "value": group},
            {"op": "replace", "path": "/accessLogSettings/format", "value": json.dumps(FORMAT)},
            {"op": "replace", "path": "/*/*/metrics/enabled", "value": "true"},
        ],
    )
    return made


@pytest.fixture(scope="module")
def traffic(emulator: Emulator, api: Api) -> Emulator:
    """Three good requests, one refused and one that breaks, in one minute; then time passes."""
    begin_minute(emulator)
    for mode in ("", "", "", "?mode=refuse", "?mode=throw"):
        api.post(path=f"/predictions{mode}")
    assert total(emulator, "AWS/ApiGateway", "Count", ApiName="pictre") is None
    change(emulator, "clock", advance=100)
    assert total(emulator, "AWS/ApiGateway", "Count", ApiName="pictre") is None
    change(emulator, "clock", advance=30)
    wait_for(lambda: total(emulator, "AWS/ApiGateway", "Count", ApiName="pictre"), 5, "datapoint")
    return emulator


@pytest.mark.parametrize(("name", "wanted"), [("Count", 5), ("4XXError", 1), ("5XXError", 1)])
def test_api_counts_requests_and_errors(traffic: Emulator, name: str, wanted: int) -> None:
    (found,) = datapoints(traffic, "AWS/ApiGateway", name, ApiName="pictre", Stage="v1")
    assert (found["Sum"], found["SampleCount"], found["Unit"]) == (wanted, 5, "Count")


def test_api_measures_latency_with_and_without_its_integration(traffic: Emulator) -> None:
    place = {"ApiName": "pictre", "Stage": "v1"}
    (whole,) = datapoints(traffic, "AWS/ApiGateway", "Latency", **place)
    (inner,) = datapoints(traffic, "AWS/ApiGateway", "IntegrationLatency", **place)
    assert whole["Unit"] == inner["Unit"] == "Milliseconds"
    assert whole["Sum"] > inner["Sum"] > 0


def test_detailed_metrics_name_method_and_resource(traffic: Emulator) -> None:
    detailed = {"Method": "POST", "Resource": "/predictions", "ApiName": "pictre", "Stage": "v1"}
    assert total(traffic, "AWS/ApiGateway", "Count", **detailed) == 5


def test_datapoint_is_of_the_minute_of_its_requests(traffic: Emulator) -> None:
    (found,) = datapoints(traffic, "AWS/ApiGateway", "Count", ApiName="pictre")
    assert found["Timestamp"].second == 0


@pytest.mark.parametrize("name", ["Invocations", "Errors", "Throttles", "ConcurrentExecutions"])
def test_function_emits_with_every_invocation(traffic: Emulator, name: str) -> None:
    wanted = {"Invocations": 5, "Errors": 1, "Throttles": 0, "ConcurrentExecutions": 5}
    for dimensions in ({}, {"FunctionName": "f"}, {"FunctionName": "f", "Resource": "f"}):
        assert total(traffic, "AWS/Lambda", name, **dimensions) == wanted[name]


def test_duration_of_a_function_is_in_milliseconds(traffic: Emulator) -> None:
    (found,) = datapoints(traffic, "AWS/Lambda", "Duration", FunctionName="f")
    assert (found["SampleCount"], found["Unit"]) == (5, "Milliseconds")


def test_metric_embedded_in_a_log_is_read(traffic: Emulator) -> None:
    (found,) = datapoints(traffic, "Pictor", "Predictions", service="predict")
    assert (found["Sum"], found["SampleCount"], found["Unit"]) == (6, 3, "Count")


def test_metric_embedded_in_a_log_is_of_the_minute_of_its_invocation(traffic: Emulator) -> None:
    (found,) = datapoints(traffic, "Pictor", "Predictions", service="predict")
    (invoked,) = datapoints(traffic, "AWS/Lambda", "Invocations", FunctionName="f")
    assert found["Timestamp"] == invoked["Timestamp"]


def test_every_value_is_told_not_only_statistics(traffic: Emulator) -> None:
    place = {"ApiName": "pictre", "Stage": "v1"}
    (point,) = datapoints(traffic, "AWS/ApiGateway", "4XXError", **place)
    minute = point["Timestamp"].timestamp()
    common = {"namespace": "AWS/ApiGateway", "name": "4XXError", "dimensions": place, "at": minute}
    told = [one for one in look(traffic, "metrics") if common.items() <= one.items()]
    assert sorted((one["value"], one["count"]) for one in told) == [(0, 4), (1, 1)]


def test_access_log_has_a_line_for_each_request(traffic: Emulator) -> None:
    events = traffic.client("logs").filter_log_events(logGroupName=GROUP)["events"]
    lines = [json.loads(event["message"]) for event in events]
    assert [one["status"] for one in lines] == ["200", "200", "200", "400", "502"]
    assert len({one["id"] for one in lines}) == 5
    first, refused, broken = lines[0], lines[3], lines[4]
    assert {**first, "method": "POST", "resource": "/predictions", "error": "-"} == first
    assert (first["bytes"], first["unknown"]) == ("2", "-")
    assert (refused["integration"], refused["function"]) == ("200", "400")
    assert (broken["function"], broken["error"]) == ("-", "API_CONFIGURATION_ERROR")


def test_request_that_is_throttled_inside_counts_as_a_throttle(traffic: Emulator, api: Api) -> None:
    functions = traffic.client("lambda")
    functions.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=0)
    begin_minute(traffic)
    assert api.post()[0] == 500
    functions.delete_function_concurrency(FunctionName="f")
    change(traffic, "clock", advance=120)
    wait_for(lambda: total(traffic, "AWS/Lambda", "Throttles", FunctionName="f"), 5, "throttle")
    assert total(traffic, "AWS/Lambda", "Throttles", FunctionName="f") == 1
    assert total(traffic, "AWS/Lambda", "Invocations", FunctionName="f") == 5


def test_idle_minutes_have_no_datapoints(traffic: Emulator) -> None:
    before = datapoints(traffic, "AWS/ApiGateway", "Count", ApiName="pictre")
    change(traffic, "clock", advance=300)
    assert datapoints(traffic, "AWS/ApiGateway", "Count", ApiName="pictre") == before


def test_access_log_has_what_the_gateway_refused_by_itself(traffic: Emulator, api: Api) -> None:
    api.post(path="/nowhere")
    api.post(bytes(10 * 1024 * 1024 + 1), content_type="image/png")
    api.require_key()
    api.deploy()
    api.post()
    pattern = '{ $.error = %^[A-Z]% && $.function = "-" && $.status = 4* }'
    found = traffic.client("logs").filter_log_events(logGroupName=GROUP, filterPattern=pattern)
    lines = [json.loads(event["message"]) for event in found["events"]]
    assert [(one["status"], one["error"]) for one in lines] == [
        ("403", "MISSING_AUTHENTICATION_TOKEN"),
        ("413", "REQUEST_TOO_LARGE"),
        ("403", "INVALID_API_KEY"),
    ]
    assert len({one["id"] for one in lines}) == 3
    assert all(int(one["latency"]) >= 0 for one in lines)


@pytest.fixture(scope="module")
def live(emulator: Emulator) -> Emulator:
    make_model_store(emulator)
    make_config(emulator, "one", artefact("one"))
    emulator.client("sagemaker").create_endpoint(EndpointName="live", EndpointConfigName="one")
    assert settled(emulator, "live")["EndpointStatus"] == "InService"
    begin_minute(emulator)
    runtime = emulator.client("sagemaker-runtime")
    for body in (b"x", b"sleep1", b"fail", b"refuse"):
        with contextlib.suppress(ClientError):
            runtime.invoke_endpoint(EndpointName="live", Body=body)
    change(emulator, "clock", advance=120)
    wait_for(lambda: total(emulator, "AWS/SageMaker", "Invocations", **ENDPOINT), 5, "datapoint")
    return emulator


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Invocations", 4),
        ("InvocationsPerInstance", 4),
        ("Invocation4XXErrors", 1),
        ("Invocation5XXErrors", 1),
        ("InvocationModelErrors", 2),
    ],
)
def test_endpoint_counts_invocations_and_errors(live: Emulator, name: str, wanted: int) -> None:
    (found,) = datapoints(live, "AWS/SageMaker", name, **ENDPOINT)
    assert (found["Sum"], found["SampleCount"], found["Unit"]) == (wanted, 4, "None")


def test_model_latency_is_in_microseconds(live: Emulator) -> None:
    (found,) = datapoints(live, "AWS/SageMaker", "ModelLatency", **ENDPOINT)
    assert found["Unit"] == "Microseconds"
    assert found["Maximum"] > 1_000_000
    (overhead,) = datapoints(live, "AWS/SageMaker", "OverheadLatency", **ENDPOINT)
    assert 0 < overhead["Maximum"] < found["Maximum"]


def test_nothing_takes_time_while_the_clock_stands_still(live: Emulator) -> None:
    change(live, "clock", stop=True)
    begin_minute(live)
    live.client("sagemaker-runtime").invoke_endpoint(EndpointName="live", Body=b"sleep0.2")
    change(live, "clock", run=True)
    change(live, "clock", advance=120)
    wait_for(
        lambda: len(datapoints(live, "AWS/SageMaker", "ModelLatency", **ENDPOINT)) > 1,
        5,
        "datapoint of the stopped minute",
    )
    latest = max(
        datapoints(live, "AWS/SageMaker", "ModelLatency", **ENDPOINT),
        key=lambda one: one["Timestamp"],
    )
    assert latest["Maximum"] == 0


def test_endpoint_without_its_variant_has_no_metrics(live: Emulator) -> None:
    assert datapoints(live, "AWS/SageMaker", "Invocations", EndpointName="live") == []


@pytest.mark.parametrize("name", ["CPUUtilization", "MemoryUtilization", "DiskUtilization"])
def test_instance_is_measured_every_minute_even_when_idle(live: Emulator, name: str) -> None:
    before = len(datapoints(live, "/aws/sagemaker/Endpoints", name, **ENDPOINT))
    change(live, "clock", advance=60)
    time.sleep(0.5)
    change(live, "clock", advance=120)
    wait_for(
        lambda: len(datapoints(live, "/aws/sagemaker/Endpoints", name, **ENDPOINT)) > before,
        5,
        "datapoint of the next minute",
    )
    found = datapoints(live, "/aws/sagemaker/Endpoints", name, **ENDPOINT)[0]
    assert found["Unit"] == "Percent"
    assert found["Maximum"] > 0


def test_each_instance_has_a_sample_a_minute_even_when_idle(live: Emulator) -> None:
    live.client("sagemaker").update_endpoint_weights_and_capacities(
        EndpointName="live",
        DesiredWeightsAndCapacities=[{"VariantName": "AllTraffic", "DesiredInstanceCount": 3}],
    )
    settled(live, "live")
    begin_minute(live)
    time.sleep(0.5)
    change(live, "clock", advance=120)

    def counts() -> set[float]:
        found = datapoints(live, "/aws/sagemaker/Endpoints", "CPUUtilization", **ENDPOINT)
        return {one["SampleCount"] for one in found}

    wait_for(lambda: counts() == {1, 3}, 5, "three samples in a minute")
