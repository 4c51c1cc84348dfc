"""The life of an endpoint: every change takes time, can fail, and refuses others meanwhile."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

from pictor_local.aws import AwsError, Json
from pictor_local.events import emit
from pictor_local.sagemaker.catalog import Catalog, Records
from pictor_local.sagemaker.deployment import Deployer, Deployment, DeploymentError

# FailureReason in AWS's API model: at most 1024 characters.
_REASON_LENGTH = 1024
_DELETING_SECONDS = 0.5
_LONGEST_INVOCATION_SECONDS = 60.0
_WATCH_SECONDS = 0.5


@dataclass
class Endpoint:
    """One endpoint as it is now."""

    name: str
    arn: str
    config_name: str
    """The configuration that serves; while an update runs, still the old one."""
    status: str = "Creating"
    pending_config: str | None = None
    update_started: float = 0.0
    failure_reason: str | None = None
    deployment: Deployment | None = None
    deployment_config: Json | None = None
    variants: list[Json] = field(default_factory=list)
    created: float = field(default_factory=time.time)
    modified: float = field(default_factory=time.time)

    def become(self, status: str, reason: str | None = None) -> None:
        """Change the status and tell whoever started the emulator."""
        self.status = status
        self.failure_reason = reason[-_REASON_LENGTH:] if reason else None
        self.modified = time.time()
        server = self.deployment.server if self.deployment else None
        emit(
            "endpoint",
            name=self.name,
            status=status,
            reason=reason,
            pid=server.pid if server else None,
            port=server.port if server else None,
        )


class Endpoints:
    """Creates, updates and deletes endpoints."""

    def __init__(self, catalog: Catalog, deployer: Deployer, creating_seconds: float) -> None:
        self.records = Records("endpoint", "endpoint")
        self._catalog = catalog
        self._deployer = deployer
        self._creating_seconds = creating_seconds
        self._tasks: set[asyncio.Task[Any]] = set()

    def create(self, body: Json) -> Json:
        """Begin to create an endpoint."""
        config = self._catalog.configs.get(body["EndpointConfigName"])
        name = body["EndpointName"]
        endpoint = Endpoint(
            name, self.records.arn(name), body["EndpointConfigName"], variants=_variants(config)
        )
        endpoint.deployment_config = body.get("DeploymentConfig")
        self.records.add(name, endpoint)
        self._catalog.tag(endpoint.arn, body.get("Tags", []))
        endpoint.become("Creating")
        self._start(self._create(endpoint, config))
        return {"EndpointArn": endpoint.arn}

    async def _create(self, endpoint: Endpoint, config: Json) -> None:
        not_before = time.monotonic() + self._creating_seconds
        try:
            endpoint.deployment = await self._deployer.deploy(endpoint.name, config)
        except DeploymentError as failure:
            endpoint.become("Failed", str(failure))
            return
        await asyncio.sleep(not_before - time.monotonic())
        endpoint.become("InService")
        self._start(self._watch(endpoint, endpoint.deployment))

    def update(self, body: Json) -> Json:
        """Begin to move to another configuration; the old one serves until the new one does."""
        endpoint: Endpoint = self.records.get(body["EndpointName"])
        _refuse_in_progress(endpoint)
        if endpoint.status != "InService":
            raise AwsError(
                "ValidationException",
                f'Cannot update endpoint "{endpoint.arn}" in status {endpoint.status}.',
            )
        config = self._catalog.configs.get(body["EndpointConfigName"])
        endpoint.pending_config = body["EndpointConfigName"]
        endpoint.update_started = time.time()
        endpoint.deployment_config = body.get("DeploymentConfig", endpoint.deployment_config)
        endpoint.become("Updating")
        self._start(self._update(endpoint, config))
        return {"EndpointArn": endpoint.arn}

    async def _update(self, endpoint: Endpoint, config: Json) -> None:
        not_before = time.monotonic() + self._creating_seconds
        try:
            new = await self._deployer.deploy(endpoint.name, config)
        except DeploymentError as failure:
            # AWS rolls back: in service again, on the old configuration, with the reason.
            endpoint.pending_config = None
            endpoint.become("InService", str(failure))
            return
        await asyncio.sleep(not_before - time.monotonic())
        old, endpoint.deployment = endpoint.deployment, new
        endpoint.config_name, endpoint.pending_config = (
            endpoint.pending_config or endpoint.config_name,
            None,
        )
        endpoint.variants = _variants(config)
        endpoint.become("InService")
        self._start(self._watch(endpoint, new))
        if old is not None:
            # As AWS does: what the old server has taken it still answers.
            await asyncio.to_thread(old.server.drain, _LONGEST_INVOCATION_SECONDS)
            await self._stop(old)

    def delete(self, name: str) -> Json:
        """Begin to delete an endpoint."""
        endpoint: Endpoint = self.records.get(name)
        _refuse_in_progress(endpoint)
        if endpoint.status != "Deleting":
            deployment, endpoint.deployment = endpoint.deployment, None
            endpoint.become("Deleting")
            self._start(self._delete(endpoint, deployment))
        return {}

    async def _delete(self, endpoint: Endpoint, deployment: Deployment | None) -> None:
        if deployment is not None:
            await self._stop(deployment)
        await asyncio.sleep(_DELETING_SECONDS)
        self.records.forget(endpoint.name)
        self._catalog.untag_all(endpoint.arn)
        emit("endpoint", name=endpoint.name, status="Deleted")

    async def _stop(self, deployment: Deployment) -> None:
        await asyncio.to_thread(self._deployer.discard, deployment.server)

    async def _watch(self, endpoint: Endpoint, deployment: Deployment) -> None:
        # Not in a thread: it would be taken for as long as the endpoint lives.
        while deployment.server.alive:
            await asyncio.sleep(_WATCH_SECONDS)
        code = deployment.server.wait()
        if endpoint.deployment is deployment:
            emit(
                "endpoint",
                name=endpoint.name,
                status=endpoint.status,
                reason=f"its model server ended with code {code}",
                pid=deployment.server.pid,
            )

    def _start(self, work: Any) -> None:
        # asyncio keeps only weak references to tasks. A task inherits the request's account and
        # region.
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def describe(endpoint: Endpoint, configs: Records) -> Json:
    """Answer DescribeEndpoint."""
    answer: Json = {
        "EndpointName": endpoint.name,
        "EndpointArn": endpoint.arn,
        "EndpointConfigName": endpoint.config_name,
        "EndpointStatus": endpoint.status,
        "CreationTime": endpoint.created,
        "LastModifiedTime": endpoint.modified,
        "ProductionVariants": endpoint.variants,
    }
    if endpoint.failure_reason is not None:
        answer["FailureReason"] = endpoint.failure_reason
    if endpoint.deployment_config is not None:
        answer["LastDeploymentConfig"] = endpoint.deployment_config
    if endpoint.pending_config is not None:
        pending = configs.find(endpoint.pending_config)
        answer["PendingDeploymentSummary"] = {
            "EndpointConfigName": endpoint.pending_config,
            "ProductionVariants": _variants(pending) if pending else [],
            "StartTime": endpoint.update_started,
        }
    return answer


def _refuse_in_progress(endpoint: Endpoint) -> None:
    if endpoint.status in ("Creating", "Updating", "SystemUpdating", "RollingBack"):
        raise AwsError(
            "ValidationException", f'Cannot update in-progress endpoint "{endpoint.arn}".'
        )


def _variants(config: Json) -> list[Json]:
    return [_variant(variant) for variant in config["ProductionVariants"]]


def _variant(variant: Json) -> Json:
    weight = variant["InitialVariantWeight"]
    summary = {
        "VariantName": variant["VariantName"],
        "CurrentWeight": weight,
        "DesiredWeight": weight,
    }
    if "InitialInstanceCount" in variant:
        count = variant["InitialInstanceCount"]
        summary |= {"CurrentInstanceCount": count, "DesiredInstanceCount": count}
    if "ServerlessConfig" in variant:
        serverless = variant["ServerlessConfig"]
        summary |= {"CurrentServerlessConfig": serverless, "DesiredServerlessConfig": serverless}
    return summary
