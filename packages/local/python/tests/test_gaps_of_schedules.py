"""What stock ministack lacks of EventBridge Scheduler."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.emulator import ACCOUNT, REGION, wait_for
from tests.stock import Stock

QUEUE = f"arn:aws:sqs:{REGION}:{ACCOUNT}:schedule"


@pytest.fixture(scope="module")
def invoked(stock: Stock) -> Any:
    """A schedule of New York's wall clock, hours ahead, whose role does not exist."""
    stock.client("sqs").create_queue(QueueName="schedule")
    past = datetime.now(UTC) - timedelta(minutes=1)
    stock.client("scheduler").create_schedule(
        Name="gap",
        ScheduleExpression=f"at({past:%Y-%m-%dT%H:%M:%S})",
        ScheduleExpressionTimezone="America/New_York",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": QUEUE, "RoleArn": f"arn:aws:iam::{ACCOUNT}:role/nobody"},
    )
    sqs = stock.client("sqs")
    url = sqs.get_queue_url(QueueName="schedule")["QueueUrl"]
    return wait_for(
        lambda: sqs.receive_message(QueueUrl=url).get("Messages"), 30, "message of a schedule"
    )


def test_schedule_takes_any_role(stock: Stock, invoked: Any) -> None:
    role = stock.client("scheduler").get_schedule(Name="gap")["Target"]["RoleArn"]
    assert role.endswith(":role/nobody")


def test_schedule_ignores_its_time_zone(invoked: Any) -> None:
    assert invoked


def test_schedule_invokes_without_permission(invoked: Any) -> None:
    assert invoked
