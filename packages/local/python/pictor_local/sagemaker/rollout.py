"""The guard of an update: alarms that are watched once the traffic is on the new configuration."""

import asyncio

from ministack.services import cloudwatch

from pictor_local.aws import Json
from pictor_local.clock import clock
from pictor_local.delays import Delays

_WATCH_SECONDS = 0.05


class Rollout:
    """What an endpoint's DeploymentConfig asks for.

    https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html
    """

    def __init__(self, deployment_config: Json | None, delays: Delays) -> None:
        config = deployment_config or {}
        self._alarms = [
            alarm["AlarmName"]
            for alarm in config.get("AutoRollbackConfiguration", {}).get("Alarms", [])
        ]
        self._seconds = delays["endpointBaking"]
        self.rolling = "RollingUpdatePolicy" in config
        """Whether old instances are given back while new ones come."""

    async def alarm_while_baking(self) -> str | None:
        """Watch the alarms for the baking time; return the first that is in ALARM.

        Without alarms nothing is watched, and nothing is ever rolled back.
        """
        if not self._alarms:
            return None
        until = clock.now() + self._seconds
        while True:
            ringing = next((name for name in self._alarms if _rings(name)), None)
            if ringing is not None or clock.now() >= until:
                return ringing
            await asyncio.sleep(_WATCH_SECONDS)


def _rings(name: str) -> bool:
    alarm = cloudwatch._alarms.get(name) or cloudwatch._composite_alarms.get(name) or {}
    return bool(alarm.get("StateValue") == "ALARM")
