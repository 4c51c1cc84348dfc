"""What a job reads from S3 and writes there, as its role."""

import json
from dataclasses import dataclass
from typing import Any

from pictor_local.aws import Json
from pictor_local.services.sagemaker import storage
from pictor_local.services.sagemaker.execution_role import may_read, may_write
from pictor_local.services.sagemaker.jobs.job import JobFailedError
from pictor_local.services.sagemaker.storage import StoredObject

_ALGORITHM = "x-amz-server-side-encryption"
_KEY = "x-amz-server-side-encryption-aws-kms-key-id"


@dataclass(frozen=True)
class Input:
    """One object of a data source."""

    bucket: str
    key: str
    relative: str
    """Its place below the prefix, which outputs and downloaded files keep."""


async def inputs_of(role_arn: str, source: Json) -> list[Input]:
    """Return the objects of an S3 data source: of a prefix in order, or of a manifest as it says.

    Raises:
        JobFailedError: the manifest cannot be read, or is not one.
    """
    bucket, key = storage.split(source["S3Uri"], "S3Uri")
    if source["S3DataType"] != "ManifestFile":
        return [Input(bucket, each, below(key, each)) for each in await storage.keys(bucket, key)]
    return _of_manifest(await read(role_arn, bucket, key), source["S3Uri"])


def below(prefix: str, key: str) -> str:
    """Return the place of a key below a prefix, which may end within a name.

    AWS documents one example. A prefix that is a directory, with its slash or without it, is left
    out; of one that ends within a name, or is the whole key, its last directory.
    """
    rest = key.removeprefix(prefix)
    if prefix == "" or prefix.endswith("/"):
        return rest
    if rest.startswith("/"):
        return rest[1:]
    return key[prefix.rfind("/") + 1 :]


def _of_manifest(body: bytes, uri: str) -> list[Input]:
    try:
        first, *rest = json.loads(body)
        bucket, prefix = storage.split(first["prefix"], "the manifest's prefix")
        names = [str(name) for name in rest]
    except (ValueError, TypeError, KeyError) as error:
        raise JobFailedError(
            f"ClientError: the manifest {uri} is not a JSON list of a prefix and of names below it "
            f"({error!r})"
        ) from error
    return [Input(bucket, prefix + name, name) for name in names]


async def read(role_arn: str, bucket: str, key: str) -> bytes:
    """Return the content of an object.

    Raises:
        JobFailedError: it is not there, or the role may not read it.
    """
    found = await storage.find(bucket, key)
    if found is None or not may_read(role_arn, found):
        what = "NoSuchKey" if found is None else "AccessDenied"
        raise JobFailedError(
            f"ClientError: Data download failed: {what}: s3://{bucket}/{key}. Please ensure that "
            f'the role "{role_arn}" may read it.'
        )
    _, _, body = await storage.request("GET", bucket, key)
    return bytes(body)


async def write(role_arn: str, bucket: str, key: str, body: bytes, kms_key: str | None) -> None:
    """Write an object, encrypted with a key of KMS.

    Without a key SageMaker asks for the one that AWS manages for S3, whatever the bucket's is:
    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_OutputDataConfig.html (2026-11)

    Raises:
        JobFailedError: there is no such bucket, or the role may not write there.
    """
    asked = {_ALGORITHM: "aws:kms"}
    if kms_key:
        asked[_KEY] = storage.key_arn(kms_key)
    wanted = StoredObject(bucket, key, asked.get(_KEY), storage.uses_bucket_key(bucket))
    status: Any = 403
    if may_write(role_arn, wanted, {f"s3:{name}": value for name, value in asked.items()}):
        # ministack has no key of AWS's for S3.
        headers = asked if kms_key else {}
        status, _, _ = await storage.request("PUT", bucket, key, body=body, headers=headers)
    if status != 200:
        raise JobFailedError(
            f"ClientError: Failed to upload s3://{bucket}/{key} (status {status}). Please ensure "
            f'that the bucket exists and that the role "{role_arn}" may write to it.'
        )
