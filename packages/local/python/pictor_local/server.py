"""Puts the shims into ministack, serves it on loopback, and ends everything in order."""

import asyncio
import gc
import os
import secrets
import signal
import socket
import sys
import threading
from pathlib import Path
from typing import Any

import ministack.app as ministack
from uvicorn import Config

from pictor_local import enforcement
from pictor_local.access_log import AccessLog
from pictor_local.answers import WholeAnswers
from pictor_local.connections import BACKLOG, Connections
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
from pictor_local.wire import Wire

# How long requests at work may take to end once the emulator is told to.
_GRACE_SECONDS = 1
# After so long the rest is not waited for; children end with their pipes.
_HARD_LIMIT_SECONDS = 8.0
# So many new objects before Python searches them for garbage; 700 come with every few requests.
_NEW_OBJECTS = 20_000


class Server:
    """One emulator."""

    def __init__(self, settings: Settings, listener: socket.socket) -> None:
        """Take a listening socket, which is closed at the end."""
        self._settings = settings
        self._listener = listener
        self._port = listener.getsockname()[1]
        self._stop = asyncio.Event()
        delays, faults, recorder = Delays(settings.delay), Faults(), Recorder()
        self._services = table.build(Parts(settings, delays, faults))
        self._doors = Doors(self._port, settings.account_id)
        self._connections = Connections(self._uvicorn())
        self._wire = Wire(ministack.app, self._doors, recorder, faults, self._connections)
        self._control = Control(
            settings, _token(settings.token_file), delays, faults, recorder, self._services
        )

    async def run(self) -> None:
        """Serve until standard input ends or a signal arrives."""
        enforcement.install(self._settings.auth)
        installer.install(self._services)
        loop = asyncio.get_running_loop()
        for each in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(each, self._begin_to_stop)
        threading.Thread(target=self._follow_stdin, args=(loop,), daemon=True).start()
        background = [
            loop.create_task(work) for service in self._services for work in service.background()
        ]
        # What is loaded stays: each search of it for garbage takes 0.2 s, when nothing is answered.
        gc.collect()
        gc.freeze()
        gc.set_threshold(_NEW_OBJECTS)
        await self._connections.serve(self._listener, self._stop)
        for task in background:
            task.cancel()
        await asyncio.to_thread(self._end_children)

    def _uvicorn(self) -> Config:
        return Config(
            AccessLog(self._app, self._settings.log_dir / "access.log"),
            interface="asgi3",
            http=WholeAnswers,
            ws="none",
            log_config=None,
            access_log=False,
            # ministack adds a Date, and AWS has no Server.
            date_header=False,
            server_header=False,
            proxy_headers=False,
            backlog=BACKLOG,
            # Longer than any client keeps an idle connection (Go: 90 s): a request that crosses the
            # closing of its connection is sent again, and a create would be done twice.
            timeout_keep_alive=600,
            timeout_graceful_shutdown=_GRACE_SECONDS,
        )

    async def _app(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await ministack.app(scope, receive, self._announcing(send))
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


def _token(file: Path) -> str:
    """Make the run's token, for tests and tools that change the emulator itself."""
    token = secrets.token_urlsafe(24)
    write_private(file, token)
    return token
