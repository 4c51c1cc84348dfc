"""What the services of one emulator share."""

from pictor_local.delays import Delays
from pictor_local.faults import Faults
from pictor_local.services.application_autoscaling.operations import ScalableTargets
from pictor_local.services.cloudwatch.alarms.evaluation import evaluate_everywhere
from pictor_local.services.cloudwatch.metrics.publisher import Publisher
from pictor_local.services.sagemaker.catalog import Catalog
from pictor_local.services.sagemaker.deployment import Deployer
from pictor_local.services.sagemaker.endpoints import Endpoints
from pictor_local.services.sagemaker.jobs.training_jobs import TrainingJobs
from pictor_local.services.sagemaker.jobs.transform_jobs import TransformJobs
from pictor_local.services.sagemaker.metrics import EndpointMetrics
from pictor_local.services.servicequotas.quotas import Quotas
from pictor_local.settings import Settings


class Parts:
    """State that more than one service reads or changes."""

    def __init__(self, settings: Settings, delays: Delays, faults: Faults) -> None:
        self.settings = settings
        self.delays = delays
        self.faults = faults
        self.quotas = Quotas()
        self.publisher = Publisher(delays, evaluate_everywhere)
        self.scalable_targets = ScalableTargets()
        self.catalog = Catalog()
        self.deployer = Deployer(
            self.catalog, settings.run_dir, settings.log_dir, settings.serving_python
        )
        self.endpoints = Endpoints(self.catalog, self.deployer, delays, self.scalable_targets)
        self.transform_jobs = TransformJobs(
            self.catalog, self.deployer, delays, faults, self.quotas
        )
        self.training_jobs = TrainingJobs(self.catalog, settings, delays, faults, self.quotas)
        self.endpoint_metrics = EndpointMetrics(self.publisher)
