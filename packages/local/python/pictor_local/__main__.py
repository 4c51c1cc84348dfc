"""Starts the emulator; see the README for what it prints and how it ends."""

import asyncio
import logging
import os
import shutil
import socket
import sys

from pictor_local import credentials, environment, events, settings
from pictor_local.connections import BACKLOG


def main() -> None:
    """Run until standard input ends, or SIGTERM or SIGINT arrives."""
    chosen = settings.parse(sys.argv[1:])
    try:
        listener = socket.create_server(("127.0.0.1", chosen.port), backlog=BACKLOG)
    except OSError as error:
        sys.exit(
            f"cannot listen on 127.0.0.1:{chosen.port}: {error.strerror}, "
            "choose another --port, or 0 for a free one"
        )
    port = listener.getsockname()[1]
    # Logs and what functions write are nobody else's business, whatever the caller's umask is.
    os.umask(0o077)
    chosen.run_dir.mkdir(parents=True, exist_ok=True)
    environment.scrub(chosen, port, credentials.create(chosen.credentials_file))
    log = (chosen.log_dir / "emulator.log").open("a")
    events.open_stream(log.fileno())
    logging.basicConfig(
        stream=log, level=logging.INFO, format="%(asctime)s %(levelname)s [%(name)s] %(message)s"
    )
    # Imported only now: ministack and moto read the environment when they are imported.
    from pictor_local.server import Server

    asyncio.run(_serve(Server, chosen, listener))
    shutil.rmtree(chosen.temp_dir, ignore_errors=True)
    chosen.token_file.unlink(missing_ok=True)
    chosen.credentials_file.unlink(missing_ok=True)
    # Threads that still wait for a model server or a function would keep the interpreter from
    # ending.
    os._exit(0)


async def _serve(server: type, chosen: settings.Settings, listener: socket.socket) -> None:
    await server(chosen, listener).run()


if __name__ == "__main__":
    main()
