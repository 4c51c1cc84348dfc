"""Patterns of space-delimited events: `[ip, ..., status = 4* && status != 403, bytes]`."""

import re
from collections.abc import Callable

from pictor_local.services.logs.filters.condition import (
    Comparison,
    Condition,
    ConditionParser,
    PatternError,
)
from pictor_local.services.logs.filters.match import Match

_FIELD = re.compile(r'\[([^\]]*)\]|"([^"]*)"|(\S+)')
_COLUMN = re.compile(r'(?:[^,"%]|"(?:[^"\\]|\\.)*"|%[^%]+%)*')
_NAME = re.compile(r"\w+")
_REST = "..."


class FieldPattern:
    """One pattern in square brackets, which names every field or leaves some out by an ellipsis."""

    def __init__(self, text: str) -> None:
        if not text.endswith("]"):
            raise PatternError(f"missing ']' at the end of '{text}'")
        columns = _columns(text[1:-1])
        if columns.count(_REST) > 1:
            raise PatternError(f"more than one ellipsis in '{text}'")
        self._rest = columns.index(_REST) if _REST in columns else None
        columns = [column for column in columns if column != _REST]
        self._names = [_name(column) for column in columns]
        self._conditions = [
            ConditionParser(column, _single(name)).whole()
            for column, name in zip(columns, self._names, strict=True)
            if column != name
        ]

    def match(self, message: str) -> Match | None:
        """Return the fields of an event if it has so many and they are as they must be."""
        fields = [
            next((part for part in found.groups() if part is not None), "")
            for found in _FIELD.finditer(message)
        ]
        left_out = len(fields) - len(self._names)
        if left_out < 0 or (left_out > 0 and self._rest is None):
            return None
        names = list(self._names)
        if self._rest is not None:
            names[self._rest : self._rest] = [""] * left_out
        extracted = {
            f"${name or number}": value
            for number, (name, value) in enumerate(zip(names, fields, strict=True), 1)
        }
        if not all(condition(lambda name: extracted[f"${name}"]) for condition in self._conditions):
            return None
        return Match(extracted, extracted.get)


def _columns(text: str) -> list[str]:
    found, at = [], 0
    while True:
        match = _COLUMN.match(text, at)
        column = match[0] if match else ""
        found.append(column.strip())
        at += len(column)
        if at >= len(text):
            return found
        if text[at] != ",":
            raise PatternError(f"cannot read '{text[at:]}'")
        at += 1


def _name(column: str) -> str:
    match = _NAME.match(column)
    if match is None and column:
        raise PatternError(f"'{column}' does not begin with the name of a field")
    return match[0] if match else ""


def _single(name: str) -> Callable[[ConditionParser], Condition]:
    def single(parser: ConditionParser) -> Condition:
        subject = parser.take("word").text
        if subject != name:
            raise PatternError(f"the condition of field '{name}' is of '{subject}'")
        compares = Comparison(parser.take("sign").text, parser.take("word", "quoted", "regex"))
        return lambda lookup: compares.of_text(lookup(name))

    return single
