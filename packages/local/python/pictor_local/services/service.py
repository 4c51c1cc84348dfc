"""What the emulator must know of a service of AWS, in one place for each."""

import re
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pictor_local.aws import AwsError, Json, Reply
from pictor_local.services.call import Call, Operation

if TYPE_CHECKING:
    from pictor_local.services.parts import Parts

Route = Callable[[str, Json], Awaitable[Any]]
"""Answers a route below `/_pictor/`: takes what follows its name, and the body."""
_SCOPE = re.compile(r"Credential=[^/]+/[^/]+/[^/]+/([^/]+)/")


@dataclass(frozen=True)
class Shim:
    """One difference to what ministack or moto does, for the README."""

    parts: tuple[str, ...]
    """Modules below the service's folder."""
    behaviour: str
    """How AWS behaves."""
    source: str
    """AWS's own page about it."""
    test: str
    """Test file that shows it."""
    gap: str
    """Test that fails once the upstream behaves so itself: then the shim can go."""


@dataclass(frozen=True)
class Recognition:
    """How requests of a service are told from others, where ministack's router cannot.

    A request is one of the service if the target begins so, or if scope and path both match.
    """

    target_prefix: str | None = None
    """Beginning of `X-Amz-Target`, with its dot."""
    scope: str | None = None
    """Service name in the credential scope of the signature."""
    path: re.Pattern[str] | None = None
    """Whole path."""

    def matches(self, path: str, headers: Mapping[str, str]) -> bool:
        """Return whether a request is one of the service."""
        target = headers.get("x-amz-target", "")
        if self.target_prefix and target.startswith(self.target_prefix):
            return True
        scope = _SCOPE.search(headers.get("authorization", ""))
        if self.scope and (scope is None or scope[1] != self.scope):
            return False
        if self.path and self.path.fullmatch(path) is None:
            return False
        return bool(self.scope or self.path)


@dataclass(frozen=True)
class Permission:
    """One permission that a request needs."""

    action: str
    """IAM action, with its service: `sagemaker:UpdateEndpoint`."""
    resource: str
    keys: Json = field(default_factory=dict)
    """Condition keys of the request, with their values."""


class Service:
    """A service of AWS that the emulator adds or mends.

    A subclass sets and overrides what applies to it and leaves the rest. It is built once, when
    the emulator starts; `services/table.py` lists them all.
    """

    name: ClassVar[str]
    """Name by which ministack's router knows it."""
    title: ClassVar[str]
    """Name that AWS gives it."""
    folder: ClassVar[str]
    """Folder below `services/`."""
    base: ClassVar[Literal["ministack", "moto", "Pictor"]] = "ministack"
    """Who answers what is not in `operations`; `Pictor`: nobody."""
    rest_model: ClassVar[str | None] = None
    """botocore's name of a service with a REST protocol: its paths name the operations."""
    recognition: ClassVar[Recognition | None] = None
    """Only where ministack does not recognise its requests, or the wrong ones."""
    iam_namespace: ClassVar[str | None] = None
    """Prefix of its IAM actions; only where ministack has none or finds the wrong resource."""
    shims: ClassVar[tuple[Shim, ...]] = ()
    differences: ClassVar[tuple[str, ...]] = ()
    """Ways in which it is not like AWS."""

    def __init__(self, parts: "Parts") -> None:
        """Take what the services share."""

    @property
    def operations(self) -> Mapping[str, Operation]:
        """What is answered here, by AWS's name of the operation."""
        return {}

    async def otherwise(self, call: Call) -> Reply:
        """Answer any other operation.

        Raises:
            AwsError: the service is all ours, and does not have the operation.
        """
        if self.base == "Pictor":
            what = call.operation or f"{call.request.method} {call.request.path}"
            status = 404 if self.rest_model else 400
            raise AwsError("UnknownOperationException", f"{what} is not emulated", status)
        return await call.forward()

    def iam_action(self, call: Call) -> str:
        """Return the IAM action that a call needs."""
        return f"{self.iam_namespace}:{call.operation}"

    def iam_resource(self, call: Call) -> str:
        """Return the ARN that the policies are evaluated for."""
        return "*"

    def permissions(self, call: Call) -> Sequence[Permission]:
        """Return every permission that a call needs; the first names it in a refusal."""
        return [Permission(self.iam_action(call), self.iam_resource(call))]

    def install(self) -> None:
        """Mend ministack beside its operations, before the first request."""

    def background(self) -> Iterable[Coroutine[Any, Any, None]]:
        """Return what runs from the first request until the emulator ends."""
        return ()

    def holds(self) -> Mapping[str, list[str]]:
        """Return ids of what exists, by kind; not of what ministack's own stores hold."""
        return {}

    def routes(self) -> Mapping[tuple[str, str], Route]:
        """Return its routes below `/_pictor/`, by method and name."""
        return {}

    def stop(self) -> None:
        """End every process of it."""
