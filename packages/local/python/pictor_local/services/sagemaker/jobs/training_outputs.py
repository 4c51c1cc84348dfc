"""What a training job leaves in S3: `model.tar.gz` and `output.tar.gz`; and its metrics."""

import io
import re
import tarfile
from pathlib import Path

from pictor_local.aws import Json
from pictor_local.clock import clock
from pictor_local.services.sagemaker import storage
from pictor_local.services.sagemaker.jobs import data
from pictor_local.services.sagemaker.jobs.training_job import TrainingJob
from pictor_local.services.sagemaker.jobs.training_place import TrainingPlace


async def upload(job: TrainingJob, place: TrainingPlace) -> None:
    """Upload what the script wrote for its model, and for everything else.

    Raises:
        JobFailedError: the role may not write there.
    """
    output = job.request["OutputDataConfig"]
    bucket, prefix = storage.split(output["S3OutputPath"], "S3OutputPath")
    start = f"{prefix.rstrip('/')}/{job.name}/output".lstrip("/")
    for name, directory in (("model", place.ml / "model"), ("output", place.ml / "output")):
        if not any(one.is_file() for one in directory.rglob("*")):
            continue
        key = f"{start}/{name}.tar.gz"
        await data.write(job.role_arn, bucket, key, _packed(directory), output.get("KmsKeyId"))
        if name == "model":
            job.artefact = f"s3://{bucket}/{key}"


def metrics_of(job: TrainingJob, log: str) -> list[Json]:
    """Return the last value of each metric that the job defines, as its log has them."""
    found = []
    for definition in job.request["AlgorithmSpecification"].get("MetricDefinitions", []):
        values = re.findall(definition["Regex"], log)
        if values:
            metric = {"MetricName": definition["Name"], "Value": float(values[-1])}
            found.append({**metric, "Timestamp": clock.now()})
    return found


def _packed(directory: Path) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for one in sorted(directory.iterdir()):
            archive.add(one, one.name)
    return buffer.getvalue()
