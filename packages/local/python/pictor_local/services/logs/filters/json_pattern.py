"""Patterns of JSON events: `{ $.status >= 500 && $.path != /health }`."""

import json
import re
from typing import Any

from pictor_local.services.logs.filters.condition import (
    MISSING,
    Comparison,
    Condition,
    ConditionParser,
    PatternError,
)
from pictor_local.services.logs.filters.match import Match

_SELECTOR = re.compile(r"\$(\.[\w-]+(\[\d+\])*)+")
_STEP = re.compile(r"\.([\w-]+)|\[(\d+)\]")


class JsonPattern:
    """One pattern in braces."""

    def __init__(self, text: str) -> None:
        if not text.endswith("}"):
            raise PatternError(f"missing '}}' at the end of '{text}'")
        self._condition = ConditionParser(text[1:-1], _single).whole()

    def match(self, message: str) -> Match | None:
        """Return what the event tells if it matches; one that is no JSON object does not."""
        try:
            document = json.loads(message)
        except ValueError:
            return None
        if not isinstance(document, dict):
            return None
        if not self._condition(lambda selector: find(document, selector)):
            return None
        return Match({}, lambda selector: _text(find(document, selector)))


def find(document: Any, selector: str) -> Any:
    """Return what a selector such as `$.users[0].id` points to, or MISSING."""
    found = document
    for name, index in _STEP.findall(selector):
        if name and isinstance(found, dict) and name in found:
            found = found[name]
        elif index and isinstance(found, list) and int(index) < len(found):
            found = found[int(index)]
        else:
            return MISSING
    return found


def _single(parser: ConditionParser) -> Condition:
    selector = parser.take("word").text
    if not _SELECTOR.fullmatch(selector):
        raise PatternError(f"'{selector}' is no property selector such as $.status")
    if parser.next_is("IS"):
        wanted = {"NULL": None, "TRUE": True, "FALSE": False}
        word = parser.take("word").text
        if word not in wanted:
            raise PatternError(f"IS takes NULL, TRUE or FALSE, got '{word}'")
        return lambda lookup: lookup(selector) is wanted[word]
    if parser.next_is("NOT", "EXISTS"):
        return lambda lookup: lookup(selector) is MISSING
    compares = Comparison(parser.take("sign").text, parser.take("word", "quoted", "regex"))
    return lambda lookup: compares(lookup(selector))


def _text(value: Any) -> str | None:
    if isinstance(value, str):
        return value
    return json.dumps(value) if isinstance(value, int | float) else None
