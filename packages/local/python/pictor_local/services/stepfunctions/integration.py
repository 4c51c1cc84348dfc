"""Which operation of AWS the resource of a task names, and its parameters in AWS's shape."""

import functools
import json
import re
from dataclasses import dataclass
from typing import Any

import botocore.session
from botocore.model import OperationModel, Shape

from pictor_local.services.stepfunctions.definition import SYNC_JOBS

_RESOURCE = re.compile(
    r"arn:aws[\w-]*:states:::(?P<type>aws-sdk:(?P<sdk>\w+)|\w+):(?P<action>\w+)(?P<sync>\.sync)?"
)
# https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html (2026-11)
_OPTIMIZED = {
    "lambda": ("invoke",),
    "sagemaker": ("createTransformJob", "createTrainingJob", "createModel", "createEndpoint"),
    "sns": ("publish",),
    "sqs": ("sendMessage",),
    "events": ("putEvents",),
}
# The Java SDK's names of services, which `aws-sdk` integrations use, where botocore has others.
_SDK_SERVICES = {
    "sfn": "stepfunctions",
    "cloudwatchlogs": "logs",
    "eventbridge": "events",
    "sagemakerruntime": "sagemaker-runtime",
    "servicequotas": "service-quotas",
    "applicationautoscaling": "application-autoscaling",
}


@dataclass(frozen=True)
class Integration:
    """One operation that a task calls."""

    resource_type: str
    """As events name it: `sagemaker` or `aws-sdk:s3`."""
    resource: str
    """As events name it: `createTransformJob.sync`."""
    service: str
    """botocore's name."""
    model: OperationModel
    job: str | None
    """The kind of job that it waits for, for example `TransformJob`; None for a plain call."""

    @property
    def is_sdk(self) -> bool:
        """Whether it is called as the SDK would, without anything made easier."""
        return self.resource_type.startswith("aws-sdk:")


class UnknownFieldError(Exception):
    """A parameter that the operation does not have."""


@functools.cache
def integration_of(resource: str) -> Integration | None:
    """Return what a task's resource calls; None for one that is left to ministack."""
    match = _RESOURCE.fullmatch(resource)
    if match is None:
        return None
    action = match["action"]
    if match["sdk"] is None and action not in _OPTIMIZED.get(match["type"], ()):
        return None
    job = SYNC_JOBS.get(action) if match["sync"] and match["type"] == "sagemaker" else None
    if match["sync"] and job is None:
        return None
    service = _SDK_SERVICES.get(match["sdk"] or "", match["sdk"] or match["type"])
    session = botocore.session.get_session()
    if service not in session.get_available_services():
        return None
    model = session.get_service_model(service)
    name = next((one for one in model.operation_names if one.lower() == action.lower()), None)
    if name is None:
        return None
    text = f"{action}{match['sync'] or ''}"
    return Integration(match["type"], text, service, model.operation_model(name), job)


def parameters_of(value: Any, shape: Shape | None) -> Any:
    """Return a task's parameters as botocore takes them: by AWS's names, with JSON as text.

    Raises:
        UnknownFieldError: there is no such parameter.
    """
    kind = getattr(shape, "type_name", "structure")
    if kind == "structure" and isinstance(value, dict):
        members = shape.members if shape is not None else {}
        names = {name.lower(): name for name in members}
        unknown = [name for name in value if name.lower() not in names]
        if unknown:
            raise UnknownFieldError(f"The field '{unknown[0]}' is not supported by Step Functions")
        return {
            names[name.lower()]: parameters_of(one, members[names[name.lower()]])
            for name, one in value.items()
        }
    if kind == "list" and isinstance(value, list):
        return [parameters_of(one, shape.member) for one in value]  # type: ignore[union-attr]
    if kind == "map" and isinstance(value, dict):
        member = shape.value  # type: ignore[union-attr]
        return {name: parameters_of(one, member) for name, one in value.items()}
    if kind in ("string", "blob") and not isinstance(value, str):
        return json.dumps(value)
    return value
