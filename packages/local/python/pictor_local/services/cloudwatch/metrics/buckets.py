"""Values in buckets of one minute, given out when the minute is over for long enough."""

import collections
from collections.abc import Iterator
from dataclasses import dataclass

MINUTE_SECONDS = 60


@dataclass(frozen=True)
class Series:
    """What one metric is of: account, region, namespace, name, unit and dimensions."""

    account: str
    region: str
    namespace: str
    name: str
    unit: str
    dimensions: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Datapoint:
    """The values of one series in one minute."""

    series: Series
    minute: int
    """When the minute began, in seconds since the epoch."""
    counts: dict[float, int]
    """How often each value came."""


class Buckets:
    """Values that are not given out yet. A series without a value in a minute has no bucket."""

    def __init__(self) -> None:
        self._open: dict[tuple[Series, int], collections.Counter[float]] = {}

    def add(self, series: Series, at: float, value: float, times: int = 1) -> None:
        """Add a value to the minute of a time."""
        minute = int(at // MINUTE_SECONDS) * MINUTE_SECONDS
        self._open.setdefault((series, minute), collections.Counter())[value] += times

    def due(self, now: float, late: float) -> Iterator[Datapoint]:
        """Give out every minute that ended so many seconds ago, each once."""
        for key in sorted(self._open, key=lambda one: one[1]):
            series, minute = key
            if minute + MINUTE_SECONDS + late <= now:
                yield Datapoint(series, minute, dict(self._open.pop(key)))
