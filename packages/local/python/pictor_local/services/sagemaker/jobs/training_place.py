"""The directory of a training job's container: what SageMaker puts below /opt/ml.

https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo.html and
https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-running-container.html
(2026-11)
"""

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ministack.core.responses import get_region

from pictor_local.aws import Json
from pictor_local.services.iam.role_session import assume
from pictor_local.services.sagemaker.jobs import data
from pictor_local.services.sagemaker.jobs.job import JobFailedError
from pictor_local.services.sagemaker.jobs.training_job import TrainingJob
from pictor_local.services.sagemaker.server_environment import rebase

_CHECKPOINTS = "/opt/ml/checkpoints"
# The toolkit looks its hosts up, and `algo-1` is known nowhere here.
_HOST = "localhost"


@dataclass(frozen=True)
class TrainingPlace:
    """One attempt's directory, which stands for the container's `/`."""

    root: Path

    @property
    def ml(self) -> Path:
        """What is `/opt/ml` in the container."""
        return self.root / "ml"

    def prepare(self, job: TrainingJob) -> None:
        """Make the directories and the files that describe the job, anew."""
        shutil.rmtree(self.root, ignore_errors=True)
        request = job.request
        for name in ("input/config", "input/data", "model", "output/data", "code"):
            (self.ml / name).mkdir(parents=True)
        (self.root / "tmp").mkdir()
        kind = request["ResourceConfig"]["InstanceType"]
        group = "homogeneousCluster"
        channels = {
            one["ChannelName"]: {
                "TrainingInputMode": "File",
                "S3DistributionType": "FullyReplicated",
                "RecordWrapperType": one.get("RecordWrapperType", "None"),
                **({"ContentType": one["ContentType"]} if "ContentType" in one else {}),
            }
            for one in request.get("InputDataConfig", [])
        }
        groups = [{"instance_group_name": group, "instance_type": kind, "hosts": [_HOST]}]
        files: dict[str, Any] = {
            "hyperparameters": {
                name: rebase(value, self.root)
                for name, value in request.get("HyperParameters", {}).items()
            },
            "resourceconfig": {
                "current_host": _HOST,
                "current_instance_type": kind,
                "current_group_name": group,
                "hosts": [_HOST],
                "instance_groups": groups,
                "network_interface_name": "lo",
            },
            "inputdataconfig": channels,
        }
        for name, content in files.items():
            (self.ml / "input" / "config" / f"{name}.json").write_text(json.dumps(content))

    async def download(self, job: TrainingJob) -> None:
        """Write the objects of each channel, by their place below its prefix.

        Raises:
            JobFailedError: the role may not read one, or it would be outside.
        """
        for channel in job.request.get("InputDataConfig", []):
            into = self.ml / "input" / "data" / channel["ChannelName"]
            into.mkdir(parents=True)
            source = channel["DataSource"]["S3DataSource"]
            for one in await data.inputs_of(job.role_arn, source):
                target = (into / one.relative).resolve()
                if one.relative.endswith("/"):
                    continue
                if into.resolve() not in target.parents:
                    raise JobFailedError(f"ClientError: the key '{one.key}' leaves its channel")
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(await data.read(job.role_arn, one.bucket, one.key))

    def checkpoints(self, job: TrainingJob) -> Path:
        """Return the directory whose files are kept in S3; it is made."""
        local = job.request.get("CheckpointConfig", {}).get("LocalPath", _CHECKPOINTS)
        directory = Path(rebase(local, self.root))
        directory.mkdir(parents=True, exist_ok=True)
        return directory

    def command(self, job: TrainingJob) -> list[str]:
        """Return what the container runs: what the request says, or the toolkit."""
        algorithm = job.request["AlgorithmSpecification"]
        entry = algorithm.get("ContainerEntrypoint") or ["train"]
        arguments = algorithm.get("ContainerArguments") or []
        return [rebase(word, self.root) for word in (*entry, *arguments)]

    def environment(self, job: TrainingJob, training_python: Path) -> dict[str, str]:
        """Return all variables of the container; nothing of ours is inherited."""
        given = job.request.get("Environment", {})
        return {
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            "PYTHONUNBUFFERED": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "SAGEMAKER_TRAINING_MODULE": "sagemaker_pytorch_container.training:main",
            **{name: rebase(value, self.root) for name, value in given.items()},
            "HOME": str(self.root),
            "TMPDIR": str(self.root / "tmp"),
            "PATH": f"{training_python.parent}:/usr/bin:/bin",
            "SAGEMAKER_BASE_DIR": str(self.ml),
            "TRAINING_JOB_NAME": job.name,
            "TRAINING_JOB_ARN": job.arn,
            "AWS_REGION": get_region(),
            **_credentials(job.request, job.role_arn),
        }

    def failure(self) -> str:
        """Return what the script says of its failure; empty if it says nothing."""
        file = self.ml / "output" / "failure"
        return file.read_text(errors="replace")[:1024] if file.is_file() else ""


def _credentials(request: Json, role_arn: str) -> dict[str, str]:
    if request.get("EnableNetworkIsolation"):
        return {}
    session = assume(role_arn, "SageMaker")
    return {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}",
        "AWS_ACCESS_KEY_ID": session.access_key_id,
        "AWS_SECRET_ACCESS_KEY": session.secret_access_key,
        "AWS_SESSION_TOKEN": session.session_token,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
