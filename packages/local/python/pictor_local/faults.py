"""Faults on demand: what an AWS request gets instead of its answer, or before it."""

import random
import threading
from dataclasses import dataclass, field
from typing import Any

from pictor_local.aws import AwsError, Json, Reply, error_reply

_KINDS_OF_JOBS = ("job-capacity", "job-failure", "job-hang", "job-interruption")
"""What happens to a job instead of its request, which is answered as if nothing were wrong."""
_KIND_OF_TRANSITIONS = "transition-throttling"
"""What happens to a state machine between two of its states, without any request."""
_ELSEWHERE = (*_KINDS_OF_JOBS, _KIND_OF_TRANSITIONS)
_KINDS = ("throttling", "error", "latency", "reset", "hang", "unheard", "death", *_ELSEWHERE)
_OF_REQUESTS = tuple(kind for kind in _KINDS if kind not in _ELSEWHERE)
_EVERY_SERVICE = "*"
_FIELDS = {
    *("service", "operation", "kind", "status", "code", "seconds", "after", "times"),
    *("skip", "share", "seed"),
}


@dataclass
class Fault:
    """One rule: which requests, what happens to them, and how often."""

    service: str
    """botocore's name, for example `sagemaker-runtime`; `*` for every service."""
    operation: str | None
    """None for every operation of the service."""
    kind: str
    """`throttling`, `error`, `latency`, `reset` (of the connection), `hang` (the request is not
    carried out, and has no answer), `unheard` (it is carried out, and has no answer) or `death`: it
    is carried out, and the function that sent it dies before it has the answer.

    Of the job that the request creates: `job-capacity` (there are no instances), `job-failure`,
    `job-hang` (it never ends by itself) or `job-interruption` (of spot instances).

    Of a state machine, as `stepfunctions`: `transition-throttling`."""
    status: int
    code: str
    seconds: float
    """How much later the answer comes (`latency`), the state is entered (`transition-throttling`),
    or the training is interrupted (`job-interruption`)."""
    after: int
    """How many objects a transform job answers first (`job-failure`, `job-hang`)."""
    times: int | None
    """How many requests are left that it hits; None for all."""
    skip: int
    """How many requests are left that it lets pass first."""
    share: float
    """Which share of the requests it hits, by `chance`."""
    chance: random.Random = field(repr=False)

    def hits(self, service: str, operation: str) -> bool:
        """Tell whether it hits a request, and count one that it lets pass."""
        if self.service not in (_EVERY_SERVICE, service) or self.times == 0:
            return False
        if self.operation not in (None, operation):
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        return self.share >= 1 or self.chance.random() < self.share


class Faults:
    """The faults that are set."""

    def __init__(self) -> None:
        self._rules: list[Fault] = []
        self._lock = threading.Lock()

    def __bool__(self) -> bool:
        return any(rule.times != 0 for rule in self._rules)

    def add(self, wanted: Json) -> None:
        """Set a fault.

        Raises:
            ValueError: it has a field or a kind that there is not, or names no service.
        """
        unknown = set(wanted) - _FIELDS
        if unknown:
            raise ValueError(f"no field {sorted(unknown)}, there are {sorted(_FIELDS)}")
        if wanted.get("kind") not in _KINDS:
            raise ValueError(f"kind is {wanted.get('kind')!r}, must be one of {', '.join(_KINDS)}")
        if not wanted.get("service"):
            raise ValueError("service is missing, for example 'sagemaker-runtime'")
        share = float(wanted.get("share", 1))
        if not 0 < share <= 1:
            raise ValueError(f"share is {share}, must be above 0 and at most 1")
        throttling = wanted["kind"] == "throttling"
        self._rules.append(
            Fault(
                service=wanted["service"],
                operation=wanted.get("operation"),
                kind=wanted["kind"],
                status=int(wanted.get("status", 400 if throttling else 500)),
                code=wanted.get("code", "ThrottlingException" if throttling else "InternalFailure"),
                seconds=float(wanted.get("seconds", 1)),
                after=int(wanted.get("after", 0)),
                times=wanted.get("times"),
                skip=int(wanted.get("skip", 0)),
                share=share,
                chance=random.Random(wanted.get("seed", 0)),
            )
        )

    def clear(self) -> None:
        """Forget every fault."""
        self._rules.clear()

    def all(self) -> list[Json]:
        """Return the faults as they are now."""
        return [_shown(rule) for rule in self._rules]

    def take(self, service: str, operation: str) -> Fault | None:
        """Return the first fault that hits a request, and count it."""
        return self._take(service, operation, _OF_REQUESTS)

    def take_of_job(self, service: str, operation: str) -> Fault | None:
        """Return the first fault that hits the job that a request creates, and count it."""
        return self._take(service, operation, _KINDS_OF_JOBS)

    def take_of_transition(self) -> Fault | None:
        """Return the first fault that hits a transition of a state machine, and count it."""
        return self._take("stepfunctions", "StateTransition", (_KIND_OF_TRANSITIONS,))

    def _take(self, service: str, operation: str, kinds: tuple[str, ...]) -> Fault | None:
        with self._lock:
            for rule in self._rules:
                if rule.kind in kinds and rule.hits(service, operation):
                    if rule.times is not None:
                        rule.times -= 1
                    return rule
        return None


def _shown(rule: Fault) -> dict[str, Any]:
    return {name: value for name, value in vars(rule).items() if name != "chance"}


def failure(fault: Fault, protocol: str) -> Reply:
    """Return the error answer of a fault in a protocol of AWS's (`json`, `query`, …)."""
    message = "Rate exceeded" if fault.kind == "throttling" else "a fault was asked for"
    return error_reply(AwsError(fault.code, message, fault.status), protocol)
