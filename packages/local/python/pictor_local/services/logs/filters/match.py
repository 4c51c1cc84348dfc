"""What is known of an event that a pattern matches."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Match:
    """One event that matches."""

    extracted: dict[str, str]
    """The fields of a space-delimited event, by `$name` or `$number`; of others none."""
    value_of: Callable[[str], str | None]
    """Returns the text that a selector points to, `$.property` or `$field`; None for nothing."""
