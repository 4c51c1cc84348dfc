"""Puts SageMaker into ministack."""

from pathlib import Path

from pictor_local import aws
from pictor_local.application_auto_scaling import ApplicationAutoScaling, ScalableTargets
from pictor_local.delays import Delays
from pictor_local.metrics.endpoints import EndpointMetrics
from pictor_local.sagemaker.catalog import Catalog
from pictor_local.sagemaker.control_plane import ControlPlane
from pictor_local.sagemaker.deployment import Deployer
from pictor_local.sagemaker.endpoints import Endpoints
from pictor_local.sagemaker.runtime import Runtime
from pictor_local.sagemaker.variant_scaler import VariantScaler
from pictor_local.settings import Settings


class SageMaker:
    """The whole service, with the Application Auto Scaling of its endpoints."""

    def __init__(self, settings: Settings, delays: Delays) -> None:
        run_dir: Path = settings.run_dir
        self.catalog = Catalog()
        self.targets = ScalableTargets()
        self._deployer = Deployer(self.catalog, run_dir, settings.log_dir, settings.serving_python)
        self.endpoints = Endpoints(self.catalog, self._deployer, delays, self.targets)

    def install(self, metrics: EndpointMetrics) -> None:
        """Serve `sagemaker`, `sagemaker-runtime` and `application-autoscaling`."""
        aws.serve("sagemaker", ControlPlane(self.catalog, self.endpoints).handle)
        aws.serve("sagemaker-runtime", Runtime(self.endpoints, metrics).handle)
        scaler = VariantScaler(self.endpoints)
        auto_scaling = ApplicationAutoScaling(self.targets, scaler.count, scaler.scale)
        aws.serve("application-autoscaling", auto_scaling.handle)

    def stop(self) -> None:
        """End every model server."""
        self._deployer.stop_all()
