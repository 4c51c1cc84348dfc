"""The routes below `/_pictor/`: the emulator's own state, which tests also change.

All but `health` need the run's token.
"""

import asyncio
import hmac
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

from ministack.core.responses import request_scope

from pictor_local import inventory
from pictor_local.aws import AwsError, Json
from pictor_local.clock import clock
from pictor_local.delays import Delays
from pictor_local.faults import Faults
from pictor_local.requests import report
from pictor_local.requests.recorder import Recorder
from pictor_local.services.service import Route, Service
from pictor_local.settings import Settings

TOKEN_HEADER = b"x-pictor-token"


class Control:
    """Answers the routes of one emulator."""

    def __init__(
        self,
        settings: Settings,
        token: str,
        delays: Delays,
        faults: Faults,
        recorder: Recorder,
        services: Sequence[Service],
    ) -> None:
        self._settings = settings
        self._token = token.encode()
        self._delays = delays
        self._faults = faults
        self._recorder = recorder
        self._services = services
        self._routes: dict[tuple[str, str], Route] = {
            ("GET", "health"): self._health,
            ("GET", "resources"): self._resources,
            ("GET", "requests"): self._requests,
            ("GET", "violations"): self._violations,
            ("GET", "clock"): self._clock,
            ("POST", "clock"): self._set_clock,
            ("GET", "delays"): self._all_delays,
            ("POST", "delays"): self._set_delays,
            ("GET", "faults"): self._all_faults,
            ("POST", "faults"): self._add_fault,
            ("DELETE", "faults"): self._clear_faults,
        }
        for service in services:
            self._routes |= service.routes()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        status, answer = await self._answer(scope, receive)
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(answer, default=str).encode()})

    async def _answer(self, scope: Any, receive: Any) -> tuple[int, Any]:
        name, _, rest = scope["path"].removeprefix("/_pictor/").partition("/")
        route = self._routes.get((scope["method"], name))
        if route is None:
            known = ", ".join(f"{method} /_pictor/{path}" for method, path in self._routes)
            return 404, {"message": f"no '{scope['method']} {scope['path']}', there are {known}"}
        if route != self._health and not self._has_token(dict(scope["headers"])):
            return 403, {"message": "the run's token is needed, in x-pictor-token"}
        try:
            body = json.loads(await _body(receive) or b"{}")
            with request_scope(self._settings.account_id, self._settings.region):
                return 200, await route(unquote(rest), body)
        except (ValueError, KeyError, TypeError, AwsError) as error:
            return 400, {"message": str(error)}

    def _has_token(self, headers: dict[bytes, bytes]) -> bool:
        return hmac.compare_digest(headers.get(TOKEN_HEADER, b""), self._token)

    async def _health(self, _rest: str, _body: Json) -> Json:
        return {
            "status": "ok",
            "accountId": self._settings.account_id,
            "region": self._settings.region,
        }

    async def _resources(self, _rest: str, _body: Json) -> Json:
        return inventory.resources(self._services)

    async def _requests(self, _rest: str, _body: Json) -> Json:
        calls, others = await asyncio.to_thread(report.calls, self._recorder)
        return {"calls": [vars(call) for call in calls], "notUnderstood": others}

    async def _violations(self, _rest: str, _body: Json) -> Json:
        return await asyncio.to_thread(report.report, self._recorder)

    async def _clock(self, _rest: str, _body: Json) -> Json:
        return {"now": clock.now(), "stopped": clock.stopped}

    async def _set_clock(self, _rest: str, body: Json) -> Json:
        if body.get("stop"):
            clock.stop()
        clock.advance(float(body.get("advance", 0)))
        if body.get("run"):
            clock.run()
        return {"now": clock.now(), "stopped": clock.stopped}

    async def _all_delays(self, _rest: str, _body: Json) -> Json:
        return self._delays.all()

    async def _set_delays(self, _rest: str, body: Json) -> Json:
        for name, seconds in body.items():
            self._delays.change(name, float(seconds))
        return self._delays.all()

    async def _all_faults(self, _rest: str, _body: Json) -> list[Json]:
        return self._faults.all()

    async def _add_fault(self, _rest: str, body: Json) -> list[Json]:
        self._faults.add(body)
        return self._faults.all()

    async def _clear_faults(self, _rest: str, _body: Json) -> list[Json]:
        self._faults.clear()
        return []


async def _body(receive: Any) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body", False):
            return body
