"""From an endpoint configuration to a running model server."""

import asyncio
import itertools
import logging
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pictor_local.aws import AwsError, Json
from pictor_local.services.sagemaker.artefact import ArtefactError, fetch, model_data_of
from pictor_local.services.sagemaker.catalog import Catalog
from pictor_local.services.sagemaker.model_server import ModelServer, ModelServerError, ServerSpec
from pictor_local.services.sagemaker.validation import check_model

_logger = logging.getLogger(__name__)
# Which server an image brings. https://github.com/aws/deep-learning-containers (repository names,
# read 2026-11)
_LAYOUTS = {
    "torchserve": re.compile(r"/pytorch-inference(-[a-z0-9]+)*[:@]"),
    "ray-serve": re.compile(r"/ray[:@]"),
}
# AWS's own default of ContainerStartupHealthCheckTimeoutInSeconds is not documented; a busy laptop
# needs minutes.
_READY_SECONDS = 300.0


class DeploymentError(Exception):
    """Why an endpoint cannot serve its configuration, in the words of its FailureReason."""


@dataclass(eq=False)
class Deployment:
    """A configuration that serves."""

    spec: ServerSpec
    model: Json
    """The model as it was when it was deployed."""
    variant: str
    serverless: Json | None
    """The variant's ServerlessConfig; None for one with instances."""
    server: ModelServer
    deaths: int = 0
    """How often its server has died since one last answered."""


class Deployer:
    """Starts model servers below a run directory."""

    def __init__(
        self, catalog: Catalog, run_dir: Path, log_dir: Path, serving_python: Path
    ) -> None:
        self._catalog = catalog
        self._run_dir = run_dir
        self._log_dir = log_dir
        self._serving_python = serving_python
        self._numbers = itertools.count(1)
        self._deployments: set[Deployment] = set()
        self.closed = False
        """Whether every server is being ended: that none runs is then as it should be."""

    async def deploy(self, endpoint_name: str, config: Json) -> Deployment:
        """Start what a configuration asks for and wait until it truly answers.

        Raises:
            DeploymentError: it never will.
        """
        directory = self._run_dir / "endpoints" / f"{endpoint_name}-{next(self._numbers)}"
        try:
            return await self._deploy(endpoint_name, config, directory)
        except (ModelServerError, ArtefactError, AwsError) as error:
            shutil.rmtree(directory, ignore_errors=True)
            raise DeploymentError(str(error)) from error
        except DeploymentError:
            raise
        except Exception as error:
            # An endpoint must not stay in Creating because of a fault of ours.
            _logger.exception("endpoint %s", endpoint_name)
            reason = f"the local AWS failed, see its emulator.log: {error!r}"
            raise DeploymentError(reason) from error

    async def _deploy(self, endpoint_name: str, config: Json, directory: Path) -> Deployment:
        variant = _only_variant(config)
        model = self._catalog.models.get(variant["ModelName"])
        spec = ServerSpec(
            name=endpoint_name,
            directory=directory,
            environment=_only_container(model).get("Environment", {}),
            log=self._log_dir / "endpoints" / f"{endpoint_name}.log",
            ready_seconds=variant.get(
                "ContainerStartupHealthCheckTimeoutInSeconds", _READY_SECONDS
            ),
            confined="ServerlessConfig" in variant,
        )
        return await self._serve(spec, model, variant)

    async def deploy_for_job(
        self, name: str, model: Json, environment: dict[str, str]
    ) -> Deployment:
        """Start the container of a model for a batch transform job.

        Args:
            name: name of the job.
            model: the model.
            environment: variables of the job, which win over the model's.

        Raises:
            DeploymentError: it never answers.
        """
        directory = self._run_dir / "jobs" / f"{name}-{next(self._numbers)}"
        try:
            spec = ServerSpec(
                name=name,
                directory=directory,
                environment={**_only_container(model).get("Environment", {}), **environment},
                log=self._log_dir / "jobs" / f"{name}.log",
                ready_seconds=_READY_SECONDS,
            )
            return await self._serve(spec, model, {"VariantName": ""})
        except (ModelServerError, ArtefactError, AwsError) as error:
            shutil.rmtree(directory, ignore_errors=True)
            raise DeploymentError(str(error)) from error

    async def _serve(self, spec: ServerSpec, model: Json, variant: Json) -> Deployment:
        uri = model_data_of(_only_container(model))
        if uri is None:
            raise DeploymentError(f"model '{model['ModelName']}' names no model data")
        # Again, since the role, its policies and the object may have changed since CreateModel.
        await check_model(model)
        await fetch(uri, spec.directory / "ml" / "model")
        server = await self._start(spec)
        deployment = Deployment(
            spec, model, variant["VariantName"], variant.get("ServerlessConfig"), server
        )
        self._deployments.add(deployment)
        try:
            await asyncio.to_thread(server.wait_until_ready)
        except BaseException:
            await self.discard(deployment)
            raise
        return deployment

    async def _start(self, spec: ServerSpec) -> ModelServer:
        starting = asyncio.ensure_future(asyncio.to_thread(ModelServer, spec, self._serving_python))
        try:
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            # Of a job that is stopped just now nobody else would end the server.
            (await starting).stop()
            raise

    async def start_again(self, deployment: Deployment) -> None:
        """Start a server from what is unpacked already, and wait until it truly answers.

        Raises:
            DeploymentError: it never will.
        """
        try:
            deployment.server = await asyncio.to_thread(
                ModelServer, deployment.spec, self._serving_python
            )
            await asyncio.to_thread(deployment.server.wait_until_ready)
        except (ModelServerError, OSError) as error:
            raise DeploymentError(str(error)) from error

    async def halt(self, deployment: Deployment) -> None:
        """End a server and keep what its model data was unpacked to."""
        await asyncio.to_thread(deployment.server.stop)

    async def discard(self, deployment: Deployment) -> None:
        """End a server and remove what its model data was unpacked to."""
        await asyncio.to_thread(self._discard, deployment)

    def _discard(self, deployment: Deployment) -> None:
        self._deployments.discard(deployment)
        deployment.server.stop()
        shutil.rmtree(deployment.spec.directory, ignore_errors=True)

    def stop_all(self) -> None:
        """End every server, ready or not."""
        self.closed = True
        for deployment in list(self._deployments):
            self._discard(deployment)


def _only_variant(config: Json) -> Json:
    variants = config["ProductionVariants"]
    if len(variants) != 1:
        raise DeploymentError(
            f"the local AWS serves one production variant an endpoint, got {len(variants)}"
        )
    only: Json = variants[0]
    return only


def _only_container(model: Json) -> Json:
    container: Any = model.get("PrimaryContainer")
    if container is None:
        raise DeploymentError(
            f"the local AWS serves models with a primary container, '{model['ModelName']}' has none"
        )
    image = container.get("Image", "")
    layout = next((name for name, pattern in _LAYOUTS.items() if pattern.search(image)), None)
    if layout != "torchserve":
        what = f"layout {layout}" if layout else "no known layout"
        raise DeploymentError(
            f"the local AWS serves images of pytorch-inference, image '{image}' has {what}"
        )
    found: Json = container
    return found
