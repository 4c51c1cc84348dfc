"""A model server in processes of its own, however it is started."""

import contextlib
import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

import psutil


@dataclass(frozen=True)
class Response:
    status: int
    headers: Message
    body: str


@dataclass(frozen=True)
class Served:
    url: str
    """Where predictions are asked for."""
    worker: str
    """What the command line of the process that holds the model has in it."""
    process: psutil.Popen
    log: Path

    def invoke(
        self, data: bytes, headers: Mapping[str, str], timeout_seconds: float = 60
    ) -> Response:
        """POST with these headers and no media type of its own; OSError where nothing answers."""
        place = urlsplit(self.url)
        # urllib would send a body without a media type as a form.
        connection = http.client.HTTPConnection(
            place.hostname or "", place.port, timeout=timeout_seconds
        )
        with contextlib.closing(connection):
            connection.request("POST", place.path, data, dict(headers))
            answer = connection.getresponse()
            return Response(answer.status, answer.headers, answer.read().decode())

    def wait_for_log(self, text: str, limit_seconds: float = 120) -> None:
        deadline = time.monotonic() + limit_seconds
        while text not in self._text():
            self._check(deadline)
            time.sleep(0.2)

    def wait_for_prediction(self, picture: bytes, limit_seconds: float = 180) -> None:
        """A real answer: servers say that they are well while their workers die."""
        deadline = time.monotonic() + limit_seconds
        while True:
            with contextlib.suppress(OSError):
                if self.invoke(picture, {"Content-Type": "image/png"}).status == 200:
                    return
            self._check(deadline)
            time.sleep(0.2)

    def workers(self) -> list[psutil.Process]:
        """The processes that hold the model."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        workers = [each for each in children if self.worker in _words(each)]
        assert workers, f"no process of {self.process.pid} has '{self.worker}' in its command line"
        return workers

    def worker_bytes(self) -> int:
        """Resident memory of the processes that hold the model."""
        return sum(int(each.memory_info().rss) for each in self.workers())

    def loaded_libraries(self) -> set[str]:
        """Shared libraries that any of its processes has mapped."""
        leader = psutil.Process(self.process.pid)
        found: set[str] = set()
        for each in (leader, *leader.children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                found.update(mapped.path for mapped in each.memory_maps())
        return found

    def _text(self) -> str:
        return self.log.read_text(errors="replace")

    def _check(self, deadline: float) -> None:
        assert time.monotonic() < deadline, self._text()[-3000:]
        assert self.process.poll() is None, self._text()[-3000:]


@contextlib.contextmanager
def running(
    command: Sequence[str | Path], environment: Mapping[str, str], cwd: Path, url: str, worker: str
) -> Iterator[Served]:
    """Runs a server; ends every process of it afterwards."""
    log = cwd / "server.log"
    with log.open("wb") as output:
        process = psutil.Popen(
            [str(word) for word in command],
            env=dict(environment),
            cwd=cwd,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield Served(url, worker, process, log)
    finally:
        end_session(process.pid)


def _words(process: psutil.Process) -> str:
    with contextlib.suppress(psutil.Error):
        return " ".join(process.cmdline())
    return ""


def free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def end_session(leader: int) -> None:
    """Ends a session and all descendants of its leader, orphans too, until none is left."""
    while members := [each for each in psutil.process_iter() if _belongs(each, leader)]:
        for member in members:
            with contextlib.suppress(psutil.NoSuchProcess):
                member.kill()
        psutil.wait_procs(members, timeout=5)


def _belongs(process: psutil.Process, leader: int) -> bool:
    with contextlib.suppress(OSError, psutil.Error):
        if process.status() != psutil.STATUS_ZOMBIE:
            ancestors = {each.pid for each in process.parents()}
            return os.getsid(process.pid) == leader or leader in ancestors
    return False
