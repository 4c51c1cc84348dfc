"""Labels as people have them."""

import json
from pathlib import Path

import pytest

from pictor_model.errors import BuildError
from pictor_model.labels import read_labels
from tests.conftest import silent


def read(tmp_path: Path, data: bytes | str) -> tuple[tuple[str, ...], list[str]]:
    path = tmp_path / "labels.txt"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    notes: list[str] = []
    return read_labels(path, lambda _, text, **__: notes.append(text)), notes


@pytest.mark.parametrize(
    ("data", "labels", "note"),
    [
        ("tench\ngoldfish\n", ("tench", "goldfish"), None),
        ("tench\ngoldfish", ("tench", "goldfish"), None),
        ("tench\r\ngoldfish\r\n", ("tench", "goldfish"), None),
        ("tench\rgoldfish\r", ("tench", "goldfish"), None),
        ("tench\ngoldfish\n\n \n", ("tench", "goldfish"), None),
        (b"\xef\xbb\xbftench\ngoldfish\n", ("tench", "goldfish"), None),
        ("\ufefftench\ngoldfish\n".encode("utf-16-le"), ("tench", "goldfish"), None),
        ("tench, Tinca tinca\ngoldfish\n", ("tench, Tinca tinca", "goldfish"), None),
        ("größe\u2028a\n", ("größe\u2028a",), None),
        ("0\n1\n", ("0", "1"), None),
        ("7 seven\n8 eight\n", ("7 seven", "8 eight"), None),
        (
            "n01440764 tench, Tinca tinca\nn01443537 goldfish\n",
            ("tench, Tinca tinca", "goldfish"),
            "left out the ImageNet ids",
        ),
        ("n01440764\nn01443537\n", ("n01440764", "n01443537"), None),
        ("0,tench\n1,goldfish\n", ("tench", "goldfish"), "left out the index"),
        ("1: goldfish\n0: 'tench'\n", ("tench", "goldfish"), "left out the index"),
        ("crane\ncrane\n", ("crane", "crane"), "'crane' names classes 0, 1; answers tell"),
        ('["tench", "goldfish"]', ("tench", "goldfish"), None),
        ('{"0": "tench", "1": "goldfish"}', ("tench", "goldfish"), "order of their indices"),
        ('{"10": "k", ' + ", ".join(f'"{i}": "{i}"' for i in range(10)) + "}", None, "order"),
        ('{"0": ["n01440764", "tench"]}', ("tench",), "order of their indices"),
        ('{"goldfish": 1, "tench": 0}', ("tench", "goldfish"), "order of their indices"),
        ('{"id2label": {"0": "tench"}, "x": 1}', ("tench",), "order of their indices"),
        (b"\xef\xbb\xbf" + b'["tench"]', ("tench",), None),
    ],
)
def test_takes_what_is_certain(
    data: bytes | str, labels: tuple[str, ...] | None, note: str | None, tmp_path: Path
) -> None:
    found, notes = read(tmp_path, data)
    assert found == (labels or (*map(str, range(10)), "k"))
    assert (notes == []) if note is None else (len(notes) == 1 and note in notes[0])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("", "must have a line for each class, not none"),
        ("\n\n", "must have a line for each class"),
        ("a\n\nb\n", "line 2 of 'labels.txt' must name a class, not be empty"),
        ("\na\n", "line 1 of 'labels.txt' must name a class"),
        ("cat,dog,bird\n", "one line of 3 names with commas: put each name on its own line"),
        ("1,tench\n2,goldfish\n", "must be 0 to 1, each once, but they go from 1 to 2, and 1 is"),
        ("0,a\n0,b\n", "from 0 to 0, and 0 is the first that does not fit"),
        (b"tench\ngr\xf6sse\n", "line 2 of 'labels.txt' is not UTF-8: save the file as UTF-8"),
        (b"\x89PNG\0\0", "not UTF-8"),
        (b"a\0b", "is not text"),
        ('{"0": "tench"', "begins like JSON but is not valid"),
        ("[]", "must name at least one class"),
        ("{}", "must name at least one class"),
        ('{"0": "tench", "2": "goldfish"}', "must be 0 to 1, each once"),
        ('{"0": 5}', "must be text that is not empty, not 5"),
        ('["tench", ""]', 'must be text that is not empty, not ""'),
        ('{"tench": "fish"}', r'map each index to a name, as .*, not "tench" to "fish"'),
    ],
)
def test_refuses_the_rest_in_words(data: bytes | str, message: str, tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=message):
        read(tmp_path, data)


def test_refuses_a_file_that_is_absent_or_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BuildError, match="there is no labels file at"):
        read_labels(tmp_path / "absent.txt", silent)
    monkeypatch.setattr("pictor_model.labels._MOST_BYTES", 3)
    with pytest.raises(BuildError, match="has more than 3 bytes"):
        read(tmp_path, json.dumps(["tench"]))
