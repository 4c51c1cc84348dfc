"""Throttled transitions: a state is entered, or a task is retried, later than it could be.

AWS has one token bucket for the transitions of all standard machines of an account and region:
https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html ("Quotas related to state
throttling", read 2026-11). It holds hundreds of tokens at least, so here a fault alone empties it.
"""

from collections.abc import Callable

from ministack.services import stepfunctions

from pictor_local.aws import Json
from pictor_local.faults import Faults
from pictor_local.services.stepfunctions.metrics import Metrics
from pictor_local.services.stepfunctions.run import current


class Transitions:
    """Delays transitions and counts each delay."""

    def __init__(self, faults: Faults, metrics: Metrics) -> None:
        self._faults = faults
        self._metrics = metrics

    def install(self) -> None:
        """Delay the states of executions; their history must be in its place."""
        stepfunctions._add_event = self._entering(stepfunctions._add_event)

    def make(self) -> None:
        """Wait in the thread of an execution until it may enter its next state, or retry."""
        run = current()
        fault = None if run is None else self._faults.take_of_transition()
        if run is not None and fault is not None:
            self._metrics.throttled(run.execution)
            run.wait(fault.seconds)

    def _entering(self, add: Callable[..., Json]) -> Callable[..., Json]:
        def add_event(execution: Json, kind: str, details: Json | None = None) -> Json:
            if kind.endswith("StateEntered"):
                self.make()
            return add(execution, kind, details)

        return add_event
