"""Patterns of unstructured events: `ERROR -Exiting "exact phrase" ?either ?or %regex%`."""

import re
from collections.abc import Callable

from pictor_local.services.logs.filters.condition import PatternError, regular_expression, unquoted
from pictor_local.services.logs.filters.match import Match

_TERM = re.compile(r'\s*(?P<sign>[-?]?)(?P<term>"(?:[^"\\]|\\.)*"|%[^%]+%|[^\s"]+)')
_PLAIN = re.compile(r"\w+")
_Test = Callable[[str], bool]


class TermPattern:
    """Terms that an event has, or has not; upper and lower case differ."""

    def __init__(self, text: str) -> None:
        self._terms: dict[str, list[_Test]] = {"": [], "-": [], "?": []}
        at, text = 0, text.rstrip()
        while at < len(text):
            match = _TERM.match(text, at)
            if match is None:
                raise PatternError(f"cannot read '{text[at:]}'")
            self._terms[match["sign"]].append(_test(match["term"]))
            at = match.end()

    def match(self, message: str) -> Match | None:
        """Return that an event matches, from which nothing is extracted."""
        present, absent, either = self._terms[""], self._terms["-"], self._terms["?"]
        if not all(test(message) for test in present) or any(test(message) for test in absent):
            return None
        # Beside other terms those with a question mark do not count.
        if either and not present and not absent and not any(test(message) for test in either):
            return None
        return Match({}, lambda _: None)


def _test(term: str) -> _Test:
    if term.startswith("%"):
        expression = regular_expression(term)
        return lambda message: expression.search(message) is not None
    if term.startswith('"'):
        phrase = unquoted(term)
        return lambda message: phrase in message
    if not _PLAIN.fullmatch(term):
        raise PatternError(f"Invalid character(s) in term '{term}'")
    return lambda message: term in message
