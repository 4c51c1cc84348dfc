"""What every service shares: requests, replies, errors and ARNs."""

import json
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

from ministack.core.responses import get_account_id, get_region

Json = dict[str, Any]
Reply = tuple[int, dict[str, Any], Any]
"""HTTP status, response headers and body, as ministack's handlers return them."""


@dataclass(frozen=True)
class Request:
    """One AWS request. Header names are lower case; a query parameter holds a list of values."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    query: dict[str, list[str]] = field(default_factory=dict)

    @property
    def action(self) -> str:
        """Operation of a JSON-protocol request, for example `CreateModel`."""
        return self.headers.get("x-amz-target", "").rsplit(".", 1)[-1]

    def with_body(self, body: bytes) -> "Request":
        """Return the same request with another body."""
        return Request(self.method, self.path, self.headers, body, self.query)


_XML_ERRORS = {
    "query": "<ErrorResponse><Error><Type>Sender</Type>{error}</Error>"
    "<RequestId>{id}</RequestId></ErrorResponse>",
    "ec2": "<Response><Errors><Error>{error}</Error></Errors>"
    "<RequestID>{id}</RequestID></Response>",
    "rest-xml": "<Error>{error}<RequestId>{id}</RequestId></Error>",
}
Handler = Callable[[Request], Awaitable[Reply]]


class AwsError(Exception):
    """An error that the caller gets in AWS's own shape."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.status = status


def json_reply(body: Json, status: int = 200) -> Reply:
    """Answer in AWS's JSON 1.1 protocol."""
    return status, {"Content-Type": "application/x-amz-json-1.1"}, json.dumps(body).encode()


def error_reply(error: AwsError, protocol: str = "json") -> Reply:
    """Answer an error so that SDKs find its code and message in a protocol of AWS's.

    `json` serves both JSON protocols; others are `query`, `ec2` and `rest-xml`.
    """
    if protocol not in _XML_ERRORS:
        body = {"__type": error.code, "message": str(error), "Message": str(error)}
        headers = {"Content-Type": "application/x-amz-json-1.1", "x-amzn-ErrorType": error.code}
        return error.status, headers, json.dumps(body).encode()
    what = f"<Code>{escape(error.code)}</Code><Message>{escape(str(error))}</Message>"
    text = _XML_ERRORS[protocol].format(error=what, id=uuid.uuid4())
    return error.status, {"Content-Type": "text/xml"}, text.encode()


def partition() -> str:
    """Return the partition of the current request's region."""
    region = get_region()
    if region.startswith("cn-"):
        return "aws-cn"
    return "aws-us-gov" if region.startswith("us-gov-") else "aws"


def arn(service: str, resource: str) -> str:
    """Return the ARN of a resource in the account and region of the current request."""
    return f"arn:{partition()}:{service}:{get_region()}:{get_account_id()}:{resource}"
