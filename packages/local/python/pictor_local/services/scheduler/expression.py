"""When a schedule is due: `rate()`, `cron()` and `at()` in a time zone.

The fields of a cron expression are read by ministack, which reads them as AWS does, in UTC; here
they are read on the wall clock of the schedule's time zone.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from ministack.services import eventbridge

_UNITS = {"minute": 60, "hour": 3600, "day": 86400}
_RATE = re.compile(r"rate\(([1-9]\d*) (minute|hour|day)(s?)\)")
_AT = re.compile(r"at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)")
_BOUNDS = ((0, 59), (0, 23))
_MONTHS = range(1, 13)
_FURTHEST_SKIPS = 400


@dataclass(frozen=True)
class Expression:
    """One schedule expression."""

    text: str
    zone: ZoneInfo
    rate_seconds: int | None = None
    at: datetime | None = None
    """Wall-clock time without a zone."""
    cron: Any = None
    """Fields as ministack reads them."""

    @property
    def is_once(self) -> bool:
        """Whether it is due at one moment only."""
        return self.at is not None

    def next_after(self, moment: float, anchor: float) -> float | None:
        """Return the first time after a moment at which the schedule is due.

        Args:
            moment: Seconds since the epoch.
            anchor: From when a rate counts: the schedule's start, or its creation.

        Returns:
            Seconds since the epoch; None if it is never due again.
        """
        if self.rate_seconds is not None:
            past = max(0, int((moment - anchor) // self.rate_seconds) + 1)
            due = anchor + past * self.rate_seconds
            return due if due > moment else due + self.rate_seconds
        if self.at is not None:
            once: float = self.at.replace(tzinfo=self.zone).timestamp()
            return once if once > moment else None
        return self._next_of_cron(moment)

    def _next_of_cron(self, moment: float) -> float | None:
        wall = datetime.fromtimestamp(moment, self.zone).replace(tzinfo=None)
        for _ in range(_FURTHEST_SKIPS):
            found = eventbridge._cron_next_fire(self.cron, wall.replace(tzinfo=UTC))
            if found is None:
                return None
            wall = found.replace(tzinfo=None)
            # The first of two equal hours in autumn: a schedule runs once in them.
            due: float = wall.replace(tzinfo=self.zone, fold=0).timestamp()
            # An hour that spring skips: the schedule does not run in it.
            exists = datetime.fromtimestamp(due, self.zone).replace(tzinfo=None) == wall
            if exists and due > moment:
                return due
        return None


def parse(text: str, zone: str) -> Expression | None:
    """Return an expression in a time zone; None for one that AWS refuses."""
    place = ZoneInfo(zone)
    if rate := _RATE.fullmatch(text):
        count, unit = int(rate[1]), rate[2]
        # `rate(1 minutes)` and `rate(5 minute)` are refused.
        if (count == 1) == bool(rate[3]):
            return None
        return Expression(text, place, rate_seconds=count * _UNITS[unit])
    if once := _AT.fullmatch(text):
        try:
            return Expression(text, place, at=datetime.fromisoformat(once[1]))
        except ValueError:
            return None
    fields = eventbridge._parse_cron_fields(text)
    return Expression(text, place, cron=fields) if fields and _within_bounds(fields) else None


def _within_bounds(fields: Any) -> bool:
    minutes, hours, _, months = fields[:4]
    in_time = all(
        values and least <= min(values) and max(values) <= most
        for values, (least, most) in zip((minutes, hours), _BOUNDS, strict=True)
    )
    return in_time and bool(months) and all(month in _MONTHS for month in months)
