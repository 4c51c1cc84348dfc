"""The history of an execution: events in AWS's shape, and their lines in the log group."""

import json
import threading
from datetime import UTC, datetime
from typing import Any

from ministack.services import stepfunctions

from pictor_local.aws import Json
from pictor_local.clock import clock
from pictor_local.services.logs import events as logs

# https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html (2026-11)
_FATAL = ("ExecutionFailed", "ExecutionTimedOut", "ExecutionAborted")
_ERROR = ("Failed", "TimedOut", "Aborted", "ScheduleFailed", "StartFailed", "SubmitFailed")
_DATA = ("input", "output", "parameters")
# https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html (2026-11)
LARGEST_BYTES = 262_144
_lock = threading.Lock()


def now_iso() -> str:
    """Return the time by the emulator's clock, as ministack's records have it."""
    return datetime.fromtimestamp(clock.now(), UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def add_event(execution: Json, kind: str, details: Json | None = None) -> Json:
    """Add an event to the history of an execution.

    Raises:
        ministack's execution error: the output of a state is too large.
    """
    for name, values in (details or {}).items():
        if name == "stateExitedEventDetails":
            check_size(values["name"], values.get("output", ""))
    with _lock:
        before = len(execution["events"])
        event = {
            "id": before + 1,
            "previousEventId": before,
            "type": kind,
            "timestamp": now_iso(),
            **(details or {}),
        }
        execution["events"].append(event)
    log(execution, event)
    return event


def check_size(name: str, text: str) -> None:
    """Refuse what a state or task hands on if it is too large."""
    if len(text.encode()) > LARGEST_BYTES:
        raise stepfunctions._ExecutionError(
            "States.DataLimitExceeded",
            f"The state/task '{name}' returned a result with a size exceeding the maximum number "
            "of bytes service limit.",
        )


def log(execution: Json, event: Json) -> None:
    """Write an event to the log group of the state machine, if its level says so."""
    machine = stepfunctions._state_machines.get(execution["stateMachineArn"]) or {}
    configuration = machine.get("loggingConfiguration") or {}
    if not _wanted(configuration.get("level", "OFF"), event["type"]):
        return
    for destination in configuration.get("destinations", []):
        group = destination["cloudWatchLogsLogGroup"]["logGroupArn"]
        name = group.removesuffix(":*").partition(":log-group:")[2]
        day = event["timestamp"][:10]
        stream = f"states/{machine['name']}/{day}"
        logs.write(name, stream, json.dumps(_line(execution, event, configuration)))


def _wanted(level: str, kind: str) -> bool:
    if level == "ALL":
        return True
    if level == "ERROR":
        return kind.endswith(_ERROR)
    return level == "FATAL" and kind in _FATAL


def _line(execution: Json, event: Json, configuration: Json) -> Json:
    details: Json = {}
    for name, values in event.items():
        if name.endswith("Details"):
            details |= _visible(values, bool(configuration.get("includeExecutionData")))
    moment = datetime.fromisoformat(event["timestamp"].replace("Z", "+00:00"))
    return {
        "id": str(event["id"]),
        "type": event["type"],
        "details": details,
        "previous_event_id": str(event.get("previousEventId", 0)),
        "event_timestamp": str(int(moment.timestamp() * 1000)),
        "execution_arn": execution["executionArn"],
        "redrive_count": "0",
    }


def _visible(details: Any, with_data: bool) -> Json:
    return {name: value for name, value in details.items() if with_data or name not in _DATA}
