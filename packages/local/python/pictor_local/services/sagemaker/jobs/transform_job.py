"""A batch transform job: how AWS describes it, and its events."""

from pictor_local.aws import Json
from pictor_local.services.sagemaker.jobs.job import Job

_MB = 1024 * 1024
# https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html and
# API_ModelClientConfig.html (read 2026-11)
_PAYLOAD_MB = 6
_CONCURRENT = 1
_TIMEOUT_SECONDS = 600
_RETRIES = 3
LARGEST_PAYLOAD_MB = 100


def concurrent_of(request: Json) -> int:
    """Return how many objects are asked at a time; 0 leaves it to the container, which has none."""
    return int(request.get("MaxConcurrentTransforms") or _CONCURRENT)


def payload_mb_of(request: Json) -> int:
    """Return MaxPayloadInMB; 0 is no limit."""
    return int(request.get("MaxPayloadInMB", _PAYLOAD_MB))


def largest_of(request: Json) -> int | None:
    """Return the most bytes that an object may have; None for no limit."""
    return payload_mb_of(request) * _MB or None


def timeout_of(request: Json) -> float:
    """Return how many seconds an answer may take."""
    config = request.get("ModelClientConfig", {})
    return float(config.get("InvocationsTimeoutInSeconds", _TIMEOUT_SECONDS))


def retries_of(request: Json) -> int:
    """Return how often a failed request is repeated."""
    return int(request.get("ModelClientConfig", {}).get("InvocationsMaxRetries", _RETRIES))


def environment_of(request: Json) -> dict[str, str]:
    """Return what a job adds to the variables of the model's container.

    https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-batch-code.html (2026-11)
    """
    strategy = request.get("BatchStrategy", "MultiRecord")
    return {
        **request.get("Environment", {}),
        "SAGEMAKER_BATCH": "true",
        "SAGEMAKER_BATCH_STRATEGY": "SINGLE_RECORD"
        if strategy == "SingleRecord"
        else "MULTI_RECORD",
        "SAGEMAKER_MAX_CONCURRENT_TRANSFORMS": str(concurrent_of(request)),
        "SAGEMAKER_MAX_PAYLOAD_IN_MB": str(payload_mb_of(request)),
    }


def describe(job: Job) -> Json:
    """Return a job as DescribeTransformJob does."""
    request = job.request
    return {
        **request,
        "TransformInput": {
            "CompressionType": "None",
            "SplitType": "None",
            **request["TransformInput"],
        },
        "TransformOutput": {"AssembleWith": "None", **request["TransformOutput"]},
        "DataProcessing": {"InputFilter": "$", "OutputFilter": "$", "JoinSource": "None"},
        "TransformJobArn": job.arn,
        "TransformJobStatus": job.status,
        "CreationTime": job.created,
        **({"FailureReason": job.failure_reason} if job.failure_reason else {}),
        **({"TransformStartTime": job.started} if job.started else {}),
        **({"TransformEndTime": job.ended} if job.ended else {}),
    }


def summarise(job: Job) -> Json:
    """Return a job as ListTransformJobs does."""
    return {
        "TransformJobName": job.name,
        "TransformJobArn": job.arn,
        "TransformJobStatus": job.status,
        "CreationTime": job.created,
        "LastModifiedTime": job.modified,
        **({"FailureReason": job.failure_reason} if job.failure_reason else {}),
        **({"TransformEndTime": job.ended} if job.ended else {}),
    }


def detail_of(job: Job, tags: list[Json]) -> Json:
    """Return the detail of a "SageMaker Transform Job State Change" event.

    https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html
    """
    described = describe(job)
    for name in ("CreationTime", "TransformStartTime", "TransformEndTime"):
        if name in described:
            described[name] = int(described[name] * 1000)
    return {**described, "Tags": {tag["Key"]: tag["Value"] for tag in tags}}
