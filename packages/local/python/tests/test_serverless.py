"""A serverless endpoint: nothing runs until it is asked, and never more than it may."""

import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.control import change
from tests.emulator import Emulator, wait_for
from tests.resources import artefact, make_config, make_model_store, settled

COLD_SECONDS = 9.0


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    arguments = ("--delay", f"serverlessColdStart={COLD_SECONDS}")
    started = Emulator(tmp_path_factory.mktemp("serverless") / "run", *arguments)
    make_model_store(started)
    serverless = {"MaxConcurrency": 2, "MemorySizeInMB": 2048}
    make_config(started, "s", artefact("s"), ServerlessConfig=serverless)
    started.client("sagemaker").create_endpoint(EndpointName="s", EndpointConfigName="s")
    assert settled(started, "s")["EndpointStatus"] == "InService"
    yield started
    started.stop()


def ask(emulator: Emulator, body: bytes = b"x") -> Any:
    reply = emulator.client("sagemaker-runtime").invoke_endpoint(EndpointName="s", Body=body)
    return json.loads(reply["Body"].read())


def servers(emulator: Emulator) -> list[str]:
    return [command for command in emulator.running().values() if "toolkit_entry" in command]


def test_first_request_waits_for_a_cold_start_and_the_next_does_not(emulator: Emulator) -> None:
    wait_for(lambda: not servers(emulator), 10, "end of the server that proved the model")
    began = time.monotonic()
    assert ask(emulator)["model"] == "s"
    cold = time.monotonic() - began
    ask(emulator)
    assert cold >= COLD_SECONDS
    assert time.monotonic() - began - cold < COLD_SECONDS


def test_requests_beyond_the_concurrency_are_throttled(emulator: Emulator) -> None:
    outcomes: list[Any] = []

    def occupy() -> None:
        try:
            outcomes.append(ask(emulator, b"sleep3")["model"])
        except ClientError as error:
            outcomes.append(error.response)

    busy = [threading.Thread(target=occupy) for _ in range(3)]
    for each in busy:
        each.start()
    for each in busy:
        each.join()
    (refused,) = [one for one in outcomes if one != "s"]
    assert refused["Error"]["Code"] == "ThrottlingException"
    assert refused["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert ask(emulator)["model"] == "s"


def test_body_over_four_megabytes_is_refused(emulator: Emulator) -> None:
    with pytest.raises(ClientError) as failed:
        ask(emulator, bytes(4 * 1024 * 1024 + 1))
    assert failed.value.response["ResponseMetadata"]["HTTPStatusCode"] == 413


def test_answer_over_four_megabytes_is_no_answer(emulator: Emulator) -> None:
    with pytest.raises(ClientError, match="at most 4194304 are handed on"):
        ask(emulator, b"answer%d" % (4 * 1024 * 1024 + 1))


def test_idle_server_is_stopped(emulator: Emulator) -> None:
    ask(emulator)
    assert servers(emulator)
    change(emulator, "clock", advance=299)
    time.sleep(0.5)
    assert servers(emulator)
    change(emulator, "clock", advance=2)
    wait_for(lambda: not servers(emulator), 10, "end of the idle server")


def test_provisioned_concurrency_keeps_a_server_warm(emulator: Emulator) -> None:
    assert not servers(emulator)
    emulator.client("application-autoscaling").register_scalable_target(
        ServiceNamespace="sagemaker",
        ResourceId="endpoint/s/variant/AllTraffic",
        ScalableDimension="sagemaker:variant:DesiredProvisionedConcurrency",
        MinCapacity=1,
        MaxCapacity=2,
    )
    wait_for(lambda: servers(emulator), 30, "warm server")
    (variant,) = settled(emulator, "s")["ProductionVariants"]
    assert variant["CurrentServerlessConfig"]["ProvisionedConcurrency"] == 1
    change(emulator, "clock", advance=1000)
    assert ask(emulator)["model"] == "s"
    assert servers(emulator)


def test_metrics_are_those_of_a_serverless_endpoint_and_no_others(emulator: Emulator) -> None:
    change(emulator, "delays", metrics=0)
    ask(emulator)
    change(emulator, "clock", advance=60)

    def names() -> set[str]:
        listed = emulator.client("cloudwatch").list_metrics(Namespace="AWS/SageMaker")["Metrics"]
        return {one["MetricName"] for one in listed}

    wait_for(lambda: "Invocations" in names(), 10, "the minute's metrics")
    assert "ServerlessConcurrentExecutionsUtilization" in names()
    assert names() & {"InvocationModelErrors", "InvocationsPerInstance"} == set()


def test_old_configuration_serves_until_the_new_one_does(emulator: Emulator) -> None:
    serverless = {"MaxConcurrency": 2, "MemorySizeInMB": 4096}
    make_config(emulator, "t", artefact("t"), ServerlessConfig=serverless)
    sagemaker = emulator.client("sagemaker")
    sagemaker.update_endpoint(EndpointName="s", EndpointConfigName="t")
    with pytest.raises(ClientError, match="Cannot update in-progress endpoint"):
        sagemaker.update_endpoint(EndpointName="s", EndpointConfigName="s")
    models = []
    while sagemaker.describe_endpoint(EndpointName="s")["EndpointStatus"] == "Updating":
        models.append(ask(emulator)["model"])
    assert models
    assert models == sorted(models)
    assert models[0] == "s"
    found = sagemaker.describe_endpoint(EndpointName="s")
    assert (found["EndpointStatus"], found["EndpointConfigName"]) == ("InService", "t")
    assert ask(emulator)["model"] == "t"
