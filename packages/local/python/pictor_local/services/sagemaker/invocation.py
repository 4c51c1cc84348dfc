"""One HTTP request to a model server, without a thread that waits for the answer."""

import asyncio
from dataclasses import dataclass

import h11

_CHUNK_BYTES = 256 * 1024


@dataclass(frozen=True)
class Answer:
    """What a model server answered."""

    status: int
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes


async def ask(address: str | int, headers: dict[str, str], body: bytes) -> Answer:
    """Send an invocation on a connection of its own.

    Args:
        address: path of the server's socket, or its port on loopback.
        headers: of the invocation, besides host and length.
        body: of the invocation.

    Raises:
        OSError: the server cannot be reached or broke the connection off.
    """
    if isinstance(address, str):
        reader, writer = await asyncio.open_unix_connection(address)
    else:
        reader, writer = await asyncio.open_connection("127.0.0.1", address)
    try:
        connection = h11.Connection(h11.CLIENT)
        fields = {"Host": "127.0.0.1", "Content-Length": str(len(body)), **headers}
        request = h11.Request(method="POST", target="/invocations", headers=list(fields.items()))
        writer.write(connection.send(request) or b"")
        writer.write(body)
        connection.send(h11.Data(data=body))
        connection.send(h11.EndOfMessage())
        return await _answer(connection, reader)
    except h11.ProtocolError as error:
        raise ConnectionError(f"{type(error).__name__}: {error}") from error
    finally:
        writer.close()


async def _answer(connection: h11.Connection, reader: asyncio.StreamReader) -> Answer:
    head: h11.Response | None = None
    body = []
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(await reader.read(_CHUNK_BYTES))
        elif isinstance(event, h11.Response):
            head = event
        elif isinstance(event, h11.Data):
            body.append(bytes(event.data))
        elif isinstance(event, h11.EndOfMessage) and head is not None:
            fields = {name.decode(): value.decode("latin-1") for name, value in head.headers}
            return Answer(head.status_code, fields, b"".join(body))
        elif isinstance(event, h11.ConnectionClosed):
            raise ConnectionError("the model server closed the connection")
