"""Reads a filter pattern of whichever syntax.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html (read 2026-11)
"""

import functools
from typing import Protocol

from pictor_local.services.logs.filters.field_pattern import FieldPattern
from pictor_local.services.logs.filters.json_pattern import JsonPattern
from pictor_local.services.logs.filters.match import Match
from pictor_local.services.logs.filters.term_pattern import TermPattern


class Pattern(Protocol):
    """Matches events."""

    def match(self, message: str) -> Match | None:
        """Return what the event tells if it matches."""


@functools.cache
def read(text: str) -> Pattern:
    """Return the pattern that a text is; an empty one matches every event.

    Raises:
        PatternError: CloudWatch Logs would not take it.
    """
    text = text.strip()
    if text.startswith("{"):
        return JsonPattern(text)
    if text.startswith("["):
        return FieldPattern(text)
    return TermPattern(text)
