"""UpdateEndpoint: what is new is brought up, and takes the traffic step by step, or none again."""

import asyncio
from collections.abc import Awaitable, Callable

from pictor_local.aws import Json
from pictor_local.clock import clock
from pictor_local.delays import Delays
from pictor_local.services.sagemaker.catalog import Catalog
from pictor_local.services.sagemaker.deployment import Deployment, DeploymentError
from pictor_local.services.sagemaker.endpoint import Endpoint
from pictor_local.services.sagemaker.keeper import Keeper
from pictor_local.services.sagemaker.pending import Pending
from pictor_local.services.sagemaker.rollout import Rollout

_LONGEST_INVOCATION_SECONDS = 60.0


class Update:
    """Moves endpoints to other configurations."""

    def __init__(
        self,
        catalog: Catalog,
        delays: Delays,
        keeper: Keeper,
        deploy: Callable[[Endpoint, Json], Awaitable[Deployment]],
        discard: Callable[[Deployment], Awaitable[None]],
    ) -> None:
        self._catalog = catalog
        self._delays = delays
        self._keeper = keeper
        self._deploy = deploy
        self._discard = discard

    async def run(self, endpoint: Endpoint, config: Json, pending: Pending) -> None:
        """Move an endpoint to a configuration, which is already said to be pending."""
        not_before = clock.now() + self._delays["endpointUpdating"]
        try:
            new = await self._deploy(endpoint, config)
        except DeploymentError as failure:
            self._stay(endpoint, str(failure))
            return
        await clock.sleep_until(not_before)
        rollout = Rollout(endpoint.deployment_config, pending.instances, self._delays)
        old = endpoint.traffic.deployments
        endpoint.traffic.shift(new, 0)
        self._keeper.keep(endpoint, new)
        for share in rollout.shares:
            # The traffic is shifted before the alarms are watched: they must see what is new.
            endpoint.traffic.shift(new, share)
            pending.bake(share, rollout.rolling)
            reason = await rollout.bake(lambda: new in endpoint.traffic)
            if reason is not None:
                await self._roll_back(endpoint, new, rollout, reason)
                return
        await rollout.wait_for_termination()
        endpoint.traffic.settle()
        endpoint.config_name = pending.config_name
        endpoint.pending = None
        endpoint.variants = pending.variants
        endpoint.settle()
        for one in old:
            # As AWS does: what the old server has taken it still answers.
            await asyncio.to_thread(one.server.drain, _LONGEST_INVOCATION_SECONDS)
            await self._discard(one)

    async def _roll_back(
        self, endpoint: Endpoint, new: Deployment, rollout: Rollout, cause: str
    ) -> None:
        reason = f"The deployment was rolled back: {cause}."
        await clock.sleep(self._delays["endpointRollingBack"])
        # A rolling update has given old instances back, and needs their model again.
        if rollout.rolling and self._lost(endpoint, new):
            endpoint.traffic.settle()
            endpoint.pending = None
            endpoint.become(
                "UpdateRollbackFailed", f"{reason} The old configuration or model is gone."
            )
            return
        endpoint.traffic.turn_back()
        self._stay(endpoint, reason)
        await self._discard(new)

    def _lost(self, endpoint: Endpoint, new: Deployment) -> bool:
        old = [one for one in endpoint.traffic.deployments if one is not new]
        return self._catalog.configs.find(endpoint.config_name) is None or not all(
            self._catalog.models.find(one.model["ModelName"]) for one in old
        )

    def _stay(self, endpoint: Endpoint, reason: str) -> None:
        # AWS rolls back: in service again, on the old configuration, with the reason.
        endpoint.pending = None
        endpoint.settle(reason)
