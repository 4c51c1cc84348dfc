import hashlib
import json
import os
import signal
import time
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.emulator import ACCOUNT, Emulator, wait_for
from tests.resources import (
    BROKEN,
    IMAGE,
    ROLE_ARN,
    allow,
    artefact,
    make_config,
    make_model_store,
    trust,
)


@pytest.fixture(scope="module", autouse=True)
def _model_store(emulator: Emulator) -> None:
    make_model_store(emulator)


def settled(emulator: Emulator, endpoint: str) -> dict[str, Any]:
    def described() -> Any:
        found = emulator.client("sagemaker").describe_endpoint(EndpointName=endpoint)
        return found if found["EndpointStatus"] not in ("Creating", "Updating") else None

    found: dict[str, Any] = wait_for(described, 120, f"settled endpoint {endpoint}")
    return found


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
    states = [e["status"] for e in emulator.events if e.get("name") == serving]
    assert states[:2] == ["Creating", "InService"]
    ready = next(e for e in emulator.events if e.get("status") == "InService")
    assert "toolkit_entry.py" in emulator.running()[ready["pid"]]


def test_real_toolkit_and_torchserve_serve_the_artefact(emulator: Emulator, serving: str) -> None:
    commands = emulator.running().values()
    assert any("org.pytorch.serve.ModelServer" in command for command in commands)
    assert any("model_service_worker.py" in command for command in commands)
    answer = json.loads(ask(emulator, b"x")["Body"].read())
    assert (answer["model"], answer["variable"]) == ("first", "of first")
    assert answer["code"].endswith("/ml/model/code")


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


def test_dead_server_is_a_model_error(emulator: Emulator, serving: str) -> None:
    server = [e["pid"] for e in emulator.events if e.get("status") == "InService"][-1]
    commands = emulator.running().items()
    java = next(pid for pid, command in commands if "org.pytorch.serve.ModelServer" in command)
    os.kill(java, signal.SIGKILL)
    wait_for(lambda: server not in emulator.running(), 10, "end of the toolkit")
    with pytest.raises(ClientError) as failed:
        ask(emulator, b"x")
    assert failed.value.response["Error"]["Code"] == "ModelError"
    wait_for(lambda: "ended" in emulator.events[-1].get("reason", ""), 5, "event of the end")


def test_deleted_endpoint_is_gone_with_its_server(emulator: Emulator, serving: str) -> None:
    sagemaker = emulator.client("sagemaker")
    sagemaker.delete_endpoint(EndpointName="live")
    assert sagemaker.describe_endpoint(EndpointName="live")["EndpointStatus"] == "Deleting"
    wait_for(lambda: not sagemaker.list_endpoints()["Endpoints"], 10, "end of the endpoint")
    assert not [one for one in emulator.running().values() if "toolkit_entry" in one]
    assert not list((emulator.run_dir / "endpoints").iterdir())


def test_artefact_that_is_no_archive_fails_the_endpoint(emulator: Emulator) -> None:
    make_config(emulator, "empty", b"")
    sagemaker = emulator.client("sagemaker")
    sagemaker.create_endpoint(EndpointName="empty", EndpointConfigName="empty")
    failed = settled(emulator, "empty")
    assert failed["EndpointStatus"] == "Failed"
    assert "valid tar.gz archive" in failed["FailureReason"]
    with pytest.raises(ClientError, match="in status Failed"):
        sagemaker.update_endpoint(EndpointName="empty", EndpointConfigName="first")
    sagemaker.delete_endpoint(EndpointName="empty")


def test_role_that_lost_its_permission_fails_the_endpoint(emulator: Emulator) -> None:
    make_config(emulator, "unreadable", artefact("unreadable"))
    iam = emulator.client("iam")
    iam.delete_role_policy(RoleName="model", PolicyName="read")
    sagemaker = emulator.client("sagemaker")
    sagemaker.create_endpoint(EndpointName="unreadable", EndpointConfigName="unreadable")
    assert "Could not access model data" in settled(emulator, "unreadable")["FailureReason"]
    iam.put_role_policy(
        RoleName="model",
        PolicyName="read",
        PolicyDocument=allow(("s3:GetObject", "arn:aws:s3:::models/*")),
    )
    sagemaker.delete_endpoint(EndpointName="unreadable")


def model(
    emulator: Emulator, name: str, role: str = ROLE_ARN, key: str = "there", **more: Any
) -> None:
    container = {"Image": IMAGE, "ModelDataUrl": f"s3://models/{key}"}
    emulator.client("s3").put_object(Bucket="models", Key="there", Body=b"")
    emulator.client("sagemaker").create_model(
        ModelName=name, ExecutionRoleArn=role, PrimaryContainer=container, **more
    )


def test_model_without_its_data_is_refused(emulator: Emulator) -> None:
    with pytest.raises(ClientError, match="Could not find model data at s3://models/gone"):
        model(emulator, "without-data", key="gone")


def test_role_that_does_not_trust_sagemaker_is_refused(emulator: Emulator) -> None:
    emulator.client("iam").create_role(
        RoleName="other", AssumeRolePolicyDocument=trust("lambda.amazonaws.com")
    )
    with pytest.raises(ClientError, match="Could not assume role"):
        model(emulator, "untrusted", role=f"arn:aws:iam::{ACCOUNT}:role/other")


def test_role_that_may_not_decrypt_is_refused(emulator: Emulator) -> None:
    key = emulator.client("kms").create_key()["KeyMetadata"]["Arn"]
    emulator.client("s3").put_object(
        Bucket="models", Key="secret", Body=b"", ServerSideEncryption="aws:kms", SSEKMSKeyId=key
    )
    with pytest.raises(ClientError, match="Could not access model data"):
        model(emulator, "encrypted", key="secret")
    emulator.client("iam").put_role_policy(
        RoleName="model", PolicyName="decrypt", PolicyDocument=allow(("kms:Decrypt", key))
    )
    model(emulator, "encrypted", key="secret")


def test_bucket_policy_can_shut_a_role_out(emulator: Emulator) -> None:
    s3 = emulator.client("s3")
    deny = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::models/*",
        "Condition": {"StringNotLike": {"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:role/other"}},
    }
    policy = {"Version": "2012-10-17", "Statement": [deny]}
    s3.put_bucket_policy(Bucket="models", Policy=json.dumps(policy))
    with pytest.raises(ClientError, match="Could not access model data"):
        model(emulator, "shut-out")
    s3.delete_bucket_policy(Bucket="models")
    model(emulator, "shut-out")


def test_serverless_refuses_what_aws_excludes(emulator: Emulator) -> None:
    model(emulator, "isolated", EnableNetworkIsolation=True)
    serverless = {"MaxConcurrency": 5, "MemorySizeInMB": 2048}
    variant = {"VariantName": "v", "ServerlessConfig": serverless}
    sagemaker = emulator.client("sagemaker")
    with pytest.raises(ClientError, match="Network isolation"):
        sagemaker.create_endpoint_config(
            EndpointConfigName="isolated", ProductionVariants=[{**variant, "ModelName": "isolated"}]
        )
    model(emulator, "plain")
    plain = [{**variant, "ModelName": "plain"}]
    with pytest.raises(ClientError, match="KmsKeyId"):
        sagemaker.create_endpoint_config(
            EndpointConfigName="plain", ProductionVariants=plain, KmsKeyId="key"
        )
    sagemaker.create_endpoint_config(EndpointConfigName="plain", ProductionVariants=plain)


def test_image_of_another_server_fails_with_the_reason(emulator: Emulator) -> None:
    sagemaker = emulator.client("sagemaker")
    emulator.client("s3").put_object(Bucket="models", Key="there", Body=b"")
    image = "763104351884.dkr.ecr.eu-central-1.amazonaws.com/ray:serve-ml-sagemaker-cpu-v1.0"
    sagemaker.create_model(
        ModelName="ray",
        ExecutionRoleArn=ROLE_ARN,
        PrimaryContainer={"Image": image, "ModelDataUrl": "s3://models/there"},
    )
    sagemaker.create_endpoint_config(
        EndpointConfigName="ray",
        ProductionVariants=[
            {
                "VariantName": "v",
                "ModelName": "ray",
                "InitialInstanceCount": 1,
                "InstanceType": "ml.m5.xlarge",
            }
        ],
    )
    sagemaker.create_endpoint(EndpointName="ray", EndpointConfigName="ray")
    assert "layout ray-serve" in settled(emulator, "ray")["FailureReason"]


def test_names_are_taken_once_and_missing_things_are_named(emulator: Emulator) -> None:
    model(emulator, "twice")
    with pytest.raises(ClientError, match="Cannot create already existing model"):
        model(emulator, "twice")
    sagemaker = emulator.client("sagemaker")
    arn = f"arn:aws:sagemaker:eu-central-1:{ACCOUNT}:model/nothing"
    with pytest.raises(ClientError, match=f'Could not find model "{arn}"'):
        sagemaker.describe_model(ModelName="nothing")
    with pytest.raises(ClientError, match="Could not find endpoint configuration"):
        sagemaker.create_endpoint(EndpointName="x", EndpointConfigName="nothing")


def test_tags_follow_their_resource(emulator: Emulator) -> None:
    sagemaker = emulator.client("sagemaker")
    model(emulator, "tagged", Tags=[{"Key": "a", "Value": "1"}])
    arn = sagemaker.describe_model(ModelName="tagged")["ModelArn"]
    sagemaker.add_tags(ResourceArn=arn, Tags=[{"Key": "b", "Value": "2"}])
    sagemaker.delete_tags(ResourceArn=arn, TagKeys=["a"])
    assert sagemaker.list_tags(ResourceArn=arn)["Tags"] == [{"Key": "b", "Value": "2"}]
    sagemaker.delete_model(ModelName="tagged")
    model(emulator, "tagged")
    assert sagemaker.list_tags(ResourceArn=arn)["Tags"] == []


def test_lists_are_filtered_and_newest_first(emulator: Emulator) -> None:
    for name in ("listed-1", "listed-2"):
        model(emulator, name)
        time.sleep(0.01)
    found = emulator.client("sagemaker").list_models(NameContains="listed")["Models"]
    assert [one["ModelName"] for one in found] == ["listed-2", "listed-1"]
