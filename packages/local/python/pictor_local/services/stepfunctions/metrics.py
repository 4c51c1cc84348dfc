"""AWS/States: how executions ended, how long they took, and what of them was throttled."""

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
        if execution["status"] == "RUNNING":
            self._emit(execution, {"ExecutionsStarted": 1})
            return
        took = _seconds(execution["stopDate"]) - _seconds(execution["startDate"])
        ends = {name: float(status == execution["status"]) for status, name in _ENDS.items()}
        self._emit(execution, {**ends, "ExecutionTime": took * 1000})

    def throttled(self, execution: Json) -> None:
        """Count a state or a retry that had to wait, since there were too many transitions."""
        self._emit(execution, {"ExecutionThrottled": 1})

    def _emit(self, execution: Json, values: dict[str, float]) -> None:
        dimensions = {"StateMachineArn": execution["stateMachineArn"]}
        self._publisher.emit(_NAMESPACE, values, dimensions)


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment.replace("Z", "+00:00")).timestamp()
