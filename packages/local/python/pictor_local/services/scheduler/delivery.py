"""One invocation of a schedule's target: as its role, again after a failure, at last to the DLQ."""

import json
import logging
import uuid
from datetime import UTC, datetime

from ministack.core.arn import parse_arn
from ministack.core.responses import get_account_id, get_region
from ministack.services import eventbridge, lambda_svc, sqs, stepfunctions

from pictor_local.aws import Json
from pictor_local.clock import clock
from pictor_local.services.iam import service_role
from pictor_local.services.scheduler.schedule import PRINCIPAL, TARGETS, Schedule, group_arn

_logger = logging.getLogger(__name__)
_FIRST_WAIT_SECONDS = 1.0
_LONGEST_WAIT_SECONDS = 60.0


class DeliveryError(Exception):
    """A target was not invoked; `code` is AWS's name of the reason."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


async def deliver(schedule: Schedule, due: float) -> None:
    """Invoke the target of a schedule for the time at which it was due."""
    target = schedule.body["Target"]
    execution = uuid.uuid4().hex
    attempt = 0
    while True:
        payload = _payload(schedule, due, execution, attempt + 1)
        try:
            _invoke(schedule, payload)
            return
        except DeliveryError as error:
            exhausted = _exhausted(target["RetryPolicy"], due, attempt)
            if exhausted:
                _logger.warning("schedule %s is dropped: %s", schedule.body["Arn"], error)
                _bury(schedule, payload, error, exhausted, attempt)
                return
        await clock.sleep(min(_LONGEST_WAIT_SECONDS, _FIRST_WAIT_SECONDS * 2**attempt))
        attempt += 1


def _exhausted(policy: Json, due: float, attempt: int) -> str | None:
    """Return which limit of a retry policy is reached."""
    if attempt >= policy["MaximumRetryAttempts"]:
        return "MaximumRetryAttempts"
    if clock.now() - due >= policy["MaximumEventAgeInSeconds"]:
        return "MaximumEventAgeInSeconds"
    return None


def _payload(schedule: Schedule, due: float, execution: str, attempt: int) -> str:
    body, time = schedule.body, datetime.fromtimestamp(due, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    given = body["Target"].get("Input")
    if given is None:
        event = {
            "version": "0",
            "id": execution,
            "detail-type": "Scheduled Event",
            "source": "aws.scheduler",
            "account": get_account_id(),
            "time": time,
            "region": get_region(),
            "resources": [body["Arn"]],
            "detail": "{}",
        }
        return json.dumps(event)
    # https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
    values = {
        "schedule-arn": body["Arn"],
        "scheduled-time": time,
        "execution-id": execution,
        "attempt-number": str(attempt),
    }
    for name, value in values.items():
        given = given.replace(f"<aws.scheduler.{name}>", value)
    return str(given)


def _invoke(schedule: Schedule, payload: str) -> None:
    target = schedule.body["Target"]
    role, arn = target["RoleArn"], target["Arn"]
    service = parse_arn(arn).service
    _assume(role, TARGETS[service], arn, group_arn(schedule.body["GroupName"]))
    if service == "lambda":
        _invoke_function(arn, payload)
    elif service == "sqs":
        _send(arn, payload, target.get("SqsParameters"))
    elif stepfunctions._state_machines.get(arn) is None:
        raise DeliveryError("StateMachineDoesNotExist", f"State Machine Does Not Exist: '{arn}'")
    else:
        eventbridge._dispatch_to_stepfunctions(arn, payload)


def _assume(role: str, action: str, resource: str, group: str) -> None:
    if not service_role.trusts(role, PRINCIPAL, group):
        raise DeliveryError("AccessDeniedException", f"{role} cannot be assumed by {PRINCIPAL}")
    if not service_role.allows(role, action, resource):
        raise DeliveryError(
            "AccessDeniedException",
            f"User: {role} is not authorized to perform: {action} on resource: {resource}",
        )


def _invoke_function(arn: str, payload: str) -> None:
    function, config, _ = lambda_svc._get_func_record_for_ref(arn)
    if not function or not config:
        raise DeliveryError("ResourceNotFoundException", f"Function not found: {arn}")
    record = lambda_svc._execution_record_for_config(function, config)
    # As an event: what the function does is Lambda's to retry, not the scheduler's.
    lambda_svc.invoke_async_with_retry(record, json.loads(payload))


def _send(arn: str, payload: str, parameters: Json | None) -> None:
    if sqs._queue_by_arn(arn) is None:
        raise DeliveryError("QueueDoesNotExist", f"The specified queue does not exist: {arn}")
    eventbridge._dispatch_to_sqs(parse_arn(arn), payload, parameters)


def _bury(
    schedule: Schedule, payload: str, error: DeliveryError, exhausted: str, attempts: int
) -> None:
    """Send an event that could not be delivered to the dead-letter queue, if there is one."""
    target = schedule.body["Target"]
    queue = (target.get("DeadLetterConfig") or {}).get("Arn")
    if queue is None:
        return
    try:
        _assume(target["RoleArn"], "sqs:SendMessage", queue, group_arn(schedule.body["GroupName"]))
        _send(queue, payload, None)
    except DeliveryError as failed:
        _logger.warning("schedule %s: dead-letter queue: %s", schedule.body["Arn"], failed)
        return
    attributes = {
        "ERROR_CODE": error.code,
        "ERROR_MESSAGE": str(error),
        "EXHAUSTED_RETRY_CONDITION": exhausted,
        "RETRY_ATTEMPTS": str(attempts),
        "SCHEDULE_ARN": schedule.body["Arn"],
        "TARGET_ARN": target["Arn"],
    }
    found = sqs._queue_by_arn(queue)
    assert found is not None
    found["messages"][-1]["message_attributes"] = {
        name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()
    }
