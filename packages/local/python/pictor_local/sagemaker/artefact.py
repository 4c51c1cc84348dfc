"""Fetches what a model's data points to out of the emulator's own S3, and unpacks it."""

import io
import tarfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from urllib.parse import quote, urlsplit

from pictor_local.aws import AwsError, Json, Reply, Request, handler_of

_XML = {"s3": "http://s3.amazonaws.com/doc/2006-03-01/"}


class ArtefactError(Exception):
    """The model data cannot be fetched or unpacked; the message says why."""


def model_data_of(container: Json) -> str | None:
    """Return the S3 URI of a container's model data: an object's, or a prefix that ends with a slash."""
    source = container.get("ModelDataSource", {}).get("S3DataSource")
    uri: str | None = source["S3Uri"] if source else container.get("ModelDataUrl")
    return uri


async def object_exists(uri: str) -> bool:
    """Tell whether an S3 URI names an object, or with a final slash a prefix of some."""
    bucket, key = _split(uri)
    if not key or key.endswith("/"):
        return bool(await _keys(bucket, key))
    status, _, _ = await _s3("HEAD", bucket, key)
    return status == 200


async def fetch(uri: str, into: Path) -> None:
    """Write the model data below a directory, which is created.

    Raises:
        ArtefactError: the object is missing, or not a gzipped tar, or a member would leave the directory.
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


async def _s3(method: str, bucket: str, key: str, query: dict[str, list[str]] | None = None) -> Reply:
    # In process, so not subject to IAM enforcement: whether the role may read is not looked at here.
    path = f"/{bucket}/{quote(key)}" if key else f"/{bucket}"
    return await handler_of("s3")(Request(method, path, {"host": "s3"}, b"", query or {}))


async def _read(bucket: str, key: str) -> bytes:
    status, _, body = await _s3("GET", bucket, key)
    if status != 200:
        raise ArtefactError(f"Failed to download model data from s3://{bucket}/{key} (status {status})")
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
