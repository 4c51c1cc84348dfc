"""Fetches what a model's data points to out of the emulator's own S3, and unpacks it."""

import io
import tarfile
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from ministack.services import s3

from pictor_local.aws import AwsError, Json, Reply, partition

_KMS_KEY = "x-amz-server-side-encryption-aws-kms-key-id"
_XML = {"s3": "http://s3.amazonaws.com/doc/2006-03-01/"}


class ArtefactError(Exception):
    """The model data cannot be fetched or unpacked; the message says why."""


def model_data_of(container: Json) -> str | None:
    """Return the S3 URI of a container's model data: an object, or a prefix that ends with `/`."""
    source = container.get("ModelDataSource", {}).get("S3DataSource")
    uri: str | None = source["S3Uri"] if source else container.get("ModelDataUrl")
    return uri


@dataclass(frozen=True)
class StoredObject:
    """An object that belongs to some model data."""

    bucket: str
    key: str
    key_arn: str | None
    """The KMS key that encrypts it, if one does."""
    bucket_key: bool
    """Whether it was encrypted through a bucket key."""

    @property
    def arn(self) -> str:
        """The object's ARN."""
        return f"{self.bucket_arn}/{self.key}"

    @property
    def bucket_arn(self) -> str:
        """The bucket's ARN."""
        return f"arn:{partition()}:s3:::{self.bucket}"


async def locate(uri: str) -> list[StoredObject]:
    """Return the objects that an S3 URI names: one, or with a final slash all below the prefix."""
    bucket, key = _split(uri)
    keys = await _keys(bucket, key) if not key or key.endswith("/") else [key]
    # ministack does not say it of an object; S3 takes the bucket's setting unless an upload says
    # otherwise.
    bucket_key = "<BucketKeyEnabled>true<" in s3._bucket_encryption.get(bucket, "")
    found = []
    for each in keys:
        status, headers, _ = await _s3("HEAD", bucket, each)
        if status == 200:
            fields = {name.lower(): value for name, value in headers.items()}
            found.append(StoredObject(bucket, each, fields.get(_KMS_KEY), bucket_key))
    return found


async def fetch(uri: str, into: Path) -> None:
    """Write the model data below a directory, which is created.

    Raises:
        ArtefactError: the object is missing or no gzipped tar, or would write outside.
    """
    into.mkdir(parents=True)
    bucket, key = _split(uri)
    if not key or key.endswith("/"):
        await _fetch_prefix(bucket, key, into)
    else:
        _unpack(await _read(bucket, key), uri, into)


def _split(uri: str) -> tuple[str, str]:
    parts = urlsplit(uri)
    if parts.scheme != "s3":
        raise AwsError("ValidationException", f"Model data must be an S3 URI, got '{uri}'.")
    return parts.netloc, parts.path.lstrip("/")


async def _s3(
    method: str, bucket: str, key: str, query: dict[str, list[str]] | None = None
) -> Reply:
    # Internal: as no caller of S3's, so past its enforcement of IAM; `execution_role` looks at the
    # role.
    path = f"/{bucket}/{quote(key)}" if key else f"/{bucket}"
    headers = {"host": "s3"}
    reply: Reply = await s3.handle_request(method, path, headers, b"", query or {}, internal=True)
    return reply


async def _read(bucket: str, key: str) -> bytes:
    status, _, body = await _s3("GET", bucket, key)
    if status != 200:
        raise ArtefactError(
            f"Failed to download model data from s3://{bucket}/{key} (status {status})"
        )
    return bytes(body)


async def _keys(bucket: str, prefix: str) -> list[str]:
    status, _, body = await _s3("GET", bucket, "", {"list-type": ["2"], "prefix": [prefix]})
    if status != 200:
        return []
    found = ElementTree.fromstring(body).findall("s3:Contents/s3:Key", _XML)
    return [key.text for key in found if key.text is not None]


async def _fetch_prefix(bucket: str, prefix: str, into: Path) -> None:
    keys = await _keys(bucket, prefix)
    if not keys:
        raise ArtefactError(f"No objects below s3://{bucket}/{prefix}")
    for key in keys:
        target = (into / key.removeprefix(prefix)).resolve()
        if into.resolve() not in target.parents:
            raise ArtefactError(f"Object key '{key}' would leave the model directory")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(await _read(bucket, key))


def _unpack(data: bytes, uri: str, into: Path) -> None:
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
            archive.extractall(into, filter="data")
    except (tarfile.TarError, OSError, EOFError) as error:
        raise ArtefactError(
            f"Failed to extract model data archive from URL {uri} ({error}). "
            "Please ensure that the object located at the URL is a valid tar.gz archive."
        ) from error
