"""What tests of schedules make and look at."""

import json
from typing import Any

from tests.emulator import ACCOUNT, REGION, Emulator, wait_for
from tests.resources import allow

ROLE = f"arn:aws:iam::{ACCOUNT}:role/schedule"
GROUPS = f"arn:aws:scheduler:{REGION}:{ACCOUNT}:schedule-group"
QUEUE = f"arn:aws:sqs:{REGION}:{ACCOUNT}:schedule"


def trust(group: str = "default") -> str:
    """Return a trust policy as AWS recommends it: for schedules of one group."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "scheduler.amazonaws.com"},
        "Action": "sts:AssumeRole",
        "Condition": {
            "StringEquals": {
                "aws:SourceAccount": ACCOUNT,
                "aws:SourceArn": f"{GROUPS}/{group}",
            }
        },
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def make_role(emulator: Emulator, *pairs: tuple[str, str]) -> None:
    """Make the role, which may do what is given."""
    iam = emulator.client("iam")
    iam.create_role(RoleName="schedule", AssumeRolePolicyDocument=trust())
    permit(emulator, *pairs)


def permit(emulator: Emulator, *pairs: tuple[str, str]) -> None:
    """Let the role do what is given and nothing else."""
    emulator.client("iam").put_role_policy(
        RoleName="schedule", PolicyName="p", PolicyDocument=allow(*pairs)
    )


def schedule(name: str, target: str, **changed: Any) -> dict[str, Any]:
    """Return the parameters of CreateSchedule; `Target` is merged."""
    more = changed.pop("Target", {})
    return {
        "Name": name,
        "ScheduleExpression": "rate(1 minute)",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "Target": {"Arn": target, "RoleArn": ROLE, **more},
        **changed,
    }


def messages(emulator: Emulator, queue: str, count: int = 1, seconds: float = 15) -> list[Any]:
    """Return messages of a queue, and delete them, once there are so many."""
    sqs = emulator.client("sqs")
    url = sqs.get_queue_url(QueueName=queue)["QueueUrl"]
    found: list[Any] = []

    def enough() -> bool:
        got = sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"]
        ).get("Messages", [])
        for one in got:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=one["ReceiptHandle"])
        found.extend(got)
        return len(found) >= count

    wait_for(enough, seconds, f"{count} messages in {queue}")
    return found
