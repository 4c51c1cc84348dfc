"""Deployments as snapshots: a stage serves what was deployed, not what the API looks like now."""

import contextvars
import copy
import json
from collections.abc import Callable
from typing import Any

from ministack.core.responses import AccountRegionScopedDict
from ministack.services import apigateway_v1 as gateway

from pictor_local.aws import Json

_snapshots: Any = AccountRegionScopedDict()
_served: contextvars.ContextVar[Json | None] = contextvars.ContextVar("served", default=None)
_ROUTED = ("_resources", "_request_validators")


class _Deployed:
    """A store of ministack's that shows the served deployment while a request is routed."""

    def __init__(self, live: Any, name: str) -> None:
        self._live = live
        self._name = name

    def get(self, key: str, default: Any = None) -> Any:
        snapshot = _served.get()
        return self._live.get(key, default) if snapshot is None else snapshot[self._name]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._live, name)

    def __getitem__(self, key: str) -> Any:
        return self._live[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self._live[key] = value

    def __delitem__(self, key: str) -> None:
        del self._live[key]

    def __contains__(self, key: str) -> bool:
        return key in self._live

    def __iter__(self) -> Any:
        return iter(self._live)

    def __len__(self) -> int:
        return len(self._live)


def binary_media_types(api: Json) -> list[str]:
    """Return the media types that the served deployment treats as binary."""
    snapshot = _served.get()
    types: list[str] = (snapshot["_api"] if snapshot else api).get("binaryMediaTypes") or []
    return types


def install() -> None:
    """Take a snapshot with each deployment, serve it, and keep what a stage serves."""
    for name in _ROUTED:
        setattr(gateway, name, _Deployed(getattr(gateway, name), name))
    gateway._create_deployment = _taking_snapshot(gateway._create_deployment)
    gateway._delete_deployment = _refusing_served(gateway._delete_deployment)
    gateway._delete_rest_api = _forgetting(gateway._delete_rest_api)
    gateway._execute_in_scope = _serving_snapshot(gateway._execute_in_scope)


def _taking_snapshot(create: Callable[[str, Json], Any]) -> Callable[[str, Json], Any]:
    def create_deployment(api_id: str, data: Json) -> Any:
        reply = create(api_id, data)
        if reply[0] == 201:
            parts = {name: getattr(gateway, name).get(api_id, {}) for name in _ROUTED}
            snapshot = copy.deepcopy({**parts, "_api": gateway._rest_apis[api_id]})
            _snapshots.setdefault(api_id, {})[json.loads(reply[2])["id"]] = snapshot
        return reply

    return create_deployment


def _refusing_served(delete: Callable[[str, str], Any]) -> Callable[[str, str], Any]:
    def delete_deployment(api_id: str, deployment_id: str) -> Any:
        stages = gateway._stages_v1.get(api_id, {}).values()
        if any(stage.get("deploymentId") == deployment_id for stage in stages):
            message = "Active stages pointing to this deployment must be moved or deleted"
            return gateway._v1_error("BadRequestException", message, 400)
        _snapshots.get(api_id, {}).pop(deployment_id, None)
        return delete(api_id, deployment_id)

    return delete_deployment


def _forgetting(delete: Callable[[str], Any]) -> Callable[[str], Any]:
    def delete_rest_api(api_id: str) -> Any:
        _snapshots.pop(api_id, None)
        # ministack keeps these of an API that is gone.
        gateway._request_validators.pop(api_id, None)
        return delete(api_id)

    return delete_rest_api


def _serving_snapshot(execute: Callable[..., Any]) -> Callable[..., Any]:
    async def execute_in_scope(request: Json, api_id: str, stage_name: str, *rest: Any) -> Any:
        stage = gateway._stages_v1.get(api_id, {}).get(stage_name) or {}
        token = _served.set(_snapshots.get(api_id, {}).get(stage.get("deploymentId")))
        try:
            return await execute(request, api_id, stage_name, *rest)
        finally:
            _served.reset(token)

    return execute_in_scope
