"""Keeps a deployed server alive: a dead one is started again, three deaths in a row are the end."""

import asyncio
from collections.abc import Callable
from typing import Any

from pictor_local.clock import clock
from pictor_local.delays import Delays
from pictor_local.services.sagemaker.deployment import Deployer, Deployment, DeploymentError
from pictor_local.services.sagemaker.endpoint import Endpoint
from pictor_local.services.sagemaker.serverless import Serverless

_WATCH_SECONDS = 0.2
_DEATHS_ALLOWED = 2


class Keeper:
    """Watches every deployment that serves."""

    def __init__(self, deployer: Deployer, delays: Delays, start: Callable[[Any], None]) -> None:
        """Take how to start a server, the delays, and a function that starts a task."""
        self._deployer = deployer
        self._delays = delays
        self._start = start
        self._serverless: dict[int, Serverless] = {}

    def keep(self, endpoint: Endpoint, deployment: Deployment) -> None:
        """Begin to watch what an endpoint serves with."""
        if deployment.serverless is None:
            self._start(self._watch(endpoint, deployment))
            return
        serverless = Serverless(self._deployer, endpoint, deployment, self._delays)
        self._serverless[id(deployment)] = serverless
        self._start(serverless.keep())

    def serverless(self, deployment: Deployment) -> Serverless | None:
        """Return the keeper of a serverless deployment."""
        return self._serverless.get(id(deployment))

    def let_go(self, deployment: Deployment) -> None:
        """Stop watching a deployment that is about to be discarded."""
        serverless = self._serverless.pop(id(deployment), None)
        if serverless is not None:
            serverless.discarded = True

    async def _watch(self, endpoint: Endpoint, deployment: Deployment) -> None:
        # Not in a thread: it would be taken for as long as the endpoint lives.
        while deployment in endpoint.traffic and not self._deployer.closed:
            if deployment.server.alive:
                await asyncio.sleep(_WATCH_SECONDS)
            else:
                await self._bury(endpoint, deployment)

    async def _bury(self, endpoint: Endpoint, deployment: Deployment) -> None:
        code = deployment.server.wait()
        # Of a toolkit that was killed, java and its workers would live on.
        await self._deployer.halt(deployment)
        deployment.deaths += 1
        what = f"its model server ended with code {code}"
        if deployment.deaths > _DEATHS_ALLOWED:
            self._give_up(endpoint, deployment, what)
            return
        endpoint.tell(f"{what}, it is started again")
        await clock.sleep(self._delays["serverRestart"])
        if deployment not in endpoint.traffic:
            return
        try:
            await self._deployer.start_again(deployment)
        except DeploymentError as error:
            # Still alive where it only never answered; the next look counts one more death.
            await self._deployer.halt(deployment)
            endpoint.tell(str(error))

    def _give_up(self, endpoint: Endpoint, deployment: Deployment, what: str) -> None:
        endpoint.traffic.drop(deployment)
        # While an update runs the other configuration may yet serve.
        if endpoint.status == "InService" and endpoint.deployment is None:
            times = f"{what}, {deployment.deaths} times in a row without an answer between"
            endpoint.become("Failed", times)
        self._start(self._deployer.discard(deployment))
