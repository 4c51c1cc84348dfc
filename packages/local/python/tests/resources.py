"""Small things to deploy: artefacts, functions, roles."""

import io
import json
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.emulator import ACCOUNT, Emulator, wait_for

IMAGE = (
    "763104351884.dkr.ecr.eu-central-1.amazonaws.com/"
    "pytorch-inference:2.6.0-cpu-py312-ubuntu22.04-sagemaker"
)
IN_PROGRESS = ("Creating", "Updating", "SystemUpdating", "RollingBack")
ROLE_ARN = f"arn:aws:iam::{ACCOUNT}:role/model"

ECHO = """
import hashlib, json, os, time

def model_fn(model_dir):
    return open(os.path.join(model_dir, "name.txt")).read()

def transform_fn(model, data, content_type, accept, context):
    body = data.encode() if isinstance(data, str) else bytes(data)
    if body == b"fail":
        raise RuntimeError("the model broke")
    if body == b"refuse":
        context.set_response_status(code=415, phrase="no")
        return json.dumps({"code": "unsupported-media-type"}), "application/json"
    if body.startswith(b"answer"):
        return "x" * int(body[6:]), "text/plain"
    if body.startswith(b"sleep"):
        time.sleep(float(body[5:]))
    context.set_response_header(0, "X-Amzn-SageMaker-Custom-Attributes", "release=" + model)
    context.set_response_header(0, "X-Other", "dropped")
    answer = {
        "model": model,
        "sha256": hashlib.sha256(body).hexdigest(),
        "type": content_type,
        "accept": accept,
        "attributes": context.get_request_header(0, "X-Amzn-SageMaker-Custom-Attributes"),
        "variable": os.environ.get("PICTOR_VARIABLE"),
        "code": os.environ.get("SAGEMAKER_SUBMIT_DIRECTORY"),
    }
    return json.dumps(answer), "application/json"
"""
# As every artefact has it: else launcher and worker import PyTorch, which nothing here uses.
IMPORT_LATE = Path(__file__).parents[3] / "model/adapters/torchserve/sitecustomize.py"
MODEL = {
    "SAGEMAKER_PROGRAM": "inference.py",
    "SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/code",
    "SAGEMAKER_MODEL_SERVER_WORKERS": "1",
    "PYTHONPATH": "/opt/ml/model/code",
}
BROKEN = 'def model_fn(model_dir):\n    raise ValueError("these are the wrong weights")\n'


def artefact(name: str, code: str = ECHO) -> bytes:
    """Return a model.tar.gz whose model answers with its name."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for path, text in (
            ("name.txt", name),
            ("code/inference.py", code),
            ("code/sitecustomize.py", IMPORT_LATE.read_text()),
        ):
            member = tarfile.TarInfo(path)
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    return buffer.getvalue()


def code_zip(source: str) -> bytes:
    """Return the zip of a Node function."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("index.js", source)
    return buffer.getvalue()


def trust(service: str) -> str:
    """Return a policy that lets a service assume a role."""
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def allow(*pairs: tuple[str, str]) -> str:
    """Return a policy that allows actions on resources."""
    statements = [{"Effect": "Allow", "Action": a, "Resource": r} for a, r in pairs]
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def make_model_store(emulator: Emulator) -> None:
    """Make the bucket `models` and the role that may read it."""
    emulator.client("s3").create_bucket(
        Bucket="models", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    )
    iam = emulator.client("iam")
    iam.create_role(RoleName="model", AssumeRolePolicyDocument=trust("sagemaker.amazonaws.com"))
    iam.put_role_policy(
        RoleName="model",
        PolicyName="read",
        PolicyDocument=allow(("s3:GetObject", "arn:aws:s3:::models/*")),
    )


def make_config(
    emulator: Emulator, name: str, data: bytes, network: Any = None, **variant: Any
) -> None:
    """Publish an artefact and make a model and an endpoint configuration of the same name.

    `network` is the model's VpcConfig, the rest is what the variant has instead of one instance.
    """
    key = f"releases/{name}/model.tar.gz"
    emulator.client("s3").put_object(Bucket="models", Key=key, Body=data)
    sagemaker = emulator.client("sagemaker")
    sagemaker.create_model(
        ModelName=name,
        ExecutionRoleArn=ROLE_ARN,
        **({"VpcConfig": network} if network else {}),
        PrimaryContainer={
            "Image": IMAGE,
            "ModelDataUrl": f"s3://models/{key}",
            "Environment": {**MODEL, "PICTOR_VARIABLE": f"of {name}"},
        },
    )
    capacity = variant or {"InitialInstanceCount": 1, "InstanceType": "ml.m5.xlarge"}
    sagemaker.create_endpoint_config(
        EndpointConfigName=name,
        ProductionVariants=[{"VariantName": "AllTraffic", "ModelName": name, **capacity}],
    )


def make_function(client: Callable[[str], Any], name: str, source: str, **settings: Any) -> str:
    """Make a Node function with a role of its own and return its ARN."""
    role = client("iam").create_role(
        RoleName=name, AssumeRolePolicyDocument=trust("lambda.amazonaws.com")
    )
    made = client("lambda").create_function(
        FunctionName=name,
        Role=role["Role"]["Arn"],
        Runtime="nodejs22.x",
        Handler="index.handler",
        Code={"ZipFile": code_zip(source)},
        Timeout=20,
        **settings,
    )
    return str(made["FunctionArn"])


def settled(emulator: Emulator, endpoint: str) -> dict[str, Any]:
    """Return an endpoint's description once nothing is under way."""

    def described() -> Any:
        found = emulator.client("sagemaker").describe_endpoint(EndpointName=endpoint)
        return found if found["EndpointStatus"] not in IN_PROGRESS else None

    found: dict[str, Any] = wait_for(described, 120, f"settled endpoint {endpoint}")
    return found


def make_model(
    emulator: Emulator, name: str, role: str = ROLE_ARN, key: str = "there", **more: Any
) -> None:
    """Make a model alone; its data is an empty object `there` unless said otherwise."""
    container = {"Image": IMAGE, "ModelDataUrl": f"s3://models/{key}"}
    emulator.client("s3").put_object(Bucket="models", Key="there", Body=b"")
    emulator.client("sagemaker").create_model(
        ModelName=name, ExecutionRoleArn=role, PrimaryContainer=container, **more
    )


def put_guard_alarm(emulator: Emulator, state: str) -> None:
    """Put the alarm `guard` into a state, in which it stays: it waits for no metric."""
    cloudwatch = emulator.client("cloudwatch")
    cloudwatch.put_metric_alarm(
        AlarmName="guard",
        Namespace="N",
        MetricName="M",
        ComparisonOperator="GreaterThanThreshold",
        EvaluationPeriods=1,
        Period=60,
        Statistic="Sum",
        Threshold=1,
        TreatMissingData="ignore",
    )
    cloudwatch.set_alarm_state(AlarmName="guard", StateValue=state, StateReason="tested")
