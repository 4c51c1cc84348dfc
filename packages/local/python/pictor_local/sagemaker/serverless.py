"""A serverless variant: nothing runs until it is asked, and no more at a time than it may."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from pictor_local.aws import AwsError
from pictor_local.clock import clock
from pictor_local.delays import Delays
from pictor_local.sagemaker.deployment import Deployer, Deployment

_WATCH_SECONDS = 0.2


class Serverless:
    """Starts and stops the server of one serverless deployment as it is used."""

    def __init__(self, deployer: Deployer, deployment: Deployment, delays: Delays) -> None:
        self._deployer = deployer
        self._deployment = deployment
        self._delays = delays
        self._limit = int((deployment.serverless or {})["MaxConcurrency"])
        self._in_flight = 0
        self._used = clock.now()
        self._starting = asyncio.Lock()
        self.discarded = False
        """Set when the endpoint has another deployment or is gone."""

    @contextlib.asynccontextmanager
    async def use(self) -> AsyncIterator[float | None]:
        """Hold one of the places of MaxConcurrency; yield the seconds of a cold start, if one was.

        Raises:
            AwsError: all places are taken.
        """
        if self._in_flight >= self._limit:
            raise AwsError("ThrottlingException", "Rate exceeded")
        self._in_flight += 1
        try:
            yield await self._warm()
        finally:
            self._in_flight -= 1
            self._used = clock.now()

    async def _warm(self) -> float | None:
        if self._deployment.server.alive:
            return None
        began = clock.now()
        async with self._starting:
            if not self._deployment.server.alive:
                await self._deployer.start_again(self._deployment)
                await clock.sleep_until(began + self._delays["serverlessColdStart"])
        return clock.now() - began

    async def stop_when_idle(self) -> None:
        """End the server at once, and again whenever nothing was asked for a while."""
        await self._deployer.halt(self._deployment)
        while not self.discarded:
            await asyncio.sleep(_WATCH_SECONDS)
            idle = clock.now() - self._used >= self._delays["serverlessIdle"]
            if idle and self._in_flight == 0 and self._deployment.server.alive:
                await self._deployer.halt(self._deployment)
