"""How the traffic comes to what is new: in which steps, and what is watched after each.

https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-blue-green.html
https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-rolling.html
https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html
(read 2026-11)
"""

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass

from ministack.services import cloudwatch

from pictor_local.aws import AwsError, Json
from pictor_local.clock import clock
from pictor_local.delays import Delays

_WATCH_SECONDS = 0.05


@dataclass(frozen=True)
class _Size:
    """Which part of the capacity one step may be."""

    field: str
    least: float
    most: float


# https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrafficRoutingConfig.html and
# API_RollingUpdatePolicy.html there (read 2026-11)
_SIZES = {
    "CANARY": _Size("CanarySize", 0, 0.5),
    "LINEAR": _Size("LinearStepSize", 0.1, 0.5),
    "ROLLING": _Size("MaximumBatchSize", 0.05, 0.5),
}


def _policy(config: Json) -> tuple[str, Json, Json]:
    """Return the kind of a deployment, its policy, and what has its sizes and waiting times."""
    if "RollingUpdatePolicy" in config:
        policy = config["RollingUpdatePolicy"]
        return "ROLLING", policy, policy
    policy = config.get("BlueGreenUpdatePolicy", {})
    routing = policy.get("TrafficRoutingConfiguration", {})
    return routing.get("Type", "ALL_AT_ONCE"), policy, routing


def shares(config: Json | None, instances: int) -> list[float]:
    """Return which part of the traffic is on what is new after each step, at last all of it.

    Args:
        config: the endpoint's DeploymentConfig; without one all is shifted at once.
        instances: how many the new configuration has.

    Raises:
        AwsError: a step is smaller or larger than AWS allows, or its size is missing.
    """
    if config and {"RollingUpdatePolicy", "BlueGreenUpdatePolicy"} <= set(config):
        raise _invalid("only one update policy may be given, got two")
    kind, _, routing = _policy(config or {})
    size = _SIZES.get(kind)
    if size is None:
        return [1.0]
    if size.field not in routing:
        raise _invalid(f"{size.field} is required for {kind}")
    step = _part(routing[size.field], instances)
    if not size.least <= step <= size.most:
        raise _invalid(
            f"{size.field} must be {size.least:.0%} to {size.most:.0%} of the {instances} "
            f"instance(s), got {step:.0%}"
        )
    if kind == "CANARY":
        return [step, 1.0]
    # Rounded: three steps of a third are three, whatever floating point says.
    steps = math.ceil(round(1 / step, 9))
    return [*(step * number for number in range(1, steps)), 1.0]


def check_update_policy(config: Json | None, variants: list[Json]) -> None:
    """Refuse a DeploymentConfig whose steps AWS does not allow with these variants.

    Raises:
        AwsError: it has such a step.
    """
    shares(config, sum(int(variant.get("DesiredInstanceCount", 0)) for variant in variants))


def _part(size: Json, instances: int) -> float:
    whole = 100 if size["Type"] == "CAPACITY_PERCENT" else instances
    return float(size["Value"]) / whole if whole else 1.0


def _invalid(reason: str) -> AwsError:
    return AwsError("ValidationException", f"Invalid DeploymentConfig: {reason}.")


class Rollout:
    """What an endpoint's DeploymentConfig asks for."""

    def __init__(self, deployment_config: Json | None, instances: int, delays: Delays) -> None:
        config = deployment_config or {}
        kind, policy, routing = _policy(config)
        self.shares = shares(config, instances)
        """The traffic that is on what is new after each step."""
        self.rolling = kind == "ROLLING"
        """Whether old instances are given back while new ones come."""
        self._alarms = [
            alarm["AlarmName"]
            for alarm in config.get("AutoRollbackConfiguration", {}).get("Alarms", [])
        ]
        self._baking = delays["endpointBaking"] if routing.get("WaitIntervalInSeconds") else 0.0
        self._termination = (
            delays["endpointTermination"] if policy.get("TerminationWaitInSeconds") else 0.0
        )

    async def bake(self, serves: Callable[[], bool]) -> str | None:
        """Wait after a step; return why all is to be turned back, if it is.

        Args:
            serves: whether what is new still does.
        """
        until = clock.now() + self._baking
        while True:
            if not serves():
                return "the new model server ended too often"
            ringing = next((name for name in self._alarms if _rings(name)), None)
            if ringing is not None:
                return f"alarm {ringing} is in ALARM"
            if clock.now() >= until:
                return None
            await asyncio.sleep(_WATCH_SECONDS)

    async def wait_for_termination(self) -> None:
        """Wait until the old instances may go. Nothing is watched any more."""
        await clock.sleep(self._termination)


def _rings(name: str) -> bool:
    alarm = cloudwatch._alarms.get(name) or cloudwatch._composite_alarms.get(name) or {}
    return bool(alarm.get("StateValue") == "ALARM")
