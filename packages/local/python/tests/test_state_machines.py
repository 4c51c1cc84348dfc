"""What makes a state machine, and what AWS refuses when it is created."""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.control import look
from tests.emulator import ACCOUNT, REGION, Emulator
from tests.machines import ROLE, WATCH, machine, make_machine, make_role, task
from tests.resources import allow, trust

PASS = machine("P", P={"Type": "Pass", "End": True})
SYNC = machine("Job", Job=task("sagemaker:createTransformJob.sync", Parameters={"A": 1}))
LOG = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/vendedlogs/states/x:*"
LOGGED = {
    "level": "ALL",
    "includeExecutionData": False,
    "destinations": [{"cloudWatchLogsLogGroup": {"logGroupArn": LOG}}],
}
DELIVERY = [
    (f"logs:{action}", "*")
    for action in (
        "CreateLogDelivery",
        "GetLogDelivery",
        "UpdateLogDelivery",
        "DeleteLogDelivery",
        "ListLogDeliveries",
        "PutResourcePolicy",
        "DescribeResourcePolicies",
        "DescribeLogGroups",
    )
]


@pytest.fixture(scope="module")
def aws(emulator: Emulator) -> Emulator:
    make_role(emulator)
    emulator.client("iam").create_role(
        RoleName="of-lambda", AssumeRolePolicyDocument=trust("lambda.amazonaws.com")
    )
    return emulator


def refused(emulator: Emulator, definition: str = PASS, **more: Any) -> str:
    with pytest.raises(ClientError) as failed:
        make_machine(emulator, "refused", definition, **more)
    error = failed.value.response["Error"]
    return f"{error['Code']}: {error['Message']}"


def test_machine_is_described_as_it_was_created(aws: Emulator) -> None:
    states = aws.client("stepfunctions")
    arn = make_machine(
        aws,
        "whole",
        PASS,
        tags=[{"key": "a", "value": "b"}],
        tracingConfiguration={"enabled": True},
        publish=True,
    )
    found = states.describe_state_machine(stateMachineArn=arn)
    assert (found["name"], found["type"], found["status"]) == ("whole", "STANDARD", "ACTIVE")
    assert found["tracingConfiguration"] == {"enabled": True}
    assert states.list_tags_for_resource(resourceArn=arn)["tags"] == [{"key": "a", "value": "b"}]
    versions = states.list_state_machine_versions(stateMachineArn=arn)["stateMachineVersions"]
    assert [one["stateMachineVersionArn"] for one in versions] == [f"{arn}:1"]
    states.update_state_machine(stateMachineArn=arn, tracingConfiguration={"enabled": False})
    changed = states.describe_state_machine(stateMachineArn=arn)
    assert changed["tracingConfiguration"] == {"enabled": False}
    states.delete_state_machine(stateMachineArn=arn)
    with pytest.raises(ClientError, match="StateMachineDoesNotExist"):
        states.describe_state_machine(stateMachineArn=arn)
    assert "stepfunctions._state_machine_versions" not in look(aws, "resources")
    bare = states.describe_state_machine(stateMachineArn=make_machine(aws, "bare", PASS))
    assert bare["tracingConfiguration"] == {"enabled": False}


@pytest.mark.parametrize(
    "definition",
    [
        "{",
        machine("Elsewhere", P={"Type": "Pass", "End": True}),
        machine("P", P={"Type": "Pass", "Next": "Nowhere"}),
        machine("P", P={"Type": "Pass"}),
    ],
)
def test_wrong_definition_is_refused_and_diagnosed(aws: Emulator, definition: str) -> None:
    assert refused(aws, definition).startswith(
        "InvalidDefinition: Invalid State Machine Definition"
    )
    found = aws.client("stepfunctions").validate_state_machine_definition(definition=definition)
    assert found["result"] == "FAIL"
    assert {one["severity"] for one in found["diagnostics"]} == {"ERROR"}


def test_right_definition_is_valid(aws: Emulator) -> None:
    retry = [{"ErrorEquals": ["States.ALL"], "BackoffRate": 2, "MaxDelaySeconds": 60}]
    definition = machine("T", T=task("sns:publish", Parameters={"Message": "m"}, Retry=retry))
    found = aws.client("stepfunctions").validate_state_machine_definition(definition=definition)
    assert (found["result"], found["diagnostics"]) == ("OK", [])


@pytest.mark.parametrize("name", ["of-lambda", "nobody"])
def test_role_must_trust_step_functions(aws: Emulator, name: str) -> None:
    assert refused(aws, roleArn=f"arn:aws:iam::{ACCOUNT}:role/{name}") == (
        "AccessDeniedException: Neither the global service principal states.amazonaws.com, nor the "
        "regional one is authorized to assume the provided role."
    )


@pytest.mark.parametrize("missing", range(3))
def test_role_must_be_allowed_the_managed_rule(aws: Emulator, missing: int) -> None:
    make_role(aws, *[one for index, one in enumerate(WATCH) if index != missing])
    message = f"AccessDeniedException: '{ROLE}' is not authorized to create managed-rule."
    assert refused(aws, SYNC) == message
    arn = make_machine(aws, f"changed-{missing}", PASS)
    with pytest.raises(ClientError, match="not authorized to create managed-rule"):
        aws.client("stepfunctions").update_state_machine(stateMachineArn=arn, definition=SYNC)
    make_role(aws, *WATCH)
    make_machine(aws, f"job-{missing}", SYNC)


@pytest.mark.parametrize("missing", range(8))
def test_role_must_be_allowed_to_deliver_logs(aws: Emulator, missing: int) -> None:
    make_role(aws, *[one for index, one in enumerate(DELIVERY) if index != missing])
    assert refused(aws, loggingConfiguration=LOGGED) == (
        "AccessDeniedException: The state machine IAM Role is not authorized to access the Log "
        "Destination"
    )
    make_role(aws, *DELIVERY)
    make_machine(aws, f"logged-{missing}", PASS, loggingConfiguration=LOGGED)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    started = Emulator(tmp_path_factory.mktemp("guarded") / "run", "--auth")
    yield started
    started.stop()


def test_caller_needs_the_action_and_to_pass_the_role(guarded: Emulator) -> None:
    make_role(guarded)
    iam = guarded.client("iam")
    iam.create_user(UserName="deployer")
    key = iam.create_access_key(UserName="deployer")["AccessKey"]
    client = boto3.client(
        "stepfunctions",
        endpoint_url=guarded.url,
        region_name=REGION,
        aws_access_key_id=key["AccessKeyId"],
        aws_secret_access_key=key["SecretAccessKey"],
    )
    create = ("states:CreateStateMachine", f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:mine")
    wanted = {"name": "mine", "definition": PASS, "roleArn": ROLE}
    for pairs in ([], [create], [("iam:PassRole", ROLE)]):
        iam.put_user_policy(
            UserName="deployer", PolicyName="p", PolicyDocument=allow(*pairs, ("a:b", "*"))
        )
        with pytest.raises(ClientError, match="not authorized to perform"):
            client.create_state_machine(**wanted)
    iam.put_user_policy(
        UserName="deployer", PolicyName="p", PolicyDocument=allow(create, ("iam:PassRole", ROLE))
    )
    assert client.create_state_machine(**wanted)["stateMachineArn"].endswith(":mine")


def test_nothing_was_asked_that_aws_forbids(aws: Emulator) -> None:
    assert json.dumps(look(aws, "violations")["findings"]) == "[]"
