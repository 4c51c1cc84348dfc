"""Fetches what a model's data points to out of the emulator's own S3, and unpacks it."""

import io
import tarfile
import zlib
from pathlib import Path

from pictor_local.aws import Json
from pictor_local.services.sagemaker import storage
from pictor_local.services.sagemaker.storage import StoredObject

_MOST_BYTES = 5_000_000_000
_MOST_MEMBERS = 10_000
"""Of an archive: gzip makes a thousand bytes of one, and this machine's disk is the developer's."""


class ArtefactError(Exception):
    """The model data cannot be fetched or unpacked; the message says why."""


def model_data_of(container: Json) -> str | None:
    """Return the S3 URI of a container's model data: an object, or a prefix that ends with `/`."""
    source = container.get("ModelDataSource", {}).get("S3DataSource")
    uri: str | None = source["S3Uri"] if source else container.get("ModelDataUrl")
    return uri


async def locate(uri: str) -> list[StoredObject]:
    """Return the objects that an S3 URI names: one, or with a final slash all below the prefix."""
    bucket, key = storage.split(uri, "Model data")
    keys = await storage.keys(bucket, key) if not key or key.endswith("/") else [key]
    found = [await storage.find(bucket, each) for each in keys]
    return [each for each in found if each is not None]


async def fetch(uri: str, into: Path) -> None:
    """Write the model data below a directory, which is created.

    Raises:
        ArtefactError: the object is missing or no gzipped tar, or would write outside.
    """
    into.mkdir(parents=True)
    bucket, key = storage.split(uri, "Model data")
    if not key or key.endswith("/"):
        await _fetch_prefix(bucket, key, into)
    else:
        _unpack(await _read(bucket, key), uri, into)


async def _read(bucket: str, key: str) -> bytes:
    status, _, body = await storage.request("GET", bucket, key)
    if status != 200:
        raise ArtefactError(
            f"Failed to download model data from s3://{bucket}/{key} (status {status})"
        )
    return bytes(body)


async def _fetch_prefix(bucket: str, prefix: str, into: Path) -> None:
    keys = await storage.keys(bucket, prefix)
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
            size = 0
            for number, member in enumerate(archive, start=1):
                size += member.size
                _check(member, number, size)
                archive.extract(member, into, filter="data")
    except (tarfile.TarError, zlib.error, OSError, EOFError) as error:
        raise ArtefactError(
            f"Failed to extract model data archive from URL {uri} ({error}). "
            "Please ensure that the object located at the URL is a valid tar.gz archive."
        ) from error


def _check(member: tarfile.TarInfo, number: int, size: int) -> None:
    # Links are refused, also those that stay inside: Python before 3.11.13 can be led out by them.
    # See https://www.cve.org/CVERecord?id=CVE-2025-4517
    if not (member.isreg() or member.isdir()) or member.issparse():
        raise tarfile.TarError(f"it holds '{member.name}', which is neither a file nor a directory")
    if number > _MOST_MEMBERS or size > _MOST_BYTES:
        raise tarfile.TarError(
            f"it unpacks to more than {_MOST_BYTES} bytes or {_MOST_MEMBERS} files"
        )
