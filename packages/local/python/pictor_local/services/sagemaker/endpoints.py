"""The life of an endpoint: every change takes time, can fail, and refuses others meanwhile."""

import asyncio
import os
import signal
from typing import Any

from pictor_local.aws import Json
from pictor_local.clock import clock
from pictor_local.delays import Delays
from pictor_local.events import emit
from pictor_local.services.application_autoscaling.operations import ScalableTargets
from pictor_local.services.sagemaker.catalog import Catalog, Records
from pictor_local.services.sagemaker.deployment import Deployer, Deployment, DeploymentError
from pictor_local.services.sagemaker.endpoint import Endpoint, describe, retained, variants_of
from pictor_local.services.sagemaker.interfaces import Interfaces
from pictor_local.services.sagemaker.keeper import Keeper
from pictor_local.services.sagemaker.pending import Pending
from pictor_local.services.sagemaker.rollout import check_update_policy
from pictor_local.services.sagemaker.scaling import Scaling
from pictor_local.services.sagemaker.state_changes import StateChanges
from pictor_local.services.sagemaker.traffic import Traffic
from pictor_local.services.sagemaker.update import Update
from pictor_local.services.sagemaker.validation import check_update


class Endpoints:
    """Creates, updates, scales and deletes endpoints."""

    def __init__(
        self, catalog: Catalog, deployer: Deployer, delays: Delays, targets: ScalableTargets
    ) -> None:
        self.records = Records("endpoint", "endpoint")
        self._catalog = catalog
        self._deployer = deployer
        self._delays = delays
        self._targets = targets
        self._tasks: set[asyncio.Task[Any]] = set()
        self._interfaces = Interfaces(delays)
        self.keeper = Keeper(deployer, delays, self._start)
        self._scaling = Scaling(catalog, delays)
        self._state_changes = StateChanges(catalog, delays, self._start)
        self._update = Update(catalog, delays, self.keeper, self._deploy, self._discard)

    def create(self, body: Json) -> Json:
        """Begin to create an endpoint."""
        config = self._catalog.configs.get(body["EndpointConfigName"])
        name = body["EndpointName"]
        endpoint = Endpoint(
            name,
            self.records.arn(name),
            body["EndpointConfigName"],
            variants=variants_of(config),
            changed=self._state_changes.note,
        )
        endpoint.deployment_config = body.get("DeploymentConfig")
        check_update_policy(endpoint.deployment_config, endpoint.variants)
        self.records.add(name, endpoint)
        self._catalog.tag(endpoint.arn, body.get("Tags", []))
        endpoint.become("Creating")
        self._start(self._create(endpoint, config))
        return {"EndpointArn": endpoint.arn}

    async def _create(self, endpoint: Endpoint, config: Json) -> None:
        not_before = clock.now() + self._delays["endpointCreating"]
        try:
            deployment = await self._deploy(endpoint, config)
        except DeploymentError as failure:
            endpoint.become("Failed", str(failure))
            return
        endpoint.traffic = Traffic(deployment)
        await clock.sleep_until(not_before)
        endpoint.become("InService")
        self.keeper.keep(endpoint, deployment)

    async def _deploy(self, endpoint: Endpoint, config: Json) -> Deployment:
        for variant in config["ProductionVariants"]:
            model = self._catalog.models.find(variant["ModelName"]) or {}
            self._interfaces.attach(f"endpoint {endpoint.name}", model.get("VpcConfig"))
        return await self._deployer.deploy(endpoint.name, config)

    def update(self, body: Json) -> Json:
        """Begin to move to another configuration; the old one serves until the new one does."""
        endpoint: Endpoint = self.records.get(body["EndpointName"])
        endpoint.refuse_unless_updatable()
        # What serves must still exist: https://github.com/hashicorp/terraform-provider-aws/issues/48997
        old = self._catalog.configs.get(endpoint.config_name)
        config = self._catalog.configs.get(body["EndpointConfigName"])
        check_update(old, config, self._targets.of_endpoint(endpoint.name))
        last = endpoint.deployment_config if body.get("RetainDeploymentConfig") else None
        policy = body.get("DeploymentConfig") or last
        variants = variants_of(config)
        if body.get("RetainAllVariantProperties"):
            excluded = body.get("ExcludeRetainedVariantProperties") or []
            kinds = frozenset(one["VariantPropertyType"] for one in excluded)
            variants = retained(variants, endpoint.variants, kinds)
        check_update_policy(policy, variants)
        endpoint.deployment_config = policy
        endpoint.pending = Pending(body["EndpointConfigName"], variants)
        endpoint.become("Updating")
        self._start(self._update.run(endpoint, config, endpoint.pending))
        return {"EndpointArn": endpoint.arn}

    def scale(self, body: Json) -> Json:
        """Begin to change weights and instance counts."""
        endpoint: Endpoint = self.records.get(body["EndpointName"])
        self._start(self._scaling.begin(endpoint, body["DesiredWeightsAndCapacities"]))
        return {"EndpointArn": endpoint.arn}

    def instance_type(self, name: str, variant: str) -> str:
        """Return a variant's instance type; empty for a serverless one or a lost configuration."""
        config = self._catalog.configs.find(self.records.get(name).config_name) or {}
        variants = config.get("ProductionVariants", [])
        return next(
            (one.get("InstanceType", "") for one in variants if one["VariantName"] == variant), ""
        )

    def delete(self, name: str) -> Json:
        """Begin to delete an endpoint."""
        endpoint: Endpoint = self.records.get(name)
        endpoint.refuse_in_progress()
        if endpoint.status != "Deleting":
            deployments, endpoint.traffic = endpoint.traffic.deployments, Traffic()
            endpoint.become("Deleting")
            self._targets.forget_endpoint(name)
            self._start(self._delete(endpoint, deployments))
        return {}

    async def _delete(self, endpoint: Endpoint, deployments: list[Deployment]) -> None:
        for deployment in deployments:
            await self._discard(deployment)
        await clock.sleep(self._delays["endpointDeleting"])
        self.records.forget(endpoint.name)
        self._catalog.untag_all(endpoint.arn)
        self._start(self._interfaces.release(f"endpoint {endpoint.name}"))
        emit("endpoint", name=endpoint.name, status="Deleted")

    async def _discard(self, deployment: Deployment) -> None:
        self.keeper.let_go(deployment)
        await self._deployer.discard(deployment)

    def happen(self, name: str, event: str) -> Json:
        """Let something befall an endpoint that in AWS nobody asks for.

        Raises:
            ValueError: there is no such event, or it cannot befall the endpoint as it is.
        """
        endpoint: Endpoint | None = self.records.find(name)
        if endpoint is None or endpoint.deployment is None:
            raise ValueError(f"endpoint '{name}' does not serve")
        if event == "model-server-death":
            os.killpg(endpoint.deployment.server.pid, signal.SIGKILL)
        elif event == "system-update":
            endpoint.refuse_in_progress()
            endpoint.become("SystemUpdating")
            self._start(self._end_system_update(endpoint))
        elif event in ("out-of-service", "in-service"):
            endpoint.refuse_in_progress()
            endpoint.become("OutOfService" if event == "out-of-service" else "InService")
        else:
            raise ValueError(
                f"no event '{event}', there are model-server-death, system-update, "
                "out-of-service and in-service"
            )
        return describe(endpoint)

    async def _end_system_update(self, endpoint: Endpoint) -> None:
        await clock.sleep(self._delays["endpointSystemUpdating"])
        endpoint.settle()

    def _start(self, work: Any) -> None:
        # asyncio keeps only weak references to tasks. A task inherits the request's account and
        # region.
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
