"""What calling Application Auto Scaling takes, and under which condition keys.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsapplicationautoscaling.html
https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-prerequisites.html (2026-11)
"""

import re
from collections.abc import Iterator

from pictor_local.aws import Json, arn
from pictor_local.services.application_autoscaling.operations import ScalableTargets, key_of
from pictor_local.services.service import Permission

_NAMESPACE = "application-autoscaling"
_NEW = "scalable-target/new"
"""A target that is not there yet has an id that nobody knows."""
_ENDPOINT = re.compile(r"(endpoint/[^/]+)/variant/.*")


def needed(operation: str, params: Json, targets: ScalableTargets) -> Iterator[Permission]:
    """Return the permissions that a call needs."""
    action = f"{_NAMESPACE}:{operation}"
    if "ResourceARN" in params:
        tags = targets.tags.get(params["ResourceARN"])
        yield Permission(action, params["ResourceARN"], _tag_keys(tags))
    elif operation.startswith("Describe"):
        yield Permission(action, "*")
    else:
        known = targets.targets.get(key_of(params))
        resource = known["ScalableTargetARN"] if known else arn(_NAMESPACE, _NEW)
        keys = keys_of(params, targets.tags.get(resource))
        asked = {f"aws:RequestTag/{key}": tag for key, tag in (params.get("Tags") or {}).items()}
        yield Permission(action, resource, {**keys, **asked})
        if asked:
            yield Permission(f"{_NAMESPACE}:TagResource", resource, {**keys, **asked})
        endpoint = _ENDPOINT.fullmatch(params["ResourceId"])
        if operation == "RegisterScalableTarget" and endpoint:
            yield Permission("sagemaker:DescribeEndpoint", arn("sagemaker", endpoint[1].lower()))


def keys_of(target: Json, tags: Json | None) -> Json:
    """Return the condition keys of a call on a target with these tags."""
    return {
        f"{_NAMESPACE}:service-namespace": target["ServiceNamespace"],
        f"{_NAMESPACE}:scalable-dimension": target["ScalableDimension"],
        **_tag_keys(tags),
    }


def _tag_keys(tags: Json | None) -> Json:
    return {f"aws:ResourceTag/{key}": tag for key, tag in (tags or {}).items()}
