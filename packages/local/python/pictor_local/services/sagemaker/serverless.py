"""A serverless variant: nothing runs until it is asked, and no more at a time than it may."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from pictor_local.aws import AwsError
from pictor_local.clock import clock
from pictor_local.delays import Delays
from pictor_local.services.sagemaker.deployment import Deployer, Deployment, DeploymentError
from pictor_local.services.sagemaker.endpoint import Endpoint

_WATCH_SECONDS = 0.2


class Serverless:
    """Starts and stops the server of one serverless deployment as it is used."""

    def __init__(
        self, deployer: Deployer, endpoint: Endpoint, deployment: Deployment, delays: Delays
    ) -> None:
        self._deployer = deployer
        self._endpoint = endpoint
        self._deployment = deployment
        self._delays = delays
        self._limit = int((deployment.serverless or {})["MaxConcurrency"])
        self._in_flight = 0
        self._used = clock.now()
        self._changing = asyncio.Lock()
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

    @property
    def _provisioned(self) -> bool:
        """Whether provisioned concurrency keeps a container warm now."""
        return any(
            variant.get("CurrentServerlessConfig", {}).get("ProvisionedConcurrency", 0) > 0
            for variant in self._endpoint.variants
            if variant["VariantName"] == self._deployment.variant
        )

    async def _warm(self) -> float | None:
        # A server that is being started or ended looks alive.
        if self._deployment.server.alive and not self._changing.locked():
            return None
        began = clock.now()
        async with self._changing:
            if self._deployment.server.alive:
                return None
            await self._deployer.start_again(self._deployment)
            await clock.sleep_until(began + self._delays["serverlessColdStart"])
        return clock.now() - began

    async def keep(self) -> None:
        """End the server at once, and again whenever nothing was asked for a while.

        Provisioned concurrency keeps it alive instead.
        """
        self._used = clock.now() - self._delays["serverlessIdle"]
        while not self.discarded:
            async with self._changing:
                await self._change()
            await asyncio.sleep(_WATCH_SECONDS)

    async def _change(self) -> None:
        alive = self._deployment.server.alive
        idle = clock.now() - self._used >= self._delays["serverlessIdle"]
        if self._provisioned and not alive:
            try:
                await self._deployer.start_again(self._deployment)
            except DeploymentError as error:
                self._endpoint.tell(str(error))
        elif not self._provisioned and alive and idle and self._in_flight == 0:
            await self._deployer.halt(self._deployment)
