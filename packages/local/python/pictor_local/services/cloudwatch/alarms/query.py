"""AWS's Query protocol of CloudWatch: from a flat form to nested values, and to XML.

https://smithy.io/2.0/aws/protocols/aws-query-protocol.html (read 2026-11)
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

from pictor_local.aws import Json

# A form has only text; what is a number or a truth value there is one in JSON.
_TYPES: dict[str, Callable[[str], Any]] = {
    "ActionsEnabled": lambda text: text == "true",
    "DatapointsToAlarm": int,
    "EvaluationPeriods": int,
    "MaxRecords": int,
    "Period": int,
    "ReturnData": lambda text: text == "true",
    "Threshold": float,
}


def from_form(body: bytes) -> Json:
    """Return what a form asks for, with `A.member.1.B` as nested objects and lists."""
    root: Json = {}
    for name, values in parse_qs(body.decode(), keep_blank_values=True).items():
        node = root
        *parents, last = name.split(".")
        for parent in parents:
            node = node.setdefault(parent, {})
        read = _TYPES.get(last)
        node[last] = read(values[0]) if read and values[0] else values[0]
    folded: Json = _fold(root)
    return folded


def _fold(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    if set(node) == {"member"} and isinstance(node["member"], dict):
        return [_fold(node["member"][index]) for index in sorted(node["member"], key=int)]
    return {name: _fold(value) for name, value in node.items()}


def to_xml(node: Any) -> str:
    """Write nested objects and lists as the Query protocol answers them."""
    if isinstance(node, dict):
        return "".join(
            f"<{name}>{to_xml(value)}</{name}>" for name, value in node.items() if value is not None
        )
    if isinstance(node, list):
        return "".join(f"<member>{to_xml(item)}</member>" for item in node)
    if isinstance(node, bool):
        return "true" if node else "false"
    return escape(str(node))
