"""Names of the classes in the order of their indices: a text file, one a line, or JSON."""

import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from pictor_model.errors import BuildError
from pictor_model.report import Report

_SYNSET = re.compile(r"(n\d{8})[ \t]+(\S.*)")
"""A line of ImageNet's `LOC_synset_mapping.txt`: `n01440764 tench, Tinca tinca`."""
_INDEXED = re.compile(r"(\d+)[ \t]*[,:;\t][ \t]*(\S.*)")
"""A line that begins with an index: `0,tench`, `0: tench`."""
_MOST_BYTES = 10_000_000
_BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


def read_labels(path: Path, report: Report) -> tuple[str, ...]:
    """Reads the labels and reports what was left out of the file.

    ImageNet has two names twice, so labels need not differ.

    Raises:
        BuildError: the file names no classes, or not in an order that is certain.
    """
    text = _read(path)
    is_json = text.lstrip().startswith(("{", "["))
    labels, note = _from_json(text, path.name) if is_json else _from_lines(text, path.name)
    if note:
        report("reading", f"{path.name}: {note}")
    _report_repeated(labels, path.name, report)
    return labels


def format_labels(labels: tuple[str, ...]) -> str:
    """The file's canonical text."""
    return "".join(f"{label}\n" for label in labels)


def labels_sha256(labels: tuple[str, ...]) -> str:
    """SHA-256 of the canonical text, lower-case hexadecimal."""
    return hashlib.sha256(format_labels(labels).encode()).hexdigest()


def _read(path: Path) -> str:
    if not path.is_file():
        raise BuildError(f"there is no labels file at '{path}'")
    if path.stat().st_size > _MOST_BYTES:
        raise BuildError(f"'{path.name}' has more than {_MOST_BYTES} bytes: that is no labels file")
    data = path.read_bytes()
    marks = _BYTE_ORDER_MARKS.items()
    encoding = next((name for mark, name in marks if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BuildError(
            f"line {line} of '{path.name}' is not UTF-8: save the file as UTF-8"
        ) from error
    if re.search(r"[\x00-\x08\x0e-\x1f]", text):
        raise BuildError(f"'{path.name}' is not text: give the names of the classes, one a line")
    return text


def _from_lines(text: str, name: str) -> tuple[tuple[str, ...], str | None]:
    lines = [line.strip() for line in re.split(r"\r\n|\r|\n", text)]
    while lines and not lines[-1]:
        lines.pop()
    if not lines:
        raise BuildError(f"'{name}' must have a line for each class, not none")
    if "" in lines:
        raise BuildError(f"line {lines.index('') + 1} of '{name}' must name a class, not be empty")
    if len(lines) == 1 and "," in lines[0]:
        count = lines[0].count(",") + 1
        raise BuildError(
            f"'{name}' has one line of {count} names with commas: put each name on its own line"
        )
    synsets = [_SYNSET.fullmatch(line) for line in lines]
    if all(synsets):
        return tuple(
            str(each[2]) for each in synsets if each
        ), "left out the ImageNet ids (n01440764)"
    indexed = [_INDEXED.fullmatch(line) for line in lines]
    if all(indexed):
        found = [(int(each[1]), str(each[2]).strip("\"'")) for each in indexed if each]
        return _in_order(found, name), "left out the index that each line begins with"
    return tuple(lines), None


def _from_json(text: str, name: str) -> tuple[tuple[str, ...], str | None]:
    try:
        document = json.loads(text)
    except ValueError as error:
        raise BuildError(f"'{name}' begins like JSON but is not valid: {error}") from error
    if isinstance(document, dict) and isinstance(document.get("id2label"), dict):
        document = document["id2label"]
    if isinstance(document, list):
        return _in_order([(at, _label(each, name)) for at, each in enumerate(document)], name), None
    pairs = [_pair(key, value, name) for key, value in document.items()]
    return _in_order(pairs, name), "took the names in the order of their indices"


def _pair(key: str, value: Any, name: str) -> tuple[int, str]:
    """Index and label of `"0": "tench"`, `"0": ["n01440764", "tench"]` or `"tench": 0`."""
    if key.isdecimal():
        if isinstance(value, list) and len(value) == 2:
            value = value[1]
        return int(key), _label(value, name)
    if isinstance(value, int) and not isinstance(value, bool):
        return value, _label(key, name)
    raise BuildError(
        f'\'{name}\' must map each index to a name, as {{"0": "tench"}}, '
        f"not {json.dumps(key)[:60]} to {json.dumps(value)[:60]}"
    )


def _in_order(pairs: list[tuple[int, str]], name: str) -> tuple[str, ...]:
    if not pairs:
        raise BuildError(f"'{name}' must name at least one class")
    indices = sorted(index for index, _ in pairs)
    wrong = next((index for at, index in enumerate(indices) if index != at), None)
    if wrong is not None:
        raise BuildError(
            f"the indices in '{name}' must be 0 to {len(pairs) - 1}, each once, but they go from "
            f"{indices[0]} to {indices[-1]}, and {wrong} is the first that does not fit"
        )
    return tuple(label for _, label in sorted(pairs))


def _label(value: Any, name: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BuildError(
            f"each label in '{name}' must be text that is not empty, not {json.dumps(value)[:60]}"
        )
    return " ".join(value.split())


def _report_repeated(labels: tuple[str, ...], name: str, report: Report) -> None:
    repeated = [label for label, count in Counter(labels).items() if count > 1]
    if repeated:
        first = repeated[0]
        indices = [index for index, label in enumerate(labels) if label == first]
        others = f", and {len(repeated) - 1} more names" if len(repeated) > 1 else ""
        report(
            "reading",
            f"{name}: '{first}' names classes {', '.join(map(str, indices[:5]))}{others}; "
            "answers tell them apart by index",
        )
