"""Lets callers with the run's credentials in, and no web page or other user of the machine.

A page in a browser can send requests to loopback without asking anybody. It cannot leave out
`Origin`, and by DNS rebinding its `Host` is its own domain. Another user of the machine can send
anything, but does not know the secret.
"""

import hashlib
import json
import re
from typing import Any
from urllib.parse import parse_qs

from ministack.core import sigv4
from ministack.core.iam_evaluator import CredentialResolutionError, resolve_credential

CONTROL = "/_pictor/"
_API_PATH = "/_aws/execute-api/"
_PLAIN_HOSTS = ("127.0.0.1", "[::1]", "localhost")
_HEX_SHA256 = re.compile(r"[0-9a-f]{64}")


class Doors:
    """Refuses strangers before anything of their request is read but its head."""

    def __init__(self, port: int, account_id: str) -> None:
        """Take the port that callers name, and the account whose keys count."""
        self._account_id = account_id
        # Names below localhost are loopback for every resolver: S3 has such a host for each bucket.
        self._host = re.compile(rf"(127\.0\.0\.1|\[::1\]|([\w-]+\.)*localhost):{port}", re.ASCII)

    def stranger(self, scope: Any) -> str | None:
        """Return why the head of a request is refused; None for one that may go on."""
        fields = _fields(scope)
        host = fields.get("host", "")
        if not self._host.fullmatch(host.lower()):
            return f"Host '{host}' is not this local AWS: use 127.0.0.1 or localhost, with its port"
        if "origin" in fields and not is_api_call(scope):
            return f"Origin '{fields['origin']}' is not allowed: web pages may call the API only"
        return None

    def wrongly_signed(self, scope: Any, body: bytes) -> tuple[str, str] | None:
        """Return AWS's code and message for a request whose signature is not valid.

        See https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
        """
        fields = _fields(scope)
        query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        presigned = "authorization" not in fields
        signature = (
            sigv4.parse_query_signature(query)
            if presigned
            else sigv4.parse_header_signature(fields)
        )
        if isinstance(signature, tuple):
            return signature
        late = _late(signature, query) if presigned else sigv4.request_time_failure(signature)
        if late:
            return late
        stated = fields.get("x-amz-content-sha256", "")
        if _HEX_SHA256.fullmatch(stated) and stated != hashlib.sha256(body).hexdigest():
            return "XAmzContentSHA256Mismatch", "The body is not the one that was signed."
        token = query.get("X-Amz-Security-Token", [fields.get("x-amz-security-token", "")])[0]
        credential = resolve_credential(signature.access_key_id, self._account_id, token)
        if isinstance(credential, CredentialResolutionError):
            return credential.code, f"{credential.message} {_HOW}"
        wrong: tuple[str, str] | None = sigv4.header_signature_failure(
            signature,
            credential.secret_access_key,
            scope["method"],
            (scope.get("raw_path") or scope["path"].encode()).decode("latin-1"),
            query,
            fields,
            body,
            presigned=presigned,
        )
        return wrong


_HOW = "Sign with the key and secret of this run: 'pictor env' prints them."
UNSIGNED = ("MissingAuthenticationToken", f"The request has no signature. {_HOW}")


def is_signed(scope: Any) -> bool:
    """Tell a request that has a signature at all, right or wrong."""
    return (
        _fields(scope).get("authorization", "").startswith("AWS4-")
        or b"X-Amz-Credential=" in scope["query_string"]
    )


def is_api_call(scope: Any) -> bool:
    """Tell a call of a deployed API, which its clients make without AWS's credentials.

    Only the path names the API. ministack also takes a host below localhost, but answers some paths
    before it looks at the host: with such a host every page could reset the local AWS.
    """
    host = _fields(scope).get("host", "").rpartition(":")[0]
    return host in _PLAIN_HOSTS and scope["path"].startswith(_API_PATH)


async def refuse(send: Any, code: str, message: str) -> None:
    """Answer 403 in a form that every SDK reads the code of."""
    body = json.dumps({"__type": code, "code": code, "message": message}).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"x-amzn-errortype", code.encode()),
        (b"content-length", str(len(body)).encode()),
        # What follows of the request is not read.
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _late(signature: sigv4.HeaderSignature, query: dict[str, list[str]]) -> tuple[str, str] | None:
    try:
        expires = query.get("X-Amz-Expires", ["0"])[0]
        expired = sigv4.presigned_request_is_expired(signature.amz_date, expires)
    except ValueError:
        expired = True
    return ("AccessDenied", "Request has expired") if expired else None


def _fields(scope: Any) -> dict[str, str]:
    fields: dict[str, str] = {}
    for name, value in scope["headers"]:
        key = name.decode("latin-1").lower()
        text = sigv4.decode_header_value(value)
        fields[key] = f"{fields[key]}, {text}" if key in fields else text
    return fields
