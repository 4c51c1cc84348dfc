"""An endpoint from creation to deletion, served by the real toolkit from a tiny artefact."""

import hashlib
import json
import os
import signal
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.control import stopped_clock
from tests.emulator import ACCOUNT, Emulator, wait_for
from tests.resources import BROKEN, artefact, make_config, make_model_store, settled


@pytest.fixture(scope="module", autouse=True)
def _model_store(emulator: Emulator) -> None:
    make_model_store(emulator)


@pytest.fixture(scope="module")
def serving(emulator: Emulator) -> str:
    make_config(emulator, "first", artefact("first"))
    emulator.client("sagemaker").create_endpoint(EndpointName="live", EndpointConfigName="first")
    assert settled(emulator, "live")["EndpointStatus"] == "InService"
    return "live"


def ask(emulator: Emulator, body: bytes, **options: str) -> Any:
    runtime = emulator.client("sagemaker-runtime")
    return runtime.invoke_endpoint(EndpointName="live", Body=body, **options)


def message_of(failed: pytest.ExceptionInfo[ClientError]) -> str:
    return str(failed.value.response["Error"]["Message"])


def test_endpoint_is_creating_until_its_server_answers(emulator: Emulator, serving: str) -> None:
    def told() -> list[dict[str, Any]]:
        return [e for e in emulator.events if e.get("name") == serving]

    wait_for(lambda: len(told()) > 1, 10, "second event")
    first, ready = told()[:2]
    assert (first["status"], ready["status"]) == ("Creating", "InService")
    assert "toolkit_entry.py" in emulator.running()[ready["pid"]]


def test_real_toolkit_and_torchserve_serve_the_artefact(emulator: Emulator, serving: str) -> None:
    commands = emulator.running().values()
    assert any("org.pytorch.serve.ModelServer" in command for command in commands)
    assert any("model_service_worker.py" in command for command in commands)
    answer = json.loads(ask(emulator, b"x")["Body"].read())
    assert (answer["model"], answer["variable"]) == ("first", "of first")
    assert answer["code"].startswith(str(emulator.run_dir / "endpoints"))


def test_invocation_passes_body_and_three_headers_and_hands_back_three(
    emulator: Emulator, serving: str
) -> None:
    body = bytes(range(256)) * 1000
    headers = {"ContentType": "image/png", "Accept": "application/json"}
    reply = ask(emulator, body, CustomAttributes="top=5", **headers)
    answer = json.loads(reply["Body"].read())
    assert answer["sha256"] == hashlib.sha256(body).hexdigest()
    assert (answer["type"], answer["accept"]) == ("image/png", "application/json")
    assert answer["attributes"] == "top=5"
    assert reply["CustomAttributes"] == "release=first"
    assert reply["InvokedProductionVariant"] == "AllTraffic"
    assert "x-other" not in reply["ResponseMetadata"]["HTTPHeaders"]


@pytest.mark.parametrize(("body", "status"), [(b"fail", 500), (b"refuse", 415)])
def test_model_error_carries_what_the_container_answered(
    emulator: Emulator, serving: str, body: bytes, status: int
) -> None:
    with pytest.raises(ClientError) as failed:
        ask(emulator, body, ContentType="image/png")
    response = failed.value.response
    assert response["Error"]["Code"] == "ModelError"
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 424
    assert response["OriginalStatusCode"] == status
    assert ("the model broke" if status == 500 else "unsupported") in response["OriginalMessage"]
    assert "/aws/sagemaker/Endpoints/live" in response["LogStreamArn"]


def test_body_over_six_megabytes_is_refused(emulator: Emulator, serving: str) -> None:
    with pytest.raises(ClientError) as failed:
        ask(emulator, b"x" * (6 * 1024 * 1024 + 1))
    assert failed.value.response["ResponseMetadata"]["HTTPStatusCode"] == 413


def test_answer_over_six_megabytes_is_no_answer(emulator: Emulator, serving: str) -> None:
    most = 6 * 1024 * 1024
    assert len(ask(emulator, b"answer%d" % most)["Body"].read()) == most
    with pytest.raises(ClientError) as failed:
        ask(emulator, b"answer%d" % (most + 1))
    assert failed.value.response["Error"]["Code"] == "ModelError"
    assert f"has {most + 1} bytes, at most {most}" in message_of(failed)


def test_unknown_endpoint_is_a_validation_error(emulator: Emulator) -> None:
    with pytest.raises(ClientError) as failed:
        emulator.client("sagemaker-runtime").invoke_endpoint(EndpointName="none", Body=b"x")
    assert failed.value.response["Error"]["Code"] == "ValidationError"
    assert message_of(failed) == f"Endpoint none of account {ACCOUNT} not found."


def test_update_that_fails_rolls_back_to_the_old_configuration(
    emulator: Emulator, serving: str
) -> None:
    make_config(emulator, "broken", artefact("broken", BROKEN))
    sagemaker = emulator.client("sagemaker")
    with stopped_clock(emulator):
        sagemaker.update_endpoint(EndpointName="live", EndpointConfigName="broken")
        during = sagemaker.describe_endpoint(EndpointName="live")
        assert during["EndpointStatus"] == "Updating"
        assert during["EndpointConfigName"] == "first"
        assert during["PendingDeploymentSummary"]["EndpointConfigName"] == "broken"
        with pytest.raises(ClientError, match="Cannot update in-progress endpoint"):
            sagemaker.delete_endpoint(EndpointName="live")
        with pytest.raises(ClientError, match="Cannot update in-progress endpoint"):
            sagemaker.update_endpoint(EndpointName="live", EndpointConfigName="first")
        assert json.loads(ask(emulator, b"x")["Body"].read())["model"] == "first"
    after = settled(emulator, "live")
    assert after["EndpointStatus"] == "InService"
    assert after["EndpointConfigName"] == "first"
    assert "these are the wrong weights" in after["FailureReason"]
    assert json.loads(ask(emulator, b"x")["Body"].read())["model"] == "first"


def test_update_swaps_when_the_new_server_answers(emulator: Emulator, serving: str) -> None:
    before = next(e["pid"] for e in emulator.events if e.get("status") == "InService")
    make_config(emulator, "second", artefact("second"))
    emulator.client("sagemaker").update_endpoint(EndpointName="live", EndpointConfigName="second")
    after = settled(emulator, "live")
    assert (after["EndpointStatus"], after["EndpointConfigName"]) == ("InService", "second")
    assert "FailureReason" not in after
    assert json.loads(ask(emulator, b"x")["Body"].read())["model"] == "second"
    wait_for(lambda: before not in emulator.running(), 10, "end of the old server")


def ended(server: int, event: dict[str, Any]) -> bool:
    return event.get("pid") == server and "ended" in event.get("reason", "")


def test_dead_server_is_a_model_error(emulator: Emulator, serving: str) -> None:
    server = [e["pid"] for e in emulator.events if e.get("status") == "InService"][-1]
    commands = emulator.running().items()
    java = next(pid for pid, command in commands if "org.pytorch.serve.ModelServer" in command)
    os.kill(java, signal.SIGKILL)
    wait_for(lambda: server not in emulator.running(), 10, "end of the toolkit")
    with pytest.raises(ClientError) as failed:
        ask(emulator, b"x")
    assert failed.value.response["Error"]["Code"] == "ModelError"
    wait_for(lambda: any(ended(server, one) for one in emulator.events), 30, "event of the end")


def test_deleted_endpoint_is_gone_with_its_server(emulator: Emulator, serving: str) -> None:
    sagemaker = emulator.client("sagemaker")
    with stopped_clock(emulator):
        sagemaker.delete_endpoint(EndpointName="live")
        assert sagemaker.describe_endpoint(EndpointName="live")["EndpointStatus"] == "Deleting"
    wait_for(lambda: not sagemaker.list_endpoints()["Endpoints"], 10, "end of the endpoint")
    assert not [one for one in emulator.running().values() if "toolkit_entry" in one]
    assert not list((emulator.run_dir / "endpoints").iterdir())
