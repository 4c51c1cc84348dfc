"""Puts SageMaker into ministack."""

from pathlib import Path

from pictor_local import aws
from pictor_local.sagemaker.catalog import Catalog
from pictor_local.sagemaker.control_plane import ControlPlane
from pictor_local.sagemaker.deployment import Deployer
from pictor_local.sagemaker.endpoints import Endpoints
from pictor_local.sagemaker.runtime import Runtime
from pictor_local.settings import Settings


class SageMaker:
    """The whole service."""

    def __init__(self, settings: Settings) -> None:
        run_dir: Path = settings.run_dir
        self.catalog = Catalog()
        self._deployer = Deployer(self.catalog, run_dir, settings.log_dir, settings.serving_python)
        self.endpoints = Endpoints(self.catalog, self._deployer, settings.creating_seconds)

    def install(self) -> None:
        """Serve `sagemaker` and `sagemaker-runtime`."""
        aws.serve("sagemaker", ControlPlane(self.catalog, self.endpoints).handle)
        aws.serve("sagemaker-runtime", Runtime(self.endpoints).handle)

    def stop(self) -> None:
        """End every model server."""
        self._deployer.stop_all()
