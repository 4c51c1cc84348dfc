"""A query without dimensions is for the metric that has none; ministack takes it for all."""

from typing import Any

from ministack.services import cloudwatch

_from_list = cloudwatch._dims_from_list


class _Exactly(dict[str, str]):
    """Dimensions that are meant even where there are none."""

    def __bool__(self) -> bool:
        return True


def install() -> None:
    """Take the dimensions of statistics and data for what they are (JSON and CBOR)."""
    cloudwatch._dims_from_list = exactly


def exactly(dimensions: Any) -> dict[str, str]:
    """Return dimensions by name, true even if empty."""
    return _Exactly(_from_list(dimensions))
