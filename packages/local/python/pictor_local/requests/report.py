"""What is wrong with the requests of a run."""

import collections
from collections.abc import Iterator
from typing import Any

from pictor_local.aws import Json
from pictor_local.requests.exceptions import EXEMPTIONS, Exemption
from pictor_local.requests.interpretation import (
    Call,
    NotUnderstoodError,
    operation_model,
    understand,
)
from pictor_local.requests.recorder import Recorder
from pictor_local.requests.rules import Violation, violations


def calls(recorder: Recorder) -> tuple[list[Call], list[str]]:
    """Return the understood requests, and what the others were."""
    understood, others = [], []
    for request in recorder.all():
        try:
            understood.append(understand(request))
        except NotUnderstoodError as error:
            others.append(str(error))
    return understood, others


def report(recorder: Recorder) -> Json:
    """Return counts by operation, findings, exemptions that were used, and what is not known.

    `findings` is empty where every request is one that AWS's models allow. `notUnderstood` and
    `forgotten` say what nothing can be said of: a clean run has neither.
    """
    understood, others = calls(recorder)
    found: dict[tuple[str, str, Violation], int] = collections.Counter(
        (call.service, call.operation, violation)
        for call in understood
        for violation in check(call)
    )
    used: set[Exemption] = set()
    findings: list[Json] = []
    for (service, operation, violation), count in found.items():
        exempt = _exemption(service, operation, violation)
        if exempt is not None:
            used.add(exempt)
            continue
        findings.append(
            {
                "service": service,
                "operation": operation,
                "field": violation.field,
                "rule": violation.rule,
                "detail": violation.detail,
                "count": count,
            }
        )
    counts = collections.Counter(f"{call.service}.{call.operation}" for call in understood)
    return {
        "operations": dict(sorted(counts.items())),
        "findings": findings,
        "exemptionsUsed": sorted(f"{one.service}.{one.operation} {one.field}" for one in used),
        "notUnderstood": sorted(set(others)),
        "forgotten": recorder.forgotten,
    }


def check(call: Call) -> Iterator[Violation]:
    """Return every rule of AWS's model that a call breaks."""
    shape: Any = operation_model(call.service, call.operation).input_shape
    for name in call.unknown:
        yield Violation(name, "unknown", "is no parameter")
    if shape is not None:
        yield from violations(shape, call.params)


def _exemption(service: str, operation: str, violation: Violation) -> Exemption | None:
    wanted = (service, operation, violation.field, violation.rule)
    return next(
        (one for one in EXEMPTIONS if (one.service, one.operation, one.field, one.rule) == wanted),
        None,
    )
