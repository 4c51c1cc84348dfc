"""With IAM enforced, the services that are added are refused like any other."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.control import change
from tests.emulator import ACCOUNT, REGION, Emulator
from tests.resources import allow, make_model, make_model_store

ENDPOINT = f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:endpoint"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    started = Emulator(tmp_path_factory.mktemp("guarded") / "run", "--auth")
    yield started
    started.stop()


def user_client(emulator: Emulator, name: str, policy: str | None, service: str) -> Any:
    iam = emulator.client("iam")
    iam.create_user(UserName=name)
    if policy is not None:
        iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=policy)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return boto3.client(
        service,
        endpoint_url=emulator.url,
        region_name=REGION,
        aws_access_key_id=key["AccessKeyId"],
        aws_secret_access_key=key["SecretAccessKey"],
    )


def code_of(failed: pytest.ExceptionInfo[ClientError]) -> str:
    return str(failed.value.response["Error"]["Code"])


@pytest.mark.parametrize("resource", [None, f"{ENDPOINT}/other"])
def test_invocation_without_permission_is_denied(guarded: Emulator, resource: str | None) -> None:
    policy = resource and allow(("sagemaker:InvokeEndpoint", resource))
    runtime = user_client(guarded, f"denied-{resource is None}", policy, "sagemaker-runtime")
    with pytest.raises(ClientError, match="not authorized to perform: sagemaker:InvokeEndpoint"):
        runtime.invoke_endpoint(EndpointName="live", Body=b"x")


def test_invocation_with_permission_reaches_the_service(guarded: Emulator) -> None:
    policy = allow(("sagemaker:InvokeEndpoint", f"{ENDPOINT}/live"))
    runtime = user_client(guarded, "allowed", policy, "sagemaker-runtime")
    with pytest.raises(ClientError) as failed:
        runtime.invoke_endpoint(EndpointName="live", Body=b"x")
    assert code_of(failed) == "ValidationError"


def test_control_plane_without_permission_is_denied(guarded: Emulator) -> None:
    denied = user_client(guarded, "no-models", None, "sagemaker")
    with pytest.raises(ClientError) as failed:
        denied.list_models()
    assert code_of(failed).startswith("AccessDenied")
    allowed = user_client(guarded, "models", allow(("sagemaker:ListModels", "*")), "sagemaker")
    assert allowed.list_models()["Models"] == []


def test_model_data_is_found_as_the_role_of_the_model(guarded: Emulator) -> None:
    make_model_store(guarded)
    make_model(guarded, "readable")
    guarded.client("iam").delete_role_policy(RoleName="model", PolicyName="read")
    with pytest.raises(ClientError, match="Could not access model data"):
        make_model(guarded, "unreadable")


def test_permission_of_a_user_is_seen_after_some_seconds(guarded: Emulator) -> None:
    caller = user_client(guarded, "late", None, "sagemaker")
    change(guarded, "delays", iam=5)
    change(guarded, "clock", stop=True)
    try:
        guarded.client("iam").put_user_policy(
            UserName="late", PolicyName="p", PolicyDocument=allow(("sagemaker:ListModels", "*"))
        )
        with pytest.raises(ClientError) as failed:
            caller.list_models()
        assert code_of(failed).startswith("AccessDenied")
        change(guarded, "clock", advance=5)
        assert "Models" in caller.list_models()
    finally:
        change(guarded, "clock", run=True)
        change(guarded, "delays", iam=0)
