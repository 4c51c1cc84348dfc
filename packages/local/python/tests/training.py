"""Training jobs to test: a script that counts steps, and what became of its jobs."""

from typing import Any

from tests.emulator import ACCOUNT, REGION, Emulator, wait_for

ARN = f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:training-job"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/training"
IMAGE = "763104351884.dkr.ecr.eu-central-1.amazonaws.com/pytorch-training:2.10.0-cpu-py312"
SCRIPT = """
import json, os, signal, sys, time
base = os.environ["SAGEMAKER_BASE_DIR"]
given = json.load(open(f"{base}/input/config/hyperparameters.json"))
stopped = []
signal.signal(signal.SIGTERM, lambda *_: None if given.get("deaf") else stopped.append(1))
file = f"{base}/checkpoints/step"
step = int(open(file).read()) if os.path.exists(file) else 0
print(f"begins at step {step}", flush=True)
words = sorted(os.listdir(f"{base}/input/data/words"))
if given.get("fail"):
    open(f"{base}/output/failure", "w").write("no such layer")
    sys.exit(3)
while step < int(given["steps"]) and not stopped:
    step += 1
    time.sleep(float(given.get("pause", 0)))
    print(f"loss={10 / step:.2f}", flush=True)
    if step % 5 == 0 or stopped:
        open(file + ".part", "w").write(str(step))
        os.rename(file + ".part", file)
if stopped:
    open(file, "w").write(str(step))
    sys.exit(143)
json.dump({"step": step, "words": words, "name": os.environ["TRAINING_JOB_NAME"]},
          open(f"{base}/model/weights.json", "w"))
open(f"{base}/output/data/curve.txt", "w").write("curve")
"""


def channel(name: str) -> dict[str, Any]:
    source = {"S3DataType": "S3Prefix", "S3Uri": f"s3://data/{name}/"}
    return {"ChannelName": name, "DataSource": {"S3DataSource": source}}


def request(name: str, limits: dict[str, int] | None = None, **hyperparameters: str) -> Any:
    entry = ["python", "/opt/ml/input/data/code/train.py"]
    stopping = {"MaxRuntimeInSeconds": 600, **(limits or {})}
    return {
        "TrainingJobName": name,
        "RoleArn": ROLE,
        "AlgorithmSpecification": {
            "TrainingImage": IMAGE,
            "TrainingInputMode": "File",
            "ContainerEntrypoint": entry,
            "MetricDefinitions": [{"Name": "loss", "Regex": "loss=([0-9.]+)"}],
        },
        "InputDataConfig": [channel("words"), channel("code")],
        "OutputDataConfig": {"S3OutputPath": "s3://data/runs"},
        "ResourceConfig": {
            "InstanceType": "ml.m5.xlarge",
            "InstanceCount": 1,
            "VolumeSizeInGB": 10,
        },
        "StoppingCondition": stopping,
        "HyperParameters": {"steps": "10", **hyperparameters},
        "CheckpointConfig": {"S3Uri": f"s3://data/runs/{name}/checkpoints"},
        **({"EnableManagedSpotTraining": True} if "MaxWaitTimeInSeconds" in stopping else {}),
    }


def train(
    aws: Emulator, name: str, limits: dict[str, int] | None = None, **hyperparameters: str
) -> None:
    aws.client("sagemaker").create_training_job(**request(name, limits, **hyperparameters))


def found(aws: Emulator, name: str) -> dict[str, Any]:
    described: dict[str, Any] = aws.client("sagemaker").describe_training_job(TrainingJobName=name)
    return described


def ended(aws: Emulator, name: str) -> dict[str, Any]:
    def described() -> Any:
        now = found(aws, name)
        return now if now["TrainingJobStatus"] in ("Completed", "Failed", "Stopped") else None

    done: dict[str, Any] = wait_for(described, 60, f"end of {name}")
    return done


def statuses(described: dict[str, Any]) -> list[str]:
    return [one["Status"] for one in described["SecondaryStatusTransitions"]]
