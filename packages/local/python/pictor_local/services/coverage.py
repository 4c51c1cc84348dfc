"""What of AWS is here, for the README: generated from the services themselves.

`python -m pictor_local.services.coverage` writes it into the README.
"""

import textwrap
from collections.abc import Sequence, Sized
from pathlib import Path

from pictor_local.delays import Delays
from pictor_local.faults import Faults
from pictor_local.services.parts import Parts
from pictor_local.services.service import Service, Shim
from pictor_local.services.table import build
from pictor_local.settings import Settings

README = Path(__file__).parents[2] / "README.md"
BEGIN = "<!-- generated: python -m pictor_local.services.coverage -->"
END = "<!-- end of generated -->"
_COLUMNS = 110


def render(services: Sequence[Service]) -> str:
    """Return the generated part of the README."""
    parts = [_table(services), *(_section(service) for service in services)]
    return "\n\n".join([BEGIN, *parts, END])


def every_service() -> list[Service]:
    """Return the services of an emulator that is never started."""
    nowhere = Path("nowhere")
    settings = Settings("000000000000", "us-east-1", nowhere, nowhere, nowhere, None, {}, 0, False)
    return build(Parts(settings, Delays(), Faults()))


def written_in(readme: str) -> str:
    """Return the part of a README that is generated."""
    return readme[readme.index(BEGIN) : readme.index(END) + len(END)]


def _table(services: Sequence[Service]) -> str:
    rows = [("service", "answers", "operations here", "shims", "differences")]
    rows += [
        (one.title, _base(one), *_counts(one.operations, one.shims, one.differences))
        for one in services
    ]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    rule = "| " + " | ".join("-" * width for width in widths) + " |"
    return "\n".join([lines[0], rule, *lines[1:]])


def _counts(*collections: Sized) -> tuple[str, str, str]:
    operations, shims, differences = (str(len(one)) for one in collections)
    return operations, shims, differences


def _base(service: Service) -> str:
    return "Pictor" if service.base == "Pictor" else f"{service.base}, mended"


def _section(service: Service) -> str:
    shims = "\n".join(_shim(shim) for shim in service.shims)
    names = ", ".join(f"`{name}`" for name in sorted(service.operations))
    lines = [f"### {service.title}", _fill(f"Answered here: {names}."), shims]
    if service.differences:
        lines += ["Not like AWS:", "\n".join(_item(text) for text in service.differences)]
    return "\n\n".join(lines)


def _shim(shim: Shim) -> str:
    parts = ", ".join(f"`{part}`" for part in shim.parts)
    shown = f"Shown by `{shim.test}`, the gap by `{shim.gap}`."
    return _item(f"{parts}: {shim.behaviour}. [AWS]({shim.source}) {shown}")


def _item(text: str) -> str:
    return _fill(text, "- ", "  ")


def _fill(text: str, first: str = "", rest: str = "") -> str:
    return textwrap.fill(
        text,
        _COLUMNS,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


if __name__ == "__main__":
    before = README.read_text()
    README.write_text(before.replace(written_in(before), render(every_service())))
