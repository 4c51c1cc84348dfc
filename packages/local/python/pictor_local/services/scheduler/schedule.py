"""One schedule: what a request makes of it, and what AWS refuses."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import available_timezones

from pictor_local.aws import AwsError, Json, arn
from pictor_local.requests.interpretation import operation_model
from pictor_local.requests.rules import violations
from pictor_local.services.iam import service_role
from pictor_local.services.scheduler.expression import Expression, parse

PRINCIPAL = "scheduler.amazonaws.com"
DEFAULT_GROUP = "default"
# https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html (2026-11)
_RETRIES = {"MaximumEventAgeInSeconds": 86400, "MaximumRetryAttempts": 185}
_DEFAULTS: Json = {
    "ActionAfterCompletion": "NONE",
    "GroupName": DEFAULT_GROUP,
    "ScheduleExpressionTimezone": "UTC",
    "State": "ENABLED",
}
# Targets that the local AWS invokes, by the service in their ARN, and the action that each needs.
TARGETS = {
    "lambda": "lambda:InvokeFunction",
    "sqs": "sqs:SendMessage",
    "states": "states:StartExecution",
}


@dataclass
class Schedule:
    """A schedule, and when it is due next."""

    body: Json
    """As GetSchedule answers it."""
    expression: Expression
    created: float
    next_due: float | None = None
    tasks: set[Any] = field(default_factory=set)
    """Invocations under way."""

    def cancel(self) -> None:
        """Give up invocations under way: the schedule is deleted."""
        for task in self.tasks:
            task.cancel()

    @property
    def key(self) -> tuple[str, str]:
        """Group and name."""
        return self.body["GroupName"], self.body["Name"]

    @property
    def is_enabled(self) -> bool:
        """Whether it is invoked."""
        return bool(self.body["State"] == "ENABLED")

    def plan(self, moment: float) -> None:
        """Find out when it is due after a moment."""
        start, end = self.body.get("StartDate"), self.body.get("EndDate")
        anchor = self.created if start is None else start
        due = self.expression.next_after(max(moment, anchor - 1), anchor)
        self.next_due = None if due is None or (end is not None and due > end) else due


def group_arn(group: str) -> str:
    """Return the ARN of a schedule group."""
    return arn("scheduler", f"schedule-group/{group}")


def read(operation: str, params: Json, now: float, created: float | None = None) -> Schedule:
    """Return the schedule that a CreateSchedule or UpdateSchedule describes.

    An update replaces everything: what it does not give has its default again.

    Raises:
        AwsError: AWS refuses it.
    """
    _check_model(operation, params)
    body = {**_DEFAULTS, **params}
    body.pop("ClientToken", None)
    expression = _expression(body)
    _check_window(body["FlexibleTimeWindow"])
    _check_dates(body, now)
    _check_target(body)
    body["Target"] = {**body["Target"], "RetryPolicy": _RETRIES | _retry_policy(body["Target"])}
    body["Arn"] = arn("scheduler", f"schedule/{body['GroupName']}/{body['Name']}")
    body["CreationDate"] = now if created is None else created
    body["LastModificationDate"] = now
    schedule = Schedule(body, expression, body["CreationDate"])
    # A rate without a start is due at its creation; an update does not make it due again.
    at_once = created is None and expression.rate_seconds is not None
    schedule.plan(now - 1 if at_once else now)
    return schedule


def refused(message: str) -> AwsError:
    """Return a ValidationException."""
    return AwsError("ValidationException", message)


def _check_model(operation: str, params: Json) -> None:
    given = dict(params)
    for name in ("StartDate", "EndDate"):
        if isinstance(given.get(name), int | float):
            given[name] = datetime.fromtimestamp(given[name], UTC)
    found = list(violations(operation_model("scheduler", operation).input_shape, given))
    if found:
        each = "; ".join(
            f"Value at '{one.field}' failed to satisfy constraint: {one.detail}" for one in found
        )
        plural = "error" if len(found) == 1 else "errors"
        raise refused(f"{len(found)} validation {plural} detected: {each}")


def _expression(body: Json) -> Expression:
    zone = body["ScheduleExpressionTimezone"]
    if zone not in available_timezones():
        raise refused(f"Invalid Schedule Expression Timezone {zone}.")
    expression = parse(body["ScheduleExpression"], zone)
    if expression is None:
        raise refused(f"Invalid Schedule Expression {body['ScheduleExpression']}.")
    return expression


def _check_window(window: Json) -> None:
    if (window["Mode"] == "FLEXIBLE") != ("MaximumWindowInMinutes" in window):
        raise refused(
            "MaximumWindowInMinutes must be set for a FLEXIBLE time window, and only for one."
        )


def _check_dates(body: Json, now: float) -> None:
    start, end = body.get("StartDate"), body.get("EndDate")
    if end is not None and end <= now:
        raise refused("The EndDate you specify must be in the future.")
    if start is not None and end is not None and end <= start:
        raise refused("The StartDate you specify must come before the EndDate.")


def _check_target(body: Json) -> None:
    target = body["Target"]
    parts = target["Arn"].split(":")
    if len(parts) < 6 or parts[0] != "arn":
        raise refused(f"Provided Arn is not in correct format: {target['Arn']}")
    if parts[2] not in TARGETS:
        known = ", ".join(TARGETS)
        raise refused(f"the local AWS invokes targets of {known}, not {target['Arn']}")
    if not service_role.trusts(target["RoleArn"], PRINCIPAL, group_arn(body["GroupName"])):
        raise refused(
            "The execution role you provide must allow AWS EventBridge Scheduler to assume the "
            "role."
        )


def _retry_policy(target: Json) -> Json:
    policy: Json = target.get("RetryPolicy") or {}
    return policy
