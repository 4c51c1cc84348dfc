"""Calls an operation as the role of a state machine; its errors have the SDKs' names."""

import json
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from botocore.response import StreamingBody
from ministack.services import stepfunctions

from pictor_local.aws import Json
from pictor_local.services.stepfunctions.integration import (
    Integration,
    UnknownFieldError,
    parameters_of,
)
from pictor_local.services.stepfunctions.sessions import RoleError, Sessions

# Optimized integrations use version 1 of the SDK, whose errors without a class of their own have
# the client's.
_OPTIMIZED = {
    "lambda": ("Lambda", "AWSLambdaException"),
    "sagemaker": ("SageMaker", "AmazonSageMakerException"),
    "sns": ("SNS", "AmazonSNSException"),
    "sqs": ("SQS", "AmazonSQSException"),
    "events": ("EventBridge", "AmazonEventBridgeException"),
}
_SDK = {"sagemaker": "SageMaker", "sagemakerruntime": "SageMakerRuntime"}


class Calls:
    """Calls operations for tasks."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def call(self, integration: Integration, parameters: Any, role_arn: str) -> Any:
        """Call what a task names and return its result in Step Functions' shape.

        Raises:
            ministack's execution error: AWS refuses the call, or the function failed.
        """
        answer = self.ask(integration, integration.model.name, parameters, role_arn)
        if integration.resource_type == "lambda":
            return _of_function(answer)
        return _plain(answer, integration)

    def ask(self, integration: Integration, operation: str, parameters: Any, role_arn: str) -> Json:
        """Call an operation of the service that a task names and return AWS's answer.

        Raises:
            ministack's execution error: AWS refuses the call.
        """
        model = integration.model.service_model.operation_model(operation)
        try:
            client = self._sessions.client(integration.service, role_arn)
            given = parameters_of(parameters, model.input_shape)
            answer: Json = client._make_api_call(operation, given)
            return answer
        except ClientError as error:
            raise _failure(integration, model.error_shapes, error.response) from error
        except RoleError as error:
            raise stepfunctions._ExecutionError("States.Permissions", str(error)) from error
        except UnknownFieldError as error:
            raise stepfunctions._ExecutionError("States.Runtime", str(error)) from error
        except BotoCoreError as error:
            prefix, _ = _names(integration)
            raise stepfunctions._ExecutionError(
                f"{prefix}.SdkClientException", str(error)
            ) from error


def _names(integration: Integration) -> tuple[str, str]:
    """Return how errors of a service begin, and the class of those without one of their own."""
    if not integration.is_sdk:
        return _OPTIMIZED[integration.resource_type]
    service = integration.resource_type.partition(":")[2]
    known = stepfunctions._AWS_SDK_ERROR_PREFIX
    prefix = _SDK.get(service) or known.get(service, service.capitalize())
    return prefix, f"{prefix}Exception"


def _failure(integration: Integration, shapes: list[Any], response: Any) -> Exception:
    code, message = response["Error"]["Code"], response["Error"]["Message"]
    status = response["ResponseMetadata"]["HTTPStatusCode"]
    prefix, base = _names(integration)
    modelled = {shape.name for shape in shapes} | {
        shape.metadata.get("error", {}).get("code") for shape in shapes
    }
    name = base
    if code in modelled:
        name = code if code.endswith("Exception") else f"{code}Exception"
    cause = f"{message} (Service: {prefix}; Status Code: {status}; Error Code: {code})"
    error: Exception = stepfunctions._ExecutionError(f"{prefix}.{name}", cause)
    return error


def _of_function(answer: Json) -> Json:
    text = answer["Payload"].read().decode()
    payload = json.loads(text) if text else None
    if answer.get("FunctionError"):
        kind = payload.get("errorType") if isinstance(payload, dict) else None
        raise stepfunctions._ExecutionError(kind or "Lambda.Unknown", text)
    return {
        "ExecutedVersion": answer.get("ExecutedVersion", "$LATEST"),
        "Payload": payload,
        **_metadata(answer["ResponseMetadata"]),
        "StatusCode": answer["StatusCode"],
    }


def _plain(answer: Json, integration: Integration) -> Json:
    body = {name: value for name, value in answer.items() if name != "ResponseMetadata"}
    found: Json = json_of(body, epoch=not integration.is_sdk)
    return found if integration.is_sdk else {**found, **_metadata(answer["ResponseMetadata"])}


def _metadata(response: Json) -> Json:
    return {
        "SdkHttpMetadata": {"HttpStatusCode": response["HTTPStatusCode"]},
        "SdkResponseMetadata": {"RequestId": response.get("RequestId", "")},
    }


def json_of(value: Any, *, epoch: bool) -> Any:
    """Return an answer of botocore's as JSON.

    Args:
        value: the answer, or part of it.
        epoch: whether times are milliseconds since the epoch, else texts.
    """
    if isinstance(value, dict):
        return {name: json_of(one, epoch=epoch) for name, one in value.items()}
    if isinstance(value, list):
        return [json_of(one, epoch=epoch) for one in value]
    if isinstance(value, datetime):
        if epoch:
            return int(value.timestamp() * 1000)
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, StreamingBody):
        value = value.read()
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
