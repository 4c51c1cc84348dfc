"""Puts the services into ministack: its handlers, its router and its policy engine."""

import contextvars
import inspect
from collections.abc import Sequence
from typing import Any

import ministack.app as ministack
from ministack.core import iam_actions, iam_evaluator, router

from pictor_local.aws import AwsError, Handler, Reply, Request, error_reply, json_reply
from pictor_local.services.call import Call, Finder
from pictor_local.services.service import Permission, Service

_needed: contextvars.ContextVar[Sequence[Permission]] = contextvars.ContextVar("needed")
"""Permissions that the current request needs."""


def install(services: Sequence[Service]) -> None:
    """Make ministack serve, recognise and guard the services."""
    placed = [Placed(service) for service in services]
    for one in placed:
        one.service.install()
        ministack.SERVICE_HANDLERS[one.service.name] = one.handle
    _recognise([one.service for one in placed])
    _guard({one.service.name: one for one in placed if one.service.iam_namespace})


class Placed:
    """One service in its place."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self._finder = Finder(service.rest_model)
        self._operations = service.operations
        self._covered = None if service.base == "Pictor" else _handler_of(service.name)

    def call(self, *parts: Any) -> Call:
        """Return a request as a call: its method, path, headers, body and query."""
        method, path, headers, body, query = parts
        return self._finder.find(Request(method, path, headers, body or b"", query), self._covered)

    async def handle(self, *parts: Any) -> Reply:
        """Answer a request, as ministack's handlers do."""
        call = self.call(*parts)
        operation = self._operations.get(call.operation, self.service.otherwise)
        try:
            answer: Any = operation(call)
            answer = await answer if inspect.isawaitable(answer) else answer
        except AwsError as error:
            form = "ec2" if self.service.name == "ec2" else "query"
            return error_reply(error, form if call.is_form else "json")
        return json_reply(answer) if isinstance(answer, dict) else answer


def _handler_of(name: str) -> Handler:
    inner = ministack.SERVICE_HANDLERS[name]

    async def handle(request: Request) -> Reply:
        reply: Reply = await inner(
            request.method, request.path, request.headers, request.body, request.query
        )
        return reply

    return handle


def _recognise(services: Sequence[Service]) -> None:
    known = [(one.name, one.recognition) for one in services if one.recognition]
    detect = router.detect_service

    def detect_service(method: str, path: str, headers: dict[str, str], query: Any) -> str:
        for name, recognition in known:
            if recognition.matches(path, headers):
                return name
        return str(detect(method, path, headers, query))

    # The function is imported by name, so both modules hold it.
    router.detect_service = ministack.detect_service = detect_service


def _guard(placed: dict[str, Placed]) -> None:
    """Let IAM see the services: ministack allows silently what it does not know."""
    action, resource = iam_actions.extract_iam_action, iam_actions.extract_resource_arn
    enforce = iam_evaluator.enforce

    def extract_iam_action(service: str, *request: Any) -> Any:
        if service not in placed:
            return action(service, *request)
        call = placed[service].call(*request)
        _needed.set(placed[service].service.permissions(call))
        return _needed.get()[0].action

    def extract_resource_arn(service: str, *request: Any) -> Any:
        if service not in placed:
            return resource(service, *request)
        return _needed.get()[0].resource

    def enforce_all(key: str, asked: str, service: str, region: str, **more: Any) -> Any:
        if service not in placed:
            return enforce(key, asked, service, region, **more)
        context = more.get("service_context") or {}
        for one in _needed.get():
            denied = enforce(
                key,
                one.action,
                service,
                region,
                resource_arn=one.resource,
                service_context={**context, **one.keys},
            )
            if denied:
                return denied
        return None

    for name, one in placed.items():
        iam_actions.SERVICE_TO_IAM_NAMESPACE[name] = str(one.service.iam_namespace)
    iam_actions.extract_iam_action = extract_iam_action
    iam_actions.extract_resource_arn = extract_resource_arn
    iam_evaluator.enforce = enforce_all
