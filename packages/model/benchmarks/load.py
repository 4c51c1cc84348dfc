"""A closed loop of clients: each asks again as soon as it was answered."""

import http.client
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass
class Burst:
    """What came of a few seconds of asking."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    """Seconds of each answer with status 200."""
    failures: int = 0


def burst(url: str, picture: bytes, clients: int, seconds: float) -> Burst:
    """Asks a server with so many clients for so long."""
    found, place = Burst(), urlsplit(url)
    started = time.perf_counter()

    def ask() -> None:
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)
        while time.perf_counter() < started + seconds:
            begun = time.perf_counter()
            connection.request("POST", place.path, picture, {"Content-Type": "image/jpeg"})
            response = connection.getresponse()
            response.read()
            if response.status == 200:
                found.latencies.append(time.perf_counter() - begun)
            else:
                found.failures += 1
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.seconds = time.perf_counter() - started
    return found
