"""A metric that was read from a line of a log."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LogMetric:
    """The values of one metric in one line."""

    namespace: str
    name: str
    unit: str
    dimensions: tuple[tuple[str, str], ...]
    at: float
    """Seconds since the epoch."""
    values: tuple[float, ...]
