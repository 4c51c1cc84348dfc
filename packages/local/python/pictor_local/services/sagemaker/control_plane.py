"""The operations of SageMaker that the stacks and their tools call."""

from collections.abc import Awaitable, Callable

from pictor_local.aws import Json
from pictor_local.services.call import Answer
from pictor_local.services.sagemaker.catalog import Catalog, listing
from pictor_local.services.sagemaker.endpoint import describe
from pictor_local.services.sagemaker.endpoints import Endpoints
from pictor_local.services.sagemaker.jobs.training_jobs import TrainingJobs
from pictor_local.services.sagemaker.jobs.transform_jobs import TransformJobs


class ControlPlane:
    """The operations, by name."""

    def __init__(
        self,
        catalog: Catalog,
        endpoints: Endpoints,
        transform_jobs: TransformJobs,
        training_jobs: TrainingJobs,
    ) -> None:
        self._catalog = catalog
        self._endpoints = endpoints
        models, configs = catalog.models, catalog.configs
        self.operations: dict[str, Callable[[Json], Answer | Awaitable[Answer]]] = {
            "CreateModel": catalog.create_model,
            "DescribeModel": lambda body: models.get(body["ModelName"]),
            "ListModels": self._list_models,
            "DeleteModel": lambda body: catalog.delete_model(body["ModelName"]),
            "CreateEndpointConfig": catalog.create_endpoint_config,
            "DescribeEndpointConfig": lambda body: configs.get(body["EndpointConfigName"]),
            "ListEndpointConfigs": self._list_configs,
            "DeleteEndpointConfig": lambda body: catalog.delete_endpoint_config(
                body["EndpointConfigName"]
            ),
            "CreateEndpoint": endpoints.create,
            "DescribeEndpoint": self._describe_endpoint,
            "ListEndpoints": self._list_endpoints,
            "UpdateEndpoint": endpoints.update,
            "UpdateEndpointWeightsAndCapacities": endpoints.scale,
            "DeleteEndpoint": lambda body: endpoints.delete(body["EndpointName"]),
            "CreateTransformJob": transform_jobs.create,
            "DescribeTransformJob": transform_jobs.describe,
            "ListTransformJobs": transform_jobs.summaries,
            "StopTransformJob": transform_jobs.stop,
            "CreateTrainingJob": training_jobs.create,
            "DescribeTrainingJob": training_jobs.describe,
            "ListTrainingJobs": training_jobs.summaries,
            "StopTrainingJob": training_jobs.stop,
            "ListTags": lambda body: {"Tags": catalog.tags_of(body["ResourceArn"])},
            "AddTags": self._add_tags,
            "DeleteTags": lambda body: catalog.untag(body["ResourceArn"], body["TagKeys"]),
        }

    def _list_models(self, body: Json) -> Json:
        fields = ("ModelName", "ModelArn", "CreationTime")
        return listing(self._catalog.models.values(), body, "Models", fields)

    def _list_configs(self, body: Json) -> Json:
        fields = ("EndpointConfigName", "EndpointConfigArn", "CreationTime")
        return listing(self._catalog.configs.values(), body, "EndpointConfigs", fields)

    def _list_endpoints(self, body: Json) -> Json:
        described = [describe(endpoint) for endpoint in self._endpoints.records.values()]
        wanted = [
            one for one in described if body.get("StatusEquals") in (None, one["EndpointStatus"])
        ]
        fields = (
            "EndpointName",
            "EndpointArn",
            "CreationTime",
            "LastModifiedTime",
            "EndpointStatus",
        )
        return listing(wanted, body, "Endpoints", fields)

    def _describe_endpoint(self, body: Json) -> Json:
        return describe(self._endpoints.records.get(body["EndpointName"]))

    def _add_tags(self, body: Json) -> Json:
        self._catalog.tag(body["ResourceArn"], body["Tags"])
        return {"Tags": self._catalog.tags_of(body["ResourceArn"])}
