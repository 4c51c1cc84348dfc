"""For whose requests IAM is enforced: with `--auth` everybody's, and always a service's as a role.

A service that calls another as a role signs with the role's session, and is refused as in AWS.
Policies see TLS: requests on loopback stand for those that AWS's clients send by HTTPS.
"""

import contextvars
import re

import ministack.app as ministack
from ministack.core import iam_evaluator

_KEY = re.compile(r"Credential=([^/]+)/")
_keys: set[str] = set()
_enforced: contextvars.ContextVar[bool] = contextvars.ContextVar("enforced", default=False)


class _Switch:
    """What ministack asks where it would look at its setting."""

    def __init__(self, always: bool) -> None:
        self._always = always

    def __bool__(self) -> bool:
        return self._always or _enforced.get()


def install(always: bool) -> None:
    """Let ministack decide by the request."""
    ministack.AUTH = _Switch(always)
    ministack.pin_request_origin = _pin_origin


def _pin_origin(source_ip: str, _secure_transport: bool) -> None:
    iam_evaluator.pin_request_origin(source_ip, True)


def enforce(access_key_id: str) -> None:
    """Enforce IAM for requests that are signed with a key."""
    _keys.add(access_key_id)


def begin(authorization: str) -> None:
    """Note, in the context of a request, how it is signed."""
    found = _KEY.search(authorization)
    _enforced.set(found is not None and found[1] in _keys)
