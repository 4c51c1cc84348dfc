"""With IAM enforced, the services that are added are refused like any other."""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.control import change, stopped_clock
from tests.emulator import ACCOUNT, REGION, Emulator
from tests.resources import allow, make_config, make_model, make_model_store, settled

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


def test_policy_that_refuses_plain_http_lets_requests_on_loopback_pass(guarded: Emulator) -> None:
    topic = guarded.client("sns").create_topic(Name="ends")["TopicArn"]
    refusal = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sns:Publish",
        "Resource": topic,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    guarded.client("sns").set_topic_attributes(
        TopicArn=topic,
        AttributeName="Policy",
        AttributeValue=json.dumps({"Version": "2012-10-17", "Statement": [refusal]}),
    )
    publisher = user_client(guarded, "publisher", allow(("sns:Publish", topic)), "sns")
    assert publisher.publish(TopicArn=topic, Message="done")["MessageId"]


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
    try:
        with stopped_clock(guarded):
            guarded.client("iam").put_user_policy(
                UserName="late", PolicyName="p", PolicyDocument=allow(("sagemaker:ListModels", "*"))
            )
            with pytest.raises(ClientError) as failed:
                caller.list_models()
            assert code_of(failed).startswith("AccessDenied")
            change(guarded, "clock", advance=5)
            assert "Models" in caller.list_models()
    finally:
        change(guarded, "delays", iam=0)


TARGET = {
    "ServiceNamespace": "sagemaker",
    "ResourceId": "endpoint/kept/variant/AllTraffic",
    "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
}
SCALING = f"arn:aws:application-autoscaling:{REGION}:{ACCOUNT}:scalable-target/*"


def statement(action: str, resource: str, **condition: dict[str, str]) -> dict[str, Any]:
    made = {"Effect": "Allow", "Action": action, "Resource": resource}
    return {**made, "Condition": condition} if condition else made


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


@pytest.fixture(scope="module")
def kept(guarded: Emulator) -> str:
    """An endpoint of which a caller may do what the tests allow."""
    iam, sagemaker = guarded.client("iam"), guarded.client("sagemaker")
    with suppress(ClientError):
        make_model_store(guarded)
    iam.put_role_policy(
        RoleName="model",
        PolicyName="read",
        PolicyDocument=allow(("s3:GetObject", "arn:aws:s3:::models/*")),
    )
    make_config(guarded, "kept-1", b"")
    sagemaker.create_endpoint(EndpointName="kept", EndpointConfigName="kept-1")
    settled(guarded, "kept")
    return "kept"


def rights_to_create(missing: str) -> str:
    """Return a policy for the endpoint `new`, without one of its three rights."""
    root = f"arn:aws:sagemaker:{REGION}:{ACCOUNT}"
    rights = {
        "endpoint": ("sagemaker:CreateEndpoint", f"{root}:endpoint/new"),
        "configuration": ("sagemaker:CreateEndpoint", f"{root}:endpoint-config/kept-1"),
        "tags": ("sagemaker:AddTags", f"{root}:endpoint/new"),
    }
    return allow(*(pair for name, pair in rights.items() if name != missing))


def test_endpoint_is_created_with_rights_on_it_its_configuration_and_its_tags(
    guarded: Emulator, kept: str
) -> None:
    wanted = {"EndpointName": "new", "EndpointConfigName": "kept-1"}
    tags = [{"Key": "a", "Value": "b"}]
    for missing in ("endpoint", "configuration", "tags"):
        policy = rights_to_create(missing)
        caller = user_client(guarded, f"without-{missing}", policy, "sagemaker")
        with pytest.raises(ClientError) as failed:
            caller.create_endpoint(**wanted, Tags=tags)
        assert code_of(failed).startswith("AccessDenied")
    caller = user_client(guarded, "with-all", rights_to_create("nothing"), "sagemaker")
    caller.create_endpoint(**wanted, Tags=tags)


def test_scaled_endpoint_is_deleted_by_who_may_deregister_it(guarded: Emulator, kept: str) -> None:
    delete = ("sagemaker:DeleteEndpoint", f"{ENDPOINT}/{kept}")
    scaling = guarded.client("application-autoscaling")
    scaling.register_scalable_target(**TARGET, MinCapacity=1, MaxCapacity=2, Tags={"owner": "x"})
    for name, owner in (("nobody", None), ("other", "y")):
        condition = {"StringEquals": {"aws:ResourceTag/owner": owner or ""}}
        deregister = statement(
            "application-autoscaling:DeregisterScalableTarget", SCALING, **condition
        )
        given = [statement(*delete), *([deregister] if owner else [])]
        caller = user_client(guarded, name, document(*given), "sagemaker")
        with pytest.raises(ClientError) as failed:
            caller.delete_endpoint(EndpointName=kept)
        assert code_of(failed).startswith("AccessDenied")
    condition = {"StringEquals": {"aws:ResourceTag/owner": "x"}}
    deregister = statement("application-autoscaling:DeregisterScalableTarget", SCALING, **condition)
    caller = user_client(guarded, "owner", document(statement(*delete), deregister), "sagemaker")
    caller.delete_endpoint(EndpointName=kept)
    assert scaling.describe_scalable_targets(ServiceNamespace="sagemaker")["ScalableTargets"] == []


def test_target_is_registered_only_with_the_tag_and_the_dimension_that_a_policy_asks_for(
    guarded: Emulator,
) -> None:
    make_config(guarded, "scaled-1", b"")
    guarded.client("sagemaker").create_endpoint(
        EndpointName="scaled", EndpointConfigName="scaled-1"
    )
    settled(guarded, "scaled")
    condition = {
        "StringEquals": {
            "application-autoscaling:service-namespace": "sagemaker",
            "aws:RequestTag/owner": "x",
        },
        "StringEqualsIfExists": {"aws:ResourceTag/owner": "x"},
    }
    given = document(
        statement("application-autoscaling:RegisterScalableTarget", SCALING, **condition),
        statement("application-autoscaling:TagResource", SCALING),
        statement("sagemaker:DescribeEndpoint", f"{ENDPOINT}/scaled"),
    )
    caller = user_client(guarded, "registers", given, "application-autoscaling")
    target = {**TARGET, "ResourceId": "endpoint/scaled/variant/AllTraffic"}
    for tags in ({}, {"owner": "y"}):
        with pytest.raises(ClientError) as failed:
            caller.register_scalable_target(**target, MinCapacity=1, MaxCapacity=2, Tags=tags)
        assert code_of(failed).startswith("AccessDenied")
    caller.register_scalable_target(**target, MinCapacity=1, MaxCapacity=2, Tags={"owner": "x"})


def test_condition_sees_the_role_of_a_session_with_its_path(guarded: Emulator) -> None:
    iam, sts = guarded.client("iam"), guarded.client("sts")
    root = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    trusted: dict[str, Any] = {"Effect": "Allow", "Principal": root, "Action": "sts:AssumeRole"}
    one = {"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:role/people/*"}}
    for path, name, statement in (
        ("/people/", "olga", trusted),
        ("/machines/", "robot", trusted),
        ("/", "deploy", {**trusted, "Condition": one}),
    ):
        document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        iam.create_role(Path=path, RoleName=name, AssumeRolePolicyDocument=document)
        policy = allow(("sts:AssumeRole", "*"))
        iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=policy)

    def session(of: str) -> Any:
        arn = f"arn:aws:iam::{ACCOUNT}:role/{of}"
        made = sts.assume_role(RoleArn=arn, RoleSessionName="it")["Credentials"]
        return boto3.client(
            "sts",
            endpoint_url=guarded.url,
            region_name=REGION,
            aws_access_key_id=made["AccessKeyId"],
            aws_secret_access_key=made["SecretAccessKey"],
            aws_session_token=made["SessionToken"],
        )

    deploy = {"RoleArn": f"arn:aws:iam::{ACCOUNT}:role/deploy", "RoleSessionName": "it"}
    assert session("people/olga").assume_role(**deploy)["Credentials"]
    with pytest.raises(ClientError) as failed:
        session("machines/robot").assume_role(**deploy)
    assert code_of(failed) == "AccessDenied"
