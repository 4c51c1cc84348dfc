"""Which service a request is for, where ministack does not know."""

from typing import Any

import ministack.app as ministack
from ministack.core import iam_actions, router

from pictor_local import application_auto_scaling, service_quotas
from pictor_local.aws import arn
from pictor_local.sagemaker import runtime

_detect = router.detect_service
_action = iam_actions.extract_iam_action
_resource = iam_actions.extract_resource_arn


def install() -> None:
    """Teach ministack's router and its policy engine the services that are added."""
    # The function is imported by name, so both modules hold it.
    router.detect_service = ministack.detect_service = detect_service
    iam_actions.SERVICE_TO_IAM_NAMESPACE.update(
        {
            "sagemaker": "sagemaker",
            "sagemaker-runtime": "sagemaker",
            "application-autoscaling": "application-autoscaling",
            "servicequotas": "servicequotas",
        }
    )
    # An unregistered service would be allowed silently.
    iam_actions.extract_iam_action = extract_iam_action
    iam_actions.extract_resource_arn = extract_resource_arn


def detect_service(
    method: str, path: str, headers: dict[str, str], query: dict[str, list[str]]
) -> str:
    """Return the name of the service that a request is for."""
    if headers.get("x-amz-target", "").startswith("SageMaker."):
        return "sagemaker"
    if headers.get("x-amz-target", "").startswith(application_auto_scaling.TARGET_PREFIX):
        return "application-autoscaling"
    if headers.get("x-amz-target", "").startswith(service_quotas.TARGET_PREFIX):
        return "servicequotas"
    if runtime.PATH.fullmatch(path):
        return "sagemaker-runtime"
    return str(_detect(method, path, headers, query))


def extract_iam_action(service: str, *rest: Any, **named: Any) -> str | None:
    """Return the IAM action of a request."""
    if service == "sagemaker-runtime":
        return "sagemaker:InvokeEndpoint"
    action: str | None = _action(service, *rest, **named)
    return action


def extract_resource_arn(service: str, method: str, path: str, *rest: Any, **named: Any) -> str:
    """Return the ARN that a request's policies are evaluated for."""
    match = runtime.PATH.fullmatch(path)
    if service == "sagemaker-runtime" and match is not None:
        return arn("sagemaker", f"endpoint/{match[1].lower()}")
    return str(_resource(service, method, path, *rest, **named))
