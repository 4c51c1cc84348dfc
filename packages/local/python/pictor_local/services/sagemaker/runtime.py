"""InvokeEndpoint: what reaches the model server, and what of its answer reaches the caller."""

import json
from typing import Any

from ministack.core.responses import get_account_id, get_region

from pictor_local.aws import AwsError, Reply, Request, arn
from pictor_local.clock import clock
from pictor_local.services.call import Call
from pictor_local.services.sagemaker.deployment import Deployment, DeploymentError
from pictor_local.services.sagemaker.endpoint import SERVING, Endpoint
from pictor_local.services.sagemaker.endpoints import Endpoints
from pictor_local.services.sagemaker.invocation import Answer
from pictor_local.services.sagemaker.metrics import EndpointMetrics, Invocation

ATTRIBUTES = "x-amzn-sagemaker-custom-attributes"
# In the spelling that a container sees: TorchServe's handlers look headers up by exact name.
_FORWARDED = ("Content-Type", "Accept", "X-Amzn-SageMaker-Custom-Attributes")
# Requests and answers alike: BodyBlob of InvokeEndpointInput and -Output in botocore's model, and
# https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-invoke.html (read 2026-11)
_REAL_TIME_BYTES = 6 * 1024 * 1024
_SERVERLESS_BYTES = 4 * 1024 * 1024
_LIMIT_SECONDS = 60.0
_TIMED_OUT = (
    "Your invocation timed out while waiting for a response from container primary. "
    "Review the latency metrics for each container in Amazon CloudWatch, resolve the issue, "
    "and try again."
)


class Runtime:
    """The data plane of the endpoints."""

    def __init__(self, endpoints: Endpoints, metrics: EndpointMetrics) -> None:
        self._endpoints = endpoints
        self._metrics = metrics

    async def invoke(self, call: Call) -> Reply:
        """Answer one invocation."""
        request = call.request
        endpoint, deployment = self._serving(call.labels["EndpointName"])
        limit = _limit(deployment)
        if len(request.body) > limit:
            return _json(413, {"message": f"HTTP content length exceeded {limit} bytes."})
        serverless = self._endpoints.keeper.serverless(deployment)
        with self._metrics.invocation(endpoint, deployment) as measured:
            if serverless is None:
                return await _invoke(endpoint, deployment, request, measured)
            try:
                async with serverless.use() as measured.setup_seconds:
                    return await _invoke(endpoint, deployment, request, measured)
            except DeploymentError as error:
                return _model_error(endpoint, 0, "", str(error))

    def _serving(self, name: str) -> tuple[Endpoint, Deployment]:
        endpoint: Endpoint | None = self._endpoints.records.find(name)
        serving = endpoint.status in SERVING if endpoint else False
        deployment = endpoint.traffic.next() if endpoint and serving else None
        if endpoint is None or deployment is None:
            raise AwsError(
                "ValidationError", f"Endpoint {name} of account {get_account_id()} not found."
            )
        return endpoint, deployment


def _limit(deployment: Deployment) -> int:
    """Return how many bytes a request or an answer of a deployment may have."""
    return _REAL_TIME_BYTES if deployment.serverless is None else _SERVERLESS_BYTES


async def _invoke(
    endpoint: Endpoint, deployment: Deployment, request: Request, measured: Invocation
) -> Reply:
    headers = {
        name: request.headers[name.lower()]
        for name in _FORWARDED
        if name.lower() in request.headers
    }
    began = clock.monotonic()
    try:
        answer = await deployment.server.post(headers, request.body, _LIMIT_SECONDS)
    except TimeoutError:
        return _model_error(endpoint, 0, "", _TIMED_OUT)
    except OSError as error:
        endpoint.tell(f"its model server broke the connection off: {error}")
        message = "The primary container did not answer: it broke off or is not running."
        return _model_error(endpoint, 0, "", message)
    finally:
        measured.model_seconds = clock.monotonic() - began
    measured.model_status = answer.status
    if answer.status < 500:
        deployment.deaths = 0
    return _hand_back(endpoint, deployment, answer)


def _hand_back(endpoint: Endpoint, deployment: Deployment, answer: Answer) -> Reply:
    if answer.status >= 400:
        text = answer.body.decode("utf-8", "replace")
        side = "client" if answer.status < 500 else "server"
        message = f'Received {side} error ({answer.status}) from primary with message "{text}".'
        return _model_error(endpoint, answer.status, text, message)
    if len(answer.body) > _limit(deployment):
        message = (
            f"The answer of the primary container has {len(answer.body)} bytes, "
            f"at most {_limit(deployment)} are handed on."
        )
        return _model_error(endpoint, answer.status, "", message)
    headers = {
        "Content-Type": answer.headers.get("content-type", "application/octet-stream"),
        "x-Amzn-Invoked-Production-Variant": deployment.variant,
    }
    if ATTRIBUTES in answer.headers:
        headers["X-Amzn-SageMaker-Custom-Attributes"] = answer.headers[ATTRIBUTES]
    return 200, headers, answer.body


def _model_error(endpoint: Endpoint, status: int, original: str, message: str) -> Reply:
    group = f"/aws/sagemaker/Endpoints/{endpoint.name}"
    console = f"https://{get_region()}.console.aws.amazon.com/cloudwatch/home?region={get_region()}"
    where = f"See {console}#logEventViewer:group={group} in account {get_account_id()}"
    body = {
        "ErrorCode": "CLIENT_ERROR_FROM_MODEL"
        if 400 <= status < 500
        else "SERVER_ERROR_FROM_MODEL",
        "LogStreamArn": arn("logs", f"log-group:{group}"),
        "Message": f"{message} {where} for more information.",
        "OriginalMessage": original,
        "OriginalStatusCode": status,
    }
    return _json(424, body, "ModelError")


def _json(status: int, body: dict[str, Any], error_type: str | None = None) -> Reply:
    headers = {"Content-Type": "application/json"}
    if error_type:
        headers["x-amzn-ErrorType"] = error_type
    return status, headers, json.dumps(body).encode()
