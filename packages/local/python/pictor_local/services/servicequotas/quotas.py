"""What an account may have: quotas of SageMaker and of Lambda, and their values."""

import functools
from dataclasses import dataclass
from typing import Any

import botocore.session
from ministack.core.responses import AccountRegionScopedDict

from pictor_local.aws import Json


@dataclass(frozen=True)
class Quota:
    """One quota of a service."""

    service: str
    """Service code, as Service Quotas has it."""
    name: str
    code: str
    default: float
    """What AWS grants by default; a young account may have less."""


LAMBDA_CONCURRENCY = Quota("lambda", "Concurrent executions", "L-B99A9384", 1000.0)
"""https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html (2026-11)"""
_SERVERLESS = "Maximum total concurrency that can be allocated across all serverless endpoints"
# Young accounts have few of each type, some none, and are told so only by Service Quotas:
# https://docs.aws.amazon.com/general/latest/gr/sagemaker.html (2026-11)
_INSTANCES = 8.0
# Instance types of jobs by botocore's name of their list.
_JOBS = {
    "TransformInstanceType": "transform job",
    "TrainingInstanceType": "training job",
}
_SERVERLESS_CONCURRENCY = 10.0


class Quotas:
    """The quotas of one emulator's account, in each region."""

    def __init__(self) -> None:
        self._values: Any = AccountRegionScopedDict()
        """Values that are not the default, by quota."""

    def value(self, quota: Quota) -> float | None:
        """Return what the account of the current request may have; None where AWS lists none."""
        value: float | None = self._values.get(quota, quota.default)
        return value

    def grant(self, quota: Quota, value: float) -> None:
        """Set what the account of the current request may have."""
        self._values[quota] = value

    def change(self, service: str, name: str, value: float | None) -> None:
        """Set what an account came with, which no request to AWS can lower.

        Args:
            service: Service code.
            name: Name of the quota.
            value: What the account may have; None for a quota that its region does not list.

        Raises:
            ValueError: there is no such quota, or the value is negative.
        """
        quota = next((one for one in of_service(service) if one.name == name), None)
        if quota is None:
            raise ValueError(f"no quota '{name}' of '{service}': Service Quotas lists those of it")
        if value is not None and value < 0:
            raise ValueError(f"quota '{name}' is {value:g}, must be 0 or more")
        self._values[quota] = value

    def changed(self) -> Json:
        """Return the values that were changed, by service and name."""
        found: Json = {}
        for quota, value in self._values.items():
            found.setdefault(quota.service, {})[quota.name] = value
        return found


def of_service(service: str) -> list[Quota]:
    """Return the quotas that a service has; none of a service without quotas here."""
    return {"sagemaker": _sagemaker(), "lambda": [LAMBDA_CONCURRENCY]}.get(service, [])


@functools.cache
def _sagemaker() -> list[Quota]:
    # The codes are ours, AWS's are as arbitrary.
    model = botocore.session.get_session().get_service_model("sagemaker")
    types: list[str] = model.shape_for("ProductionVariantInstanceType").enum
    named = [(f"{kind} for endpoint usage", _INSTANCES) for kind in types]
    named.append((_SERVERLESS, _SERVERLESS_CONCURRENCY))
    for shape, use in _JOBS.items():
        named += [(f"{kind} for {use} usage", _INSTANCES) for kind in model.shape_for(shape).enum]
    types = model.shape_for("TrainingInstanceType").enum
    named += [(f"{kind} for spot training job usage", _INSTANCES) for kind in types]
    return [
        Quota("sagemaker", name, f"L-{index:08X}", value)
        for index, (name, value) in enumerate(named)
    ]
