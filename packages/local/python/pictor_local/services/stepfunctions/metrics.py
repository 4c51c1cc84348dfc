"""AWS/States: how executions ended, and how long they took."""

from datetime import datetime

from pictor_local.aws import Json
from pictor_local.services.cloudwatch.metrics.publisher import Publisher

_NAMESPACE = "AWS/States"
_ENDS = {
    "SUCCEEDED": "ExecutionsSucceeded",
    "FAILED": "ExecutionsFailed",
    "TIMED_OUT": "ExecutionsTimedOut",
    "ABORTED": "ExecutionsAborted",
}


class Metrics:
    """Counts the executions of all state machines."""

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher

    def count(self, execution: Json) -> None:
        """Count what an execution has come to."""
        dimensions = {"StateMachineArn": execution["stateMachineArn"]}
        if execution["status"] == "RUNNING":
            self._publisher.emit(_NAMESPACE, {"ExecutionsStarted": 1}, dimensions)
            return
        took = _seconds(execution["stopDate"]) - _seconds(execution["startDate"])
        ends = {name: float(status == execution["status"]) for status, name in _ENDS.items()}
        self._publisher.emit(_NAMESPACE, {**ends, "ExecutionTime": took * 1000}, dimensions)


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment.replace("Z", "+00:00")).timestamp()
