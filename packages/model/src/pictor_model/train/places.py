"""Where SageMaker puts what a training job reads, and looks for what it writes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pictor_model.errors import BuildError

_BASE = "/opt/ml"


@dataclass(frozen=True)
class Places:
    """Directories and files of one run.

    See https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo.html
    """

    training: Path
    """Channel `training`: a directory of images for each class."""
    weights: Path | None
    """Channel `weights`; None where the job has none."""
    checkpoints: Path
    """What SageMaker copies to S3 while the job runs, and back before it is started again."""
    model: Path
    """Becomes `model.tar.gz` in S3."""
    data: Path
    """Becomes `output.tar.gz` in S3."""
    failure: Path
    """Its first 1,024 characters become the job's FailureReason."""

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Self:
        """The places that the toolkit's variables name; below /opt/ml where it names none.

        Args:
            environment: `SM_*` variables; `SAGEMAKER_BASE_DIR` replaces /opt/ml, for the toolkit
                and for what has no variable of its own.
        """
        base = Path(environment.get("SAGEMAKER_BASE_DIR", _BASE))
        inputs, output = base / "input" / "data", base / "output"
        weights = Path(environment.get("SM_CHANNEL_WEIGHTS", inputs / "weights"))
        return cls(
            training=Path(environment.get("SM_CHANNEL_TRAINING", inputs / "training")),
            weights=weights if weights.is_dir() else None,
            checkpoints=base / "checkpoints",
            model=Path(environment.get("SM_MODEL_DIR", base / "model")),
            data=Path(environment.get("SM_OUTPUT_DATA_DIR", output / "data")),
            failure=Path(environment.get("SM_OUTPUT_DIR", output)) / "failure",
        )


def check_one_instance(environment: Mapping[str, str]) -> None:
    """Refuses a job on several instances: each would train by itself.

    Raises:
        BuildError: `SM_HOSTS` names more than one.
    """
    hosts = json.loads(environment.get("SM_HOSTS", "[]"))
    if len(hosts) > 1:
        raise BuildError(
            f"training runs on one instance, but this job has {len(hosts)}: "
            "set ResourceConfig.InstanceCount to 1"
        )
