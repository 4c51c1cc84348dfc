"""Whether a state machine's definition is valid, by statelint, AWS's own linter in Python."""

import json
from typing import Any

from ministack.services import stepfunctions
from statelint.linter import Linter

from pictor_local.aws import Json

_FLOATS = ("BackoffRate", "ToleratedFailurePercentage")
SYNC_JOBS = {
    "createTransformJob": "TransformJob",
    "createTrainingJob": "TrainingJob",
}
"""Integrations that wait for a job of SageMaker's, with the job's kind."""


def problems_of(definition: str) -> list[str]:
    """Return the problems of a definition; empty if it is valid."""
    try:
        machine = json.loads(definition)
    except ValueError as error:
        return [f"INVALID_JSON_DESCRIPTION: {error}"]
    if not isinstance(machine, dict):
        return ["INVALID_JSON_DESCRIPTION: must be an object"]
    found = [
        f"SCHEMA_VALIDATION_FAILED: {problem}" for problem in Linter.validate(_floats(machine))
    ]
    jsonata = stepfunctions._validate_definition_jsonata(definition)
    return [*found, *([jsonata] if jsonata else [])]


def _floats(node: Any) -> Any:
    # statelint wants a fraction where JSON has but numbers: `2` is as good as `2.0`.
    if isinstance(node, list):
        return [_floats(one) for one in node]
    if not isinstance(node, dict):
        return node
    return {
        name: float(one) if name in _FLOATS and type(one) is int else _floats(one)
        for name, one in node.items()
    }


def diagnostics_of(definition: str) -> list[Json]:
    """Return the problems as ValidateStateMachineDefinition does."""
    return [
        {"severity": "ERROR", "code": code, "message": message.strip()}
        for code, _, message in (problem.partition(":") for problem in problems_of(definition))
    ]


def managed_rules_of(definition: str) -> set[str]:
    """Return the names of the rules by which Step Functions learns of the ends of jobs."""
    return {
        f"StepFunctionsGetEventsForSageMaker{SYNC_JOBS[action]}sRule"
        for resource in _resources(json.loads(definition))
        if (action := resource.removesuffix(".sync").rpartition(":")[2]) in SYNC_JOBS
        and resource.endswith(".sync")
    }


def _resources(node: Any) -> list[str]:
    if isinstance(node, list):
        return [found for one in node for found in _resources(one)]
    if not isinstance(node, dict):
        return []
    own = node.get("Resource")
    nested = [found for one in node.values() for found in _resources(one)]
    return [own, *nested] if isinstance(own, str) and node.get("Type") == "Task" else nested
