"""SageMaker: its control plane, and InvokeEndpoint."""

import re
from collections.abc import Mapping, Sequence

from pictor_local.aws import Json, arn
from pictor_local.services.call import Call, Operation, of_params
from pictor_local.services.parts import Parts
from pictor_local.services.sagemaker.control_plane import ControlPlane
from pictor_local.services.sagemaker.differences import DIFFERENCES
from pictor_local.services.sagemaker.permissions import further
from pictor_local.services.sagemaker.runtime import Runtime
from pictor_local.services.sagemaker.shims import SHIMS
from pictor_local.services.service import Permission, Recognition, Route, Service, Shim

# By which member a request names its resource, the first that it has.
_RESOURCES = {
    "ResourceArn": None,
    "EndpointName": "endpoint",
    "TransformJobName": "transform-job",
    "TrainingJobName": "training-job",
    "EndpointConfigName": "endpoint-config",
    "ModelName": "model",
}


class SageMaker(Service):
    """Models, endpoint configurations and endpoints that serve, which ministack lacks."""

    name = "sagemaker"
    title = "SageMaker"
    folder = "sagemaker"
    base = "Pictor"
    recognition = Recognition(target_prefix="SageMaker.")
    iam_namespace = "sagemaker"
    shims = SHIMS
    differences = DIFFERENCES

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self._catalog = parts.catalog
        self._targets = parts.scalable_targets
        self._endpoints = parts.endpoints
        self._deployer = parts.deployer
        self._transform_jobs = parts.transform_jobs
        self._training_jobs = parts.training_jobs
        self._control_plane = ControlPlane(
            parts.catalog, parts.endpoints, parts.transform_jobs, parts.training_jobs
        )

    @property
    def operations(self) -> Mapping[str, Operation]:
        """Return every operation that there is."""
        return of_params(self._control_plane.operations)

    def iam_resource(self, call: Call) -> str:
        """Return the ARN of what the request names; `*` for a list."""
        if call.operation.startswith("List") and call.operation != "ListTags":
            return "*"
        params = call.params
        for member, kind in _RESOURCES.items():
            if member in params:
                name = str(params[member])
                return name if kind is None else arn("sagemaker", f"{kind}/{name.lower()}")
        return "*"

    def permissions(self, call: Call) -> Sequence[Permission]:
        """Return what the caller must be allowed: some calls take more than their action."""
        resource = self.iam_resource(call)
        more = further(call.operation, call.params, resource, self._targets)
        return [Permission(self.iam_action(call), resource), *more]

    def holds(self) -> Mapping[str, list[str]]:
        """Return the names of models, configurations, endpoints and jobs that have not ended."""
        return {
            "models": self._catalog.models.everywhere(),
            "endpointConfigs": self._catalog.configs.everywhere(),
            "endpoints": self._endpoints.records.everywhere(),
            "runningJobs": self._transform_jobs.running() + self._training_jobs.running(),
        }

    def routes(self) -> Mapping[tuple[str, str], Route]:
        """Return the routes that let something happen to an endpoint or a training job."""
        return {("POST", "endpoints"): self._happen, ("POST", "jobs"): self._happen_to_job}

    def stop(self) -> None:
        """End every model server and every container of a training job."""
        self._deployer.stop_all()
        self._training_jobs.stop_all()

    async def _happen(self, name: str, body: Json) -> Json:
        return self._endpoints.happen(name, body["event"])

    async def _happen_to_job(self, name: str, body: Json) -> Json:
        return self._training_jobs.happen(name, body["event"])


class SageMakerRuntime(Service):
    """InvokeEndpoint, which ministack lacks."""

    name = "sagemaker-runtime"
    title = "SageMaker Runtime"
    folder = "sagemaker"
    base = "Pictor"
    rest_model = "sagemaker-runtime"
    # It signs as `sagemaker`, whose own requests are recognised by their target.
    recognition = Recognition(path=re.compile(r"/endpoints/[^/]+/invocations"))
    iam_namespace = "sagemaker"
    shims = (
        Shim(
            parts=("sagemaker/runtime", "sagemaker/invocation"),
            behaviour=(
                "6 MB (serverless 4 MB) of request and answer, 60 s, ModelError 424 with "
                "the container's own status and body; only three response headers pass"
            ),
            source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html",
            test="test_sagemaker_endpoint",
            gap="test_sagemaker_is_absent",
        ),
    )
    differences = (
        "An answer over the limit of size is a ModelError; AWS does not document what it is there.",
    )

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self._runtime = Runtime(parts.endpoints, parts.endpoint_metrics)

    @property
    def operations(self) -> Mapping[str, Operation]:
        """Return the only operation."""
        return {"InvokeEndpoint": self._runtime.invoke}

    def iam_resource(self, call: Call) -> str:
        """Return the ARN of the endpoint."""
        return arn("sagemaker", f"endpoint/{call.labels.get('EndpointName', '').lower()}")
