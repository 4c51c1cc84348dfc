"""Which metrics AWS emits: one row each, with the page that says so.

All pages were read 2026-11. Dimensions are sets: a datapoint is emitted once for each set that the
source of the metric can fill.
"""

from dataclasses import dataclass

_GATEWAY = (
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/"
    "api-gateway-metrics-and-dimensions.html"
)
_LAMBDA = "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html"
_SAGEMAKER = "https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html"
_SERVERLESS = "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-monitoring.html"
_STATES = "https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html"
READ = "2026-11"
Dimensions = tuple[tuple[str, ...], ...]
_API: Dimensions = (("ApiName",), ("ApiName", "Stage"), ("ApiName", "Method", "Resource", "Stage"))
_FUNCTION: Dimensions = ((), ("FunctionName",), ("FunctionName", "Resource"))
_MACHINE: Dimensions = (("StateMachineArn",),)
_VARIANT: Dimensions = (("EndpointName", "VariantName"),)


@dataclass(frozen=True)
class Metric:
    """One metric of one namespace."""

    namespace: str
    name: str
    unit: str
    dimensions: Dimensions
    source: str
    """Where AWS describes it."""


TABLE = (
    Metric("AWS/ApiGateway", "4XXError", "Count", _API, _GATEWAY),
    Metric("AWS/ApiGateway", "5XXError", "Count", _API, _GATEWAY),
    Metric("AWS/ApiGateway", "Count", "Count", _API, _GATEWAY),
    Metric("AWS/ApiGateway", "Latency", "Milliseconds", _API, _GATEWAY),
    Metric("AWS/ApiGateway", "IntegrationLatency", "Milliseconds", _API, _GATEWAY),
    Metric("AWS/Lambda", "Invocations", "Count", _FUNCTION, _LAMBDA),
    Metric("AWS/Lambda", "Errors", "Count", _FUNCTION, _LAMBDA),
    Metric("AWS/Lambda", "Throttles", "Count", _FUNCTION, _LAMBDA),
    Metric("AWS/Lambda", "Duration", "Milliseconds", _FUNCTION, _LAMBDA),
    Metric("AWS/Lambda", "ConcurrentExecutions", "Count", _FUNCTION, _LAMBDA),
    Metric("AWS/States", "ExecutionsStarted", "Count", _MACHINE, _STATES),
    Metric("AWS/States", "ExecutionsSucceeded", "Count", _MACHINE, _STATES),
    Metric("AWS/States", "ExecutionsFailed", "Count", _MACHINE, _STATES),
    Metric("AWS/States", "ExecutionsTimedOut", "Count", _MACHINE, _STATES),
    Metric("AWS/States", "ExecutionsAborted", "Count", _MACHINE, _STATES),
    Metric("AWS/States", "ExecutionThrottled", "Count", _MACHINE, _STATES),
    Metric("AWS/States", "ExecutionTime", "Milliseconds", _MACHINE, _STATES),
    Metric("AWS/SageMaker", "Invocations", "None", _VARIANT, _SAGEMAKER),
    Metric("AWS/SageMaker", "InvocationsPerInstance", "None", _VARIANT, _SAGEMAKER),
    Metric("AWS/SageMaker", "Invocation4XXErrors", "None", _VARIANT, _SAGEMAKER),
    Metric("AWS/SageMaker", "Invocation5XXErrors", "None", _VARIANT, _SAGEMAKER),
    Metric("AWS/SageMaker", "InvocationModelErrors", "None", _VARIANT, _SAGEMAKER),
    Metric("AWS/SageMaker", "ModelLatency", "Microseconds", _VARIANT, _SAGEMAKER),
    Metric("AWS/SageMaker", "OverheadLatency", "Microseconds", _VARIANT, _SAGEMAKER),
    Metric("AWS/SageMaker", "ConcurrentRequestsPerModel", "None", _VARIANT, _SAGEMAKER),
    Metric("AWS/SageMaker", "ModelSetupTime", "Microseconds", _VARIANT, _SERVERLESS),
    Metric(
        "AWS/SageMaker",
        "ServerlessConcurrentExecutionsUtilization",
        "None",
        _VARIANT,
        _SERVERLESS,
    ),
    Metric("/aws/sagemaker/Endpoints", "CPUUtilization", "Percent", _VARIANT, _SAGEMAKER),
    Metric("/aws/sagemaker/Endpoints", "MemoryUtilization", "Percent", _VARIANT, _SAGEMAKER),
    Metric("/aws/sagemaker/Endpoints", "DiskUtilization", "Percent", _VARIANT, _SAGEMAKER),
)


# Each request asks for a dozen.
_ROWS = {(one.namespace, one.name): one for one in TABLE}


def row(namespace: str, name: str) -> Metric:
    """Return the row of a metric; asking for one that AWS does not have is a fault of ours."""
    return _ROWS[namespace, name]
