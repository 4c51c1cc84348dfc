"""The README tells of every part: what it makes of AWS, and which tests say so."""

import re
from pathlib import Path

from pictor_local.delays import Delays
from pictor_local.services.coverage import every_service, render, written_in
from pictor_local.services.table import SERVICES
from tests.emulator import PYTHON

README = (PYTHON / "README.md").read_text()
PACKAGE = PYTHON / "pictor_local"
TESTS = PYTHON / "tests"


def table(first: str) -> list[list[str]]:
    """Return the rows of the table whose first column is called so, its heading first."""
    lines = iter(README.splitlines())
    start = next(line for line in lines if line.startswith(f"| {first} "))
    rows = [start]
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append(line)
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in [rows[0], *rows[2:]]]


def named(cell: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", cell))


def modules() -> set[str]:
    found = {str(path.relative_to(PACKAGE).with_suffix("")) for path in PACKAGE.rglob("*.py")}
    return {name for name in found if Path(name).name not in ("__init__", "__main__")}


SHIMS = [shim for service in SERVICES for shim in service.shims]


def test_section_on_services_is_what_the_services_say() -> None:
    assert written_in(README) == render(every_service()), (
        "run python -m pictor_local.services.coverage"
    )


def test_every_module_is_part_of_a_shim_or_has_a_row() -> None:
    shims = {f"services/{part}" for shim in SHIMS for part in shim.parts}
    folders = {f"services/{service.folder}/service" for service in SERVICES}
    rows = {name for row in table("part")[1:] for name in named(row[0])}
    assert shims | folders | rows == modules()


def test_every_shim_has_its_tests_its_behaviour_and_a_source() -> None:
    tests = {path.stem for path in TESTS.glob("test_*.py")}
    gaps = "".join(path.read_text() for path in TESTS.glob("test_gaps*.py"))
    for shim in SHIMS:
        assert shim.test in tests, shim
        assert f"def {shim.gap}(" in gaps, shim
        assert shim.behaviour, shim
        assert shim.source.startswith("https://docs.aws.amazon.com/"), shim


def test_every_gap_test_guards_a_shim() -> None:
    text = "".join(path.read_text() for path in TESTS.glob("test_gaps_of_*.py"))
    assert set(re.findall(r"^def (test_\w+)", text, re.MULTILINE)) <= {shim.gap for shim in SHIMS}


def test_every_delay_is_told_with_its_default() -> None:
    told = {row[0].strip("`"): float(row[1].removesuffix(" s")) for row in table("delay")[1:]}
    assert told == Delays().all()


def test_every_delay_delays_something() -> None:
    sources = "".join(path.read_text() for path in PACKAGE.rglob("*.py"))
    used = set(re.findall(r'delays\["(\w+)"\]', sources))
    assert used == set(Delays().all())
