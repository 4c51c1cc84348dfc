"""Tags of what has an ARN: kept where the answers about it are read from."""

from typing import Any

from ministack.services import apigateway_v1

from pictor_local.aws import AwsError, Json
from pictor_local.services.call import Call

# ministack's stores by the collection that an ARN names.
_STORES = {
    "restapis": "_rest_apis",
    "apikeys": "_api_keys",
    "usageplans": "_usage_plans",
    "domainnames": "_domain_names",
}


def read(call: Call) -> Json:
    """Return the tags that a description of the resource shows."""
    return {"tags": _tags(call)}


def add(call: Call) -> Json:
    """Keep tags; ministack puts them aside, where only GetTags sees them."""
    _tags(call).update(call.params.get("tags") or {})
    return {}


def remove(call: Call) -> Json:
    """Forget tags."""
    tags = _tags(call)
    for key in call.params.get("tagKeys") or []:
        tags.pop(key, None)
    return {}


def _tags(call: Call) -> dict[str, str]:
    wanted = call.labels["resourceArn"]
    name, refused = apigateway_v1._resolve_v1_tag_resource_arn(wanted)
    if refused is not None:
        code = "NotFoundException" if refused[0] == 404 else "BadRequestException"
        raise AwsError(code, f"Invalid resource ARN specified: {wanted}", refused[0])
    kind, key, *stage = name.partition("::/")[2].split("/")
    record: Any = getattr(apigateway_v1, _STORES[kind])[key]
    if stage:
        record = apigateway_v1._stages_v1[key][stage[1]]
    if record.get("tags") is None:
        record["tags"] = {}
    tags: dict[str, str] = record["tags"]
    return tags
