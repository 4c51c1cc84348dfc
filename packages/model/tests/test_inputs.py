"""A build reads and checks everything before it computes or writes anything."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pytest

from pictor_model.build import build
from pictor_model.errors import BuildError
from pictor_model.order import Order
from tests.conftest import Release, silent
from tests.pictures import jpeg, png


@pytest.fixture(scope="module")
def good(order: Order, tmp_path_factory: pytest.TempPathFactory) -> Order:
    """An order for int8 whose inputs are all as they should be."""
    calibration, held_out = (tmp_path_factory.mktemp(name) for name in ("known", "held-out"))
    for number in range(100):
        (calibration / f"{number}.png").write_bytes(png())
    (held_out / "0").mkdir()
    (held_out / "0" / "a.png").write_bytes(png())
    return replace(order, format="int8", calibration=calibration, held_out=held_out)


def labelled(place: Path, name: str, picture: bytes) -> Path:
    (place / "pictures" / name).mkdir(parents=True)
    (place / "pictures" / name / "a.png").write_bytes(picture)
    return place / "pictures"


def text(place: Path, content: str) -> Path:
    file = place / "given.txt"
    file.write_text(content)
    return file


Change = Callable[[Path], dict[str, Any]]
BAD: dict[str, tuple[Change, str]] = {
    "no held-out pictures": (lambda p: {"held_out": p}, "there are no pictures in"),
    "absent held-out directory": (
        lambda p: {"held_out": p / "absent"},
        "there is no directory at .*absent",
    ),
    "held-out pictures of no class": (
        lambda p: {"held_out": labelled(p, "10", png())},
        "named 0 to 9, not '10'",
    ),
    "a held-out picture cut short": (
        lambda p: {"held_out": labelled(p, "1", jpeg()[:300])},
        "a.png' cannot be used: .* cut short or damaged",
    ),
    "too few pictures to calibrate with": (
        lambda p: {"calibration": labelled(p, "0", png())},
        "at least 100 pictures",
    ),
    "no smoke picture": (lambda p: {"smoke": p / "absent.png"}, "there is no picture at"),
    "text as smoke picture": (lambda p: {"smoke": text(p, "x")}, "does not begin like any picture"),
    "a class that there is not": (lambda p: {"smoke_index": 10}, "--smoke-index must be 0 to 9"),
    "labels of other weights": (lambda p: {"labels": text(p, "a\nb\n")}, "10 rows, --labels has 2"),
    "other weights": (lambda p: {"sha256": "0" * 64}, "has sha256"),
    "no weights": (lambda p: {"weights": str(p / "absent")}, "there is no weights file"),
    "a measurement that is none": (
        lambda p: (
            {"measured": text(p, "[]"), "format": "fp32", "calibration": None} | {"held_out": None}
        ),
        "must be a JSON object with 'on'",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_computes_and_writes_nothing_of_a_bad_input(
    name: str, good: Order, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def computed(*_: object) -> NoReturn:
        raise AssertionError("something was computed")

    for step in ("network_of", "quantise_gated", "measure", "conversion_error", "offline"):
        monkeypatch.setattr(f"pictor_model.build.{step}", computed)
    change, message = BAD[name]
    out = tmp_path / "out"
    with pytest.raises(BuildError, match=message):
        build(replace(good, **change(tmp_path)), out, silent)
    assert not out.exists()


def test_writes_to_no_file(good: Order, tmp_path: Path) -> None:
    out = text(tmp_path, "mine")
    with pytest.raises(BuildError, match="--out must be a directory"):
        build(good, out, silent)
    assert out.read_text() == "mine"


def test_leaves_what_is_there_where_the_artefact_does_not_answer(
    order: Order, release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = {"status": 422, "code": "undecodable-image", "detail": "Broken."}
    monkeypatch.setattr("pictor_model.build.predict", lambda *_, **__: [refused])
    before = {"release.json": b"{}", "model.tar.gz": b"before"}
    out = tmp_path / "out"
    out.mkdir()
    for name, content in before.items():
        (out / name).write_bytes(content)
    with pytest.raises(BuildError, match="the smoke picture is refused: Broken"):
        build(order, out, silent)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    with pytest.raises(BuildError):
        build(order, tmp_path / "new", silent)
    assert not (tmp_path / "new").exists()
