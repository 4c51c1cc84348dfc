"""Puts the shims into ministack, serves it on loopback, and ends everything in order."""

import asyncio
import logging
import os
import secrets
import signal
import sys
import threading
from pathlib import Path
from typing import Any

import ministack.app as ministack
from hypercorn.asyncio import serve as serve_asgi
from hypercorn.config import Config

from pictor_local import answers, enforcement
from pictor_local.control import Control
from pictor_local.credentials import write_private
from pictor_local.delays import Delays
from pictor_local.doors import CONTROL, Doors, refuse
from pictor_local.events import emit
from pictor_local.faults import Faults
from pictor_local.requests.recorder import Recorder
from pictor_local.services import installer, table
from pictor_local.services.parts import Parts
from pictor_local.settings import Settings
from pictor_local.wire import Wire, connections

# How long requests at work may take to end once the emulator is told to.
_GRACE_SECONDS = 1.0
# After so long the rest is not waited for; children end with their pipes.
_HARD_LIMIT_SECONDS = 8.0


class Server:
    """One emulator."""

    def __init__(self, settings: Settings, descriptor: int, port: int) -> None:
        """Take a listening socket's descriptor, which is closed at the end, and its port."""
        self._settings = settings
        self._descriptor = descriptor
        self._port = port
        self._stop = asyncio.Event()
        delays, faults, recorder = Delays(settings.delay), Faults(), Recorder()
        self._services = table.build(Parts(settings, delays, faults))
        self._doors = Doors(port, settings.account_id)
        self._wire = Wire(ministack.app, self._doors, recorder, faults)
        self._control = Control(
            settings, _token(settings.token_file), delays, faults, recorder, self._services
        )

    async def run(self) -> None:
        """Serve until standard input ends or a signal arrives."""
        answers.install()
        enforcement.install(self._settings.auth)
        connections.install()
        installer.install(self._services)
        loop = asyncio.get_running_loop()
        for each in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(each, self._begin_to_stop)
        threading.Thread(target=self._follow_stdin, args=(loop,), daemon=True).start()
        background = [
            loop.create_task(work) for service in self._services for work in service.background()
        ]
        await serve_asgi(self._app, self._hypercorn(), shutdown_trigger=self._stop.wait)
        for task in background:
            task.cancel()
        await asyncio.to_thread(self._end_children)

    def _hypercorn(self) -> Config:
        config = Config()
        config.bind = [f"fd://{self._descriptor}"]
        config.accesslog = _access_log(self._settings.log_dir / "access.log")
        # `r` has the path alone: a query may hold a signature or a key. The last two tell which
        # connection a client used and whether it sends a request again.
        config.access_log_format = (
            "%(t)s %(s)s %(r)s %({x-amz-target}i)s %(b)s %(L)ss %(h)s %({amz-sdk-request}i)s"
        )
        config.errorlog = logging.getLogger("hypercorn")
        # Longer than any client keeps an idle connection (Go: 90 s): a request that crosses the
        # closing of its connection is sent again, and a create would be done twice.
        config.keep_alive_timeout = 600
        config.keep_alive_max_requests = 1_000_000
        config.graceful_timeout = _GRACE_SECONDS
        config.shutdown_timeout = _GRACE_SECONDS
        return config

    async def _app(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await ministack.app(scope, receive, self._announcing(send))
        elif scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
        elif (why := self._doors.stranger(scope)) is not None:
            await refuse(send, "AccessDeniedException", why)
        elif scope["path"].startswith(CONTROL):
            await self._control(scope, receive, send)
        else:
            await self._wire(scope, receive, send)

    def _announcing(self, send: Any) -> Any:
        async def announce(message: Any) -> None:
            await send(message)
            if message["type"] == "lifespan.startup.complete":
                emit(
                    "ready", port=self._port, url=f"http://127.0.0.1:{self._port}", pid=os.getpid()
                )

        return announce

    def _follow_stdin(self, loop: asyncio.AbstractEventLoop) -> None:
        while os.read(sys.stdin.fileno(), 4096):
            pass
        loop.call_soon_threadsafe(self._begin_to_stop)

    def _begin_to_stop(self) -> None:
        if not self._stop.is_set():
            self._stop.set()
            timer = threading.Timer(_HARD_LIMIT_SECONDS, os._exit, [1])
            timer.daemon = True
            timer.start()

    def _end_children(self) -> None:
        for service in self._services:
            service.stop()


def _access_log(file: Path) -> logging.Logger:
    logger = logging.getLogger("pictor_local.access")
    logger.propagate = False
    logger.addHandler(logging.FileHandler(file))
    return logger


def _token(file: Path) -> str:
    """Make the run's token, for tests and tools that change the emulator itself."""
    token = secrets.token_urlsafe(24)
    write_private(file, token)
    return token
