"""Transform jobs to test: a model, objects, and what became of them."""

from typing import Any

from tests.emulator import REGION, Emulator, wait_for
from tests.resources import IMAGE, MODEL, allow, artefact, trust

ENDED = ("Completed", "Failed", "Stopped")
POLICY = allow(
    ("s3:GetObject", "arn:aws:s3:::models/*"),
    ("s3:GetObject", "arn:aws:s3:::payload/*"),
    ("s3:PutObject", "arn:aws:s3:::payload/out/*"),
    ("s3:ListBucket", "arn:aws:s3:::payload"),
    ("logs:*", "*"),
)


def make_batch_model(emulator: Emulator, name: str = "echo", **code: str) -> None:
    """Make the buckets `models` and `payload`, a role `batch`, and a model of it."""
    s3, iam = emulator.client("s3"), emulator.client("iam")
    for bucket in ("models", "payload"):
        where = {"LocationConstraint": REGION}
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration=where)
    role = iam.create_role(
        RoleName="batch", AssumeRolePolicyDocument=trust("sagemaker.amazonaws.com")
    )
    iam.put_role_policy(RoleName="batch", PolicyName="batch", PolicyDocument=POLICY)
    s3.put_object(Bucket="models", Key="model.tar.gz", Body=artefact(name, **code))
    emulator.client("sagemaker").create_model(
        ModelName=name,
        ExecutionRoleArn=role["Role"]["Arn"],
        PrimaryContainer={
            "Image": IMAGE,
            "ModelDataUrl": "s3://models/model.tar.gz",
            "Environment": {**MODEL, "PICTOR_VARIABLE": "of the model"},
        },
    )


def put(emulator: Emulator, **objects: bytes) -> None:
    """Put objects below `in/` of the bucket `payload`."""
    for name, body in objects.items():
        emulator.client("s3").put_object(Bucket="payload", Key=f"in/{name}", Body=body)


def request(name: str, uri: str, kind: str = "S3Prefix", **more: Any) -> dict[str, Any]:
    """Return a request that creates a transform job."""
    return {
        "TransformJobName": name,
        "ModelName": "echo",
        "TransformInput": {
            "DataSource": {"S3DataSource": {"S3DataType": kind, "S3Uri": uri}},
            "ContentType": "image/*",
        },
        "TransformOutput": {"S3OutputPath": f"s3://payload/out/{name}", "Accept": "text/x"},
        "TransformResources": {"InstanceType": "ml.m5.xlarge", "InstanceCount": 1},
        **more,
    }


def start(emulator: Emulator, *arguments: Any, **more: Any) -> None:
    """Create a transform job."""
    emulator.client("sagemaker").create_transform_job(**request(*arguments, **more))


def ended(emulator: Emulator, name: str) -> dict[str, Any]:
    """Return a transform job's description once it has ended."""

    def described() -> Any:
        found = emulator.client("sagemaker").describe_transform_job(TransformJobName=name)
        return found if found["TransformJobStatus"] in ENDED else None

    found: dict[str, Any] = wait_for(described, 120, f"end of job {name}")
    return found


def outputs(emulator: Emulator, name: str) -> dict[str, bytes]:
    """Return what a job wrote, by key below its output path."""
    s3 = emulator.client("s3")
    found = s3.list_objects_v2(Bucket="payload", Prefix=f"out/{name}/").get("Contents", [])
    keys = [one["Key"] for one in found]
    return {
        key.removeprefix(f"out/{name}/"): s3.get_object(Bucket="payload", Key=key)["Body"].read()
        for key in keys
    }
