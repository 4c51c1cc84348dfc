"""CloudTrail's event history: who did what."""

import json
from typing import Any

from tests.control import look
from tests.emulator import ACCOUNT, Emulator, client
from tests.resources import trust


def events(emulator: Emulator, key: str, value: str) -> list[dict[str, Any]]:
    attribute = {"AttributeKey": key, "AttributeValue": value}
    found: list[dict[str, Any]] = emulator.client("cloudtrail").lookup_events(
        LookupAttributes=[attribute]
    )["Events"]
    return found


def test_session_of_a_role_is_found_by_its_name(emulator: Emulator) -> None:
    role = emulator.client("iam").create_role(
        RoleName="watched", AssumeRolePolicyDocument=trust("ec2.amazonaws.com")
    )["Role"]["Arn"]
    session = emulator.client("sts").assume_role(RoleArn=role, RoleSessionName="alice")
    credentials = session["Credentials"]
    key, secret = credentials["AccessKeyId"], credentials["SecretAccessKey"]
    sqs = client(emulator.url, "sqs", key, secret)
    sqs.meta.events.register(
        "before-sign.sqs",
        lambda request, **_: request.headers.add_header(
            "X-Amz-Security-Token", credentials["SessionToken"]
        ),
    )
    sqs.create_queue(QueueName="hers")
    for attribute, value in (("Username", "alice"), ("AccessKeyId", key)):
        (event,) = events(emulator, attribute, value)
        assert event["EventName"] == "CreateQueue"
        identity = json.loads(event["CloudTrailEvent"])["userIdentity"]
        assert identity["type"] == "AssumedRole"
        assert identity["arn"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/watched/alice"


def test_root_is_called_root(emulator: Emulator) -> None:
    emulator.client("sqs").create_queue(QueueName="of-the-account")
    names = {event["EventName"] for event in events(emulator, "Username", "root")}
    assert "CreateQueue" in names


def test_user_is_called_by_the_users_name(emulator: Emulator) -> None:
    iam = emulator.client("iam")
    iam.create_user(UserName="bob")
    key = iam.create_access_key(UserName="bob")["AccessKey"]
    sqs = client(emulator.url, "sqs", key["AccessKeyId"], key["SecretAccessKey"])
    sqs.create_queue(QueueName="his")
    (event,) = events(emulator, "Username", "bob")
    assert json.loads(event["CloudTrailEvent"])["userIdentity"]["type"] == "IAMUser"


def test_operation_of_the_query_protocol_is_found_by_its_name(emulator: Emulator) -> None:
    emulator.client("iam").create_user(UserName="carol")
    found = events(emulator, "EventName", "CreateUser")
    users = [json.loads(one["CloudTrailEvent"])["requestParameters"]["UserName"] for one in found]
    assert "carol" in users


def test_what_happened_is_no_resource_that_was_left_behind(emulator: Emulator) -> None:
    emulator.client("sqs").create_queue(QueueName="that-stays")
    assert events(emulator, "EventName", "CreateQueue")
    assert not [name for name in look(emulator, "resources") if name.startswith("cloudtrail")]
