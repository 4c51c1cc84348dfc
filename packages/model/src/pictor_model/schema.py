"""Checks a document against a JSON Schema, as far as the contracts use JSON Schema."""

import re
from collections.abc import Callable
from typing import Any

from pictor_model.errors import BuildError

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
}


def check(value: Any, schema: dict[str, Any], at: str = "release") -> None:
    """Raises BuildError with the path of the first value that the schema does not allow."""
    kind: str = schema["type"]
    if not isinstance(value, _TYPES[kind]) or isinstance(value, bool):
        raise BuildError(f"{at} must be of type {kind}, got {value!r}")
    if "enum" in schema and value not in schema["enum"]:
        raise BuildError(f"{at} must be one of {schema['enum']}, got {value!r}")
    _CHECKS[kind](value, schema, at)


def _check_object(value: dict[str, Any], schema: dict[str, Any], at: str) -> None:
    properties = schema["properties"]
    for name in schema.get("required", ()):
        if name not in value:
            raise BuildError(f"{at}.{name} is missing")
    for name, inner in value.items():
        if name not in properties:
            raise BuildError(f"{at}.{name} is unknown, known are {', '.join(properties)}")
        check(inner, properties[name], f"{at}.{name}")


def _check_array(value: list[Any], schema: dict[str, Any], at: str) -> None:
    fixed = schema.get("prefixItems")
    if fixed is not None and len(value) != len(fixed):
        raise BuildError(f"{at} must have {len(fixed)} items, got {len(value)}")
    for position, inner in enumerate(value):
        check(inner, fixed[position] if fixed else schema["items"], f"{at}[{position}]")


def _check_text(value: str, schema: dict[str, Any], at: str) -> None:
    shortest, pattern = schema.get("minLength", 0), schema.get("pattern", "")
    if len(value) < shortest or not re.search(pattern, value):
        wanted = f"matches {pattern}" if pattern else f"has at least {shortest} characters"
        raise BuildError(f"{at} must be text that {wanted}, got {value!r}")


def _check_range(value: float, schema: dict[str, Any], at: str) -> None:
    low, high = schema.get("minimum", float("-inf")), schema.get("maximum", float("inf"))
    above = schema.get("exclusiveMinimum", float("-inf"))
    if not (low <= value <= high and value > above):
        raise BuildError(f"{at} must be within {max(low, above)} and {high}, got {value}")


_CHECKS: dict[str, Callable[[Any, dict[str, Any], str], None]] = {
    "object": _check_object,
    "array": _check_array,
    "string": _check_text,
    "number": _check_range,
    "integer": _check_range,
}
