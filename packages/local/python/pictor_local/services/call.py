"""One request to a service: which operation it is, with which parameters, in every protocol."""

import functools
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote

import botocore.session
from botocore.model import OperationModel, ServiceModel

from pictor_local.aws import Handler, Json, Reply, Request

Answer = Json | Reply
Operation = Callable[["Call"], Answer | Awaitable[Answer]]
"""Answers one operation: with the members of its output, or with a whole reply."""
_LABEL = re.compile(r"\\\{(\w+)(\\\+)?\\\}")


@dataclass(frozen=True)
class Call:
    """One request to a service."""

    operation: str
    """AWS's name of the operation, for example `CreateSchedule`; empty if none matches."""
    request: Request
    labels: Mapping[str, str] = field(default_factory=dict)
    """Members that are part of a REST path, by name."""
    covered: Handler | None = None
    """What answers where no operation of ours does; None for a service that is all ours."""
    model: OperationModel | None = None
    """AWS's model of the operation; only for services with a REST protocol."""

    @property
    def is_form(self) -> bool:
        """Whether the request is in one of AWS's query protocols."""
        named = self.model is not None or "x-amz-target" in self.request.headers
        return not named and b"Action=" in self.request.body

    @property
    def params(self) -> Json:
        """The members of the operation's input; of a query protocol the form's fields."""
        if self.is_form:
            fields = parse_qs(self.request.body.decode("latin-1"))
            return {name: values[0] for name, values in fields.items()}
        body: Json = json.loads(self.request.body or b"{}")
        return {**body, **self._from_query(), **self.labels}

    async def forward(self, request: Request | None = None) -> Reply:
        """Hand the request on, or another one in its place."""
        assert self.covered is not None, "a service that is all ours has nobody to hand on to"
        return await self.covered(request or self.request)

    def _from_query(self) -> Json:
        shape = self.model.input_shape if self.model else None
        found: Json = {}
        for name, member in shape.members.items() if shape else ():
            values = self.request.query.get(member.serialization.get("name", name))
            if member.serialization.get("location") == "querystring" and values:
                found[name] = _read(member.type_name, values)
        return found


def of_params(
    operations: Mapping[str, Callable[[Json], Answer | Awaitable[Answer]]],
) -> dict[str, Operation]:
    """Return operations that need nothing of a call but its parameters."""

    def reading(answer: Callable[[Json], Answer | Awaitable[Answer]]) -> Operation:
        return lambda call: answer(call.params)

    return {name: reading(answer) for name, answer in operations.items()}


class Finder:
    """Finds the operation of each request of one service."""

    def __init__(self, rest_model: str | None) -> None:
        """Take botocore's name of a service with a REST protocol; None for another protocol."""
        self._routes = _routes(rest_model) if rest_model else []

    def find(self, request: Request, covered: Handler | None = None) -> Call:
        """Return a request as a call of an operation."""
        if "x-amz-target" in request.headers:
            return Call(request.action, request, covered=covered)
        for method, pattern, model in self._routes:
            match = pattern.fullmatch(request.path) if method == request.method else None
            if match:
                return Call(model.name, request, _labels(model, match), covered, model)
        form = parse_qs(request.body.decode("latin-1")) if b"Action=" in request.body else {}
        return Call(form.get("Action", [""])[0], request, covered=covered)


def _labels(model: OperationModel, match: re.Match[str]) -> dict[str, str]:
    # A path may call a member otherwise: `restapi_id` is `restApiId`.
    shape = model.input_shape
    names = {
        member.serialization.get("name", name): name
        for name, member in (shape.members.items() if shape else ())
    }
    return {names.get(name, name): unquote(value) for name, value in match.groupdict().items()}


def _read(kind: str, values: list[str]) -> Any:
    if kind == "list":
        return values
    return int(values[0]) if kind in ("integer", "long") else values[0]


@functools.cache
def _routes(service: str) -> list[tuple[str, re.Pattern[str], OperationModel]]:
    loader = botocore.session.get_session().get_component("data_loader")
    model = ServiceModel(loader.load_service_model(service, "service-2"), service)
    operations = [model.operation_model(name) for name in model.operation_names]
    # A literal segment is preferred to a label, and more segments to an ARN that has slashes.
    operations.sort(key=lambda one: _precedence(one.http["requestUri"]))
    return [(one.http["method"], _pattern(one.http["requestUri"]), one) for one in operations]


def _precedence(uri: str) -> tuple[int, int]:
    return uri.count("{"), -uri.count("/")


def _pattern(uri: str) -> re.Pattern[str]:
    path = re.escape(uri.partition("?")[0]).rstrip("/")
    return re.compile(_LABEL.sub(_group, path) + "/?")


def _group(label: re.Match[str]) -> str:
    # The path is decoded already, so the slashes of an ARN are among those of the path.
    several = label[2] or label[1].lower().endswith("arn")
    return f"(?P<{label[1]}>{'.+' if several else '[^/]+'})"
