"""The README tells of every part: what it makes of AWS, and which tests say so."""

import re
from pathlib import Path

from pictor_local.delays import Delays
from tests.emulator import PYTHON

README = (PYTHON / "README.md").read_text()
PACKAGE = PYTHON / "pictor_local"
TESTS = PYTHON / "tests"
COLUMNS = ["shim", "test", "upstream-gap test", "how AWS behaves", "source"]


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


def test_every_part_is_a_shim_with_a_row_or_plays_no_aws() -> None:
    heading, *shims = table("shim")
    assert heading == COLUMNS
    told = {name for row in shims for name in named(row[0])}
    others = {name for row in table("part")[1:] for name in named(row[0])}
    assert modules() - told - others == set()
    assert told | others == modules() & (told | others)


def test_every_shim_has_its_tests_its_behaviour_and_a_source() -> None:
    texts = {path.stem: path.read_text() for path in TESTS.glob("test_*.py")}
    gaps = texts["test_gaps"] + texts["test_gaps_of_limits"]
    for shim, test, gap, behaviour, source in table("shim")[1:]:
        assert named(test) <= set(texts), shim
        assert all(f"def {name}(" in gaps for name in named(gap)), shim
        assert named(gap), shim
        assert behaviour, shim
        assert source.startswith("https://docs.aws.amazon.com/"), shim


def test_every_gap_test_guards_a_shim() -> None:
    told = {name for row in table("shim")[1:] for name in named(row[2])}
    text = (TESTS / "test_gaps_of_limits.py").read_text()
    assert set(re.findall(r"^def (test_\w+)", text, re.MULTILINE)) <= told


def test_every_delay_is_told_with_its_default() -> None:
    told = {row[0].strip("`"): float(row[1].removesuffix(" s")) for row in table("delay")[1:]}
    assert told == Delays().all()


def test_every_delay_delays_something() -> None:
    sources = "".join(path.read_text() for path in PACKAGE.rglob("*.py"))
    used = set(re.findall(r'delays\["(\w+)"\]', sources))
    assert used == set(Delays().all())
