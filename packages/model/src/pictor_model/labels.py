"""Names of the classes: a text file, one a line, in the order of their indices."""

import hashlib
from pathlib import Path

from pictor_model.errors import BuildError


def read_labels(path: Path) -> tuple[str, ...]:
    """Reads UTF-8 lines. ImageNet has two names twice, so they need not differ."""
    if not path.is_file():
        raise BuildError(f"there is no labels file at '{path}'")
    labels = tuple(line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    if not labels:
        raise BuildError(f"'{path.name}' must have a line for each class, not none")
    if "" in labels:
        raise BuildError(
            f"line {labels.index('') + 1} of '{path.name}' must name a class, not be empty"
        )
    return labels


def format_labels(labels: tuple[str, ...]) -> str:
    """The file's canonical text."""
    return "".join(f"{label}\n" for label in labels)


def labels_sha256(labels: tuple[str, ...]) -> str:
    """SHA-256 of the canonical text, lower-case hexadecimal."""
    return hashlib.sha256(format_labels(labels).encode()).hexdigest()
