"""S3 as SageMaker reaches it: without a caller; `execution_role` says what a role may do there."""

import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from ministack.services import s3

from pictor_local.aws import AwsError, Reply, arn, partition

_KMS_KEY = "x-amz-server-side-encryption-aws-kms-key-id"
_XML = {"s3": "http://s3.amazonaws.com/doc/2006-03-01/"}


@dataclass(frozen=True)
class StoredObject:
    """An object that a job or a model needs."""

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
        return bucket_arn(self.bucket)


def bucket_arn(bucket: str) -> str:
    """Return the ARN of a bucket."""
    return f"arn:{partition()}:s3:::{bucket}"


def split(uri: str, what: str) -> tuple[str, str]:
    """Return the bucket and the key of an S3 URI.

    Args:
        uri: The URI.
        what: What the URI names, for the message of a refusal.
    """
    parts = urlsplit(uri)
    if parts.scheme != "s3":
        raise AwsError("ValidationException", f"{what} must be an S3 URI, got '{uri}'.")
    return parts.netloc, parts.path.lstrip("/")


async def request(
    method: str,
    bucket: str,
    key: str = "",
    query: dict[str, list[str]] | None = None,
    body: bytes = b"",
    headers: dict[str, str] | None = None,
) -> Reply:
    """Send a request to S3, past its enforcement of IAM."""
    path = f"/{bucket}/{quote(key)}" if key else f"/{bucket}"
    fields = {"host": "s3", **(headers or {})}
    reply: Reply = await s3.handle_request(method, path, fields, body, query or {}, internal=True)
    return reply


async def find(bucket: str, key: str) -> StoredObject | None:
    """Return an object without its content; None if there is no such object."""
    status, headers, _ = await request("HEAD", bucket, key)
    if status != 200:
        return None
    fields = {name.lower(): value for name, value in headers.items()}
    return StoredObject(bucket, key, fields.get(_KMS_KEY), uses_bucket_key(bucket))


def uses_bucket_key(bucket: str) -> bool:
    """Return whether a bucket encrypts through a bucket key.

    ministack does not keep this for an object; S3 uses the bucket's setting unless an upload
    overrides it.
    """
    return "<BucketKeyEnabled>true<" in s3._bucket_encryption.get(bucket, "")


def key_arn(key: str) -> str:
    """Return the ARN of a KMS key that is given by its ARN or its id."""
    return key if key.startswith("arn:") else arn("kms", f"key/{key}")


async def keys(bucket: str, prefix: str) -> list[str]:
    """Return every key below a prefix in order; none if there is no such bucket."""
    found: list[str] = []
    after = ""
    while True:
        query = {"list-type": ["2"], "prefix": [prefix], "start-after": [after]}
        status, _, body = await request("GET", bucket, "", query)
        if status != 200:
            return found
        page = ElementTree.fromstring(body)
        texts = [key.text for key in page.findall("s3:Contents/s3:Key", _XML)]
        found += [text for text in texts if text is not None]
        if page.findtext("s3:IsTruncated", "false", _XML) != "true":
            return found
        after = found[-1]
