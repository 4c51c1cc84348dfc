"""Models, endpoint configurations and tags: what SageMaker only keeps."""

import time
from collections.abc import Callable
from typing import Any

from ministack.core.responses import AccountRegionScopedDict

from pictor_local.aws import AwsError, Json, arn
from pictor_local.services.sagemaker.validation import check_endpoint_config, check_model


class Records:
    """Records of one kind, by name, in the account and region of the current request."""

    def __init__(self, noun: str, kind: str) -> None:
        self.noun = noun
        """How AWS's messages call one, for example `endpoint configuration`."""
        self._kind = kind
        self._store: Any = AccountRegionScopedDict()

    def arn(self, name: str) -> str:
        """Return the ARN that one of this name has or would have."""
        return arn("sagemaker", f"{self._kind}/{name.lower()}")

    def get(self, name: str) -> Any:
        """Return a record, or fail as AWS does: the provider looks for this very wording."""
        record = self._store.get(name)
        if record is None:
            raise AwsError("ValidationException", f'Could not find {self.noun} "{self.arn(name)}".')
        return record

    def find(self, name: str) -> Any | None:
        """Return a record or None."""
        return self._store.get(name)

    def add(self, name: str, record: Any) -> None:
        """Keep a new record; a name is taken only once."""
        if name in self._store:
            raise AwsError(
                "ValidationException",
                f'Cannot create already existing {self.noun} "{self.arn(name)}".',
            )
        self._store[name] = record

    def remove(self, name: str) -> None:
        """Forget a record that must exist."""
        self.get(name)
        self._store.pop(name)

    def forget(self, name: str) -> None:
        """Forget a record whether or not it exists."""
        self._store.pop(name, None)

    def values(self) -> list[Any]:
        """Return all records."""
        return list(self._store.values())

    def everywhere(self, which: Callable[[Any], bool] = lambda _: True) -> list[str]:
        """Return the names of all records of all regions, or of those of one kind."""
        return [key[-1] for key, record in self._store.all_items() if which(record)]


class Catalog:
    """The control plane's records other than endpoints."""

    def __init__(self) -> None:
        self.models = Records("model", "model")
        self.configs = Records("endpoint configuration", "endpoint-config")
        self._tags: Any = AccountRegionScopedDict()

    async def create_model(self, body: Json) -> Json:
        """Keep a model after the checks that AWS does at once."""
        body = dict(body)
        tags = body.pop("Tags", [])
        name = body["ModelName"]
        await check_model(body)
        if "PrimaryContainer" in body:
            body["PrimaryContainer"] = {"Mode": "SingleModel", **body["PrimaryContainer"]}
        record = {"EnableNetworkIsolation": False, **body}
        record |= {"ModelArn": self.models.arn(name), "CreationTime": time.time()}
        self.models.add(name, record)
        self.tag(record["ModelArn"], tags)
        return {"ModelArn": record["ModelArn"]}

    def create_endpoint_config(self, body: Json) -> Json:
        """Keep an endpoint configuration whose models exist."""
        body = dict(body)
        tags = body.pop("Tags", [])
        name = body["EndpointConfigName"]
        variants = [
            {"InitialVariantWeight": 1.0, **variant}
            for variant in body.get("ProductionVariants", [])
        ]
        check_endpoint_config(
            {**body, "ProductionVariants": variants},
            {variant["ModelName"]: self.models.get(variant["ModelName"]) for variant in variants},
        )
        record = {**body, "ProductionVariants": variants, "EnableNetworkIsolation": False}
        record |= {"EndpointConfigArn": self.configs.arn(name), "CreationTime": time.time()}
        self.configs.add(name, record)
        self.tag(record["EndpointConfigArn"], tags)
        return {"EndpointConfigArn": record["EndpointConfigArn"]}

    def delete_model(self, name: str) -> Json:
        """Forget a model; AWS allows it while an endpoint uses it, and so does this."""
        self.models.remove(name)
        self.untag_all(self.models.arn(name))
        return {}

    def delete_endpoint_config(self, name: str) -> Json:
        """Forget a configuration; AWS allows it while an endpoint uses it, and so does this."""
        self.configs.remove(name)
        self.untag_all(self.configs.arn(name))
        return {}

    def tag(self, resource: str, tags: list[Json]) -> None:
        """Add tags to a resource or change them."""
        self._tags.setdefault(resource, {}).update({tag["Key"]: tag["Value"] for tag in tags})

    def untag(self, resource: str, keys: list[str]) -> Json:
        """Remove tags of a resource."""
        for key in keys:
            self._tags.setdefault(resource, {}).pop(key, None)
        return {}

    def untag_all(self, resource: str) -> None:
        """Forget all tags of a resource that is gone."""
        self._tags.pop(resource, None)

    def tags_of(self, resource: str) -> list[Json]:
        """Return the tags of a resource in AWS's shape."""
        return [{"Key": key, "Value": value} for key, value in self._tags.get(resource, {}).items()]


def listing(records: list[Json], query: Json, member: str, fields: tuple[str, ...]) -> Json:
    """Answer a List operation: newest first, by part of the name, without pages."""
    name_field = fields[0]
    wanted = [record for record in records if query.get("NameContains", "") in record[name_field]]
    wanted.sort(
        key=lambda record: record["CreationTime"], reverse=query.get("SortOrder") != "Ascending"
    )
    return {member: [{name: record[name] for name in fields} for record in wanted]}
