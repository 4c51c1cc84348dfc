"""What AWS's API models say of a parameter: type, required members, enum, pattern, length, range.

Read from the models themselves, since botocore's own validator looks at none of the last four.
"""

import datetime
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_TYPES: dict[str, tuple[type, ...]] = {
    "structure": (dict,),
    "map": (dict,),
    "list": (list,),
    "string": (str,),
    "integer": (int,),
    "long": (int,),
    "float": (int, float),
    "double": (int, float),
    "boolean": (bool,),
    "blob": (bytes, str),
    "timestamp": (datetime.datetime,),
}
_NUMBERS = frozenset({"integer", "long", "float", "double"})
# Classes of Java's regular expressions, which stand within others, in Python's spelling or the
# nearest wider one.
_JAVA_CLASSES = {
    r"\p{L}": r"\w",
    r"\p{Z}": r"\s",
    r"\p{N}": r"\d",
    r"\p{M}": "\u0300-\u036f",
    r"\p{S}": "$+<=>^`|~\u00a2-\u00b1",
    r"\p{P}": r"!-#%-*,-/:;?@\[-\]_{}",
    r"\p{Alnum}": "a-zA-Z0-9",
    r"\p{Alpha}": "a-zA-Z",
    r"\p{Digit}": "0-9",
    r"\p{Punct}": "!-/:-@\\[-`{-~",
    # A pair of surrogates is one character to Python.
    r"\uD800\uDC00-\uDBFF\uDFFF": "\U00010000-\U0010ffff",
    r"\p{ASCII}": "\\x00-\\x7f",
    r"\p{Print}": "\\x20-\\x7e",
}


@dataclass(frozen=True)
class Violation:
    """One rule that one parameter breaks."""

    field: str
    """Path of the parameter, with `[]` for any item of a list."""
    rule: str
    """`type`, `required`, `enum`, `pattern`, `length`, `range` or `unknown`."""
    detail: str


def violations(shape: Any, value: Any, path: str = "") -> Iterator[Violation]:
    """Return every rule of a botocore shape that a value breaks.

    None stands for a member that is absent.
    """
    if value is None or getattr(shape, "is_document_type", False):
        return
    if not _has_type(shape, value):
        yield Violation(path, "type", f"{_shown(value)} is no {shape.type_name}")
        return
    yield from _own(shape, value, path)
    if shape.type_name == "structure":
        yield from _members(shape, value, path)
    elif shape.type_name == "list":
        for item in value:
            yield from violations(shape.member, item, f"{path}[]")
    elif shape.type_name == "map":
        for key, item in value.items():
            yield from violations(shape.key, key, f"{path}{{}}")
            yield from violations(shape.value, item, f"{path}{{}}")


def _has_type(shape: Any, value: Any) -> bool:
    kind = _kind(shape)
    return isinstance(value, _TYPES[kind]) and not (isinstance(value, bool) and kind in _NUMBERS)


def _kind(shape: Any) -> str:
    kind: str = shape.type_name
    return "string" if kind in ("character", "char") else kind


def _members(shape: Any, value: dict[str, Any], path: str) -> Iterator[Violation]:
    prefix = f"{path}." if path else ""
    for name in shape.required_members:
        if value.get(name) is None:
            yield Violation(prefix + name, "required", "is missing")
    for name, item in value.items():
        if name in shape.members:
            yield from violations(shape.members[name], item, prefix + name)
        else:
            yield Violation(prefix + name, "unknown", "is no parameter")


def _own(shape: Any, value: Any, path: str) -> Iterator[Violation]:
    rules = shape.metadata
    if shape.type_name == "string":
        enum = rules.get("enum")
        if enum and value not in enum:
            yield Violation(path, "enum", f"{_shown(value)} is none of {', '.join(enum)}")
        if "pattern" in rules and not matches(rules["pattern"], value):
            yield Violation(path, "pattern", f"{_shown(value)} is not like {rules['pattern']}")
    if shape.type_name in _NUMBERS:
        rule, size = "range", value
    elif shape.type_name in ("string", "list", "map", "blob"):
        rule, size = "length", len(value)
    else:
        return
    if "min" in rules and size < rules["min"]:
        yield Violation(path, rule, f"{size} is less than {rules['min']}")
    if "max" in rules and size > rules["max"]:
        yield Violation(path, rule, f"{size} is more than {rules['max']}")


def matches(pattern: str, value: str) -> bool:
    """Tell whether a whole value is like one of AWS's patterns, which are Java's.

    A pattern that Python cannot read allows everything; `readable` tells of it.
    """
    compiled = _compile(pattern)
    return compiled is None or compiled.fullmatch(value) is not None


def readable(pattern: str) -> bool:
    """Tell whether Python can read a pattern."""
    return _compile(pattern) is not None


@functools.cache
def _compile(pattern: str) -> re.Pattern[str] | None:
    for java, python in _JAVA_CLASSES.items():
        # Within brackets the inner of a class, alone a class of its own.
        alone = rf"(?<![\[\w\\}}\-]){re.escape(java)}(?=[*+?{{)$]|$)"
        pattern = re.sub(alone, lambda _, python=python: f"[{python}]", pattern)  # type: ignore[misc]
        pattern = pattern.replace(java, python)
    # Java takes a hyphen beside a class for itself, and a repeated end for an end.
    pattern = re.sub(r"(\\[wds])-(?=[^\]])", r"\1\\-", pattern)
    pattern = re.sub(r"\$\{\d+,\d+\}", "$", pattern).replace(r"\z", r"\Z")
    # Java lets a flag begin in the middle; case then counts here, which allows a little more.
    pattern = re.sub(r"(?<!^)\(\?i\)", "", pattern)
    try:
        return re.compile(pattern, re.DOTALL)
    except re.error:
        return None


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 120 else f"{text[:120]}…"
