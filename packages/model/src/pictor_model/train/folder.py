"""A directory of images for each class: which files are usable, and which are not and why."""

import contextlib
import hashlib
import os
import tempfile
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from pictor_model.errors import BuildError
from pictor_model.evaluation import pixels_of
from pictor_model.labels import format_labels, read_labels
from pictor_serving.contract import Contract
from pictor_serving.errors import RequestError
from pictor_serving.spec import Input

_LEAST_CLASSES = 2
_LEAST_IMAGES = 2
"""A class needs one image to train on and one to measure with."""
_SHOWN = 5
_PART = 256


@dataclass(frozen=True)
class Example:
    """One usable image."""

    path: Path
    name: str
    """Path below the folder, with `/`."""
    target: int
    """Index of its class."""
    sha256: str
    """Of the file's bytes."""


@dataclass(frozen=True)
class Skipped:
    """A file that is not trained on."""

    name: str
    """Path below the folder."""
    reason: str


@dataclass(frozen=True)
class Folder:
    """What is in an image folder."""

    labels: tuple[str, ...]
    """Names of the class directories, sorted; a class's index is its place."""
    examples: tuple[Example, ...]
    """By class, then by path."""
    skipped: tuple[Skipped, ...]

    @property
    def sha256(self) -> str:
        """Changes with any class, image or image's place."""
        lines = (f"{each.target} {each.sha256} {each.name}\n" for each in self.examples)
        return hashlib.sha256("".join([format_labels(self.labels), *lines]).encode()).hexdigest()


def read_folder(
    root: Path,
    target: Input,
    contract: Contract,
    skip_share: float,
    between: Callable[[], None] = lambda: None,
) -> Folder:
    """Reads and decodes every file once.

    Args:
        root: holds a directory for each class, whose images may lie deeper.
        target: how images are decoded; what a server would refuse is not usable here either.
        contract: the server's limits.
        skip_share: largest share of files that may be unusable, 0..1.
        between: called every few images; may raise, to stop.

    Raises:
        BuildError: fewer than two classes, a class with fewer than two usable images, a class whose
            name cannot be a label, or more unusable files than allowed.
    """
    labels = _labels(root)
    files = [
        (file, file.relative_to(root).as_posix(), index)
        for index, label in enumerate(labels)
        for file in _files(root / label)
    ]

    def read(file: tuple[Path, str, int]) -> Example | Skipped:
        return _read(*file, target, contract)

    results: list[Example | Skipped] = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for start in range(0, len(files), _PART):
            between()
            results += pool.map(read, files[start : start + _PART])
    examples = tuple(each for each in results if isinstance(each, Example))
    skipped = tuple(each for each in results if isinstance(each, Skipped))
    _check_classes(root, labels, examples, skipped)
    _check_skipped(root, len(files), skipped, skip_share)
    return Folder(labels, examples, skipped)


def _labels(root: Path) -> tuple[str, ...]:
    if not root.is_dir():
        raise BuildError(
            f"there is no directory at '{root}': the job needs a channel 'training' that holds a "
            "directory of images for each class"
        )
    labels = tuple(sorted(each.name for each in root.iterdir() if _is_class(each)))
    if len(labels) < _LEAST_CLASSES:
        names = f"only '{labels[0]}'" if labels else "none"
        raise BuildError(
            f"'{root}' must hold a directory of images for each of at least {_LEAST_CLASSES} "
            f"classes, but has {names}: put the images of each class into a directory named after "
            "the class"
        )
    _check_names(labels)
    return labels


def _is_class(path: Path) -> bool:
    # Such as `.ipynb_checkpoints`, and what macOS puts into archives.
    return path.is_dir() and not path.name.startswith((".", "__MACOSX"))


def _check_names(labels: tuple[str, ...]) -> None:
    """Refuses names that the artefact builder would read otherwise than they are."""
    read = _read_again(labels)
    changed = [
        ascii(label) for label, again in zip_longest(labels, read) if label and label != again
    ]
    if changed:
        raise BuildError(
            f"class directories must be named by labels that a line of text can hold, not "
            f"{', '.join(changed[:_SHOWN])}: rename them without leading numbers, ids or spaces"
        )


def _read_again(labels: tuple[str, ...]) -> tuple[str, ...]:
    """What the artefact builder reads of a file of these labels; nothing if it refuses it."""
    with tempfile.TemporaryDirectory() as place, contextlib.suppress(BuildError, UnicodeError):
        file = Path(place) / "labels.txt"
        file.write_text(format_labels(labels), encoding="utf-8")
        return read_labels(file, lambda *_, **__: None)
    return ()


def _files(directory: Path) -> list[Path]:
    return sorted(
        file for file in directory.rglob("*") if file.is_file() and not file.name.startswith(".")
    )


def _read(
    path: Path, name: str, index: int, target: Input, contract: Contract
) -> Example | Skipped:
    try:
        data = path.read_bytes()
        pixels_of(data, target, contract)
    except RequestError as error:
        return Skipped(name, error.detail or contract.statuses[error.code].detail)
    except OSError as error:
        return Skipped(name, error.strerror or "it cannot be read")
    return Example(path, name, index, hashlib.sha256(data).hexdigest())


def _check_classes(
    root: Path,
    labels: tuple[str, ...],
    examples: tuple[Example, ...],
    skipped: tuple[Skipped, ...],
) -> None:
    counts = Counter(target for target, _ in {(each.target, each.sha256) for each in examples})
    if not counts:
        raise BuildError(f"'{root}' holds no usable image{_reasons(skipped)}")
    few = [(label, counts[at]) for at, label in enumerate(labels) if counts[at] < _LEAST_IMAGES]
    if few:
        named = ", ".join(f"'{label}' has {count}" for label, count in few[:_SHOWN])
        raise BuildError(
            f"each class needs at least {_LEAST_IMAGES} different usable images, one to train on "
            f"and one to measure with, but {named}{_reasons(skipped)}: add images, or remove the "
            "directory"
        )


def _check_skipped(root: Path, files: int, skipped: tuple[Skipped, ...], allowed: float) -> None:
    share = len(skipped) / max(files, 1)
    if share > allowed:
        raise BuildError(
            f"{len(skipped)} of {files} files in '{root}' ({share:.1%}) are not usable images, at "
            f"most {allowed:.1%} may be skipped{_reasons(skipped)}: mend or remove them, or raise "
            "the hyperparameter 'skip-share'"
        )


def _reasons(skipped: tuple[Skipped, ...]) -> str:
    shown = "; ".join(f"{each.name}: {each.reason.rstrip('.')}" for each in skipped[:_SHOWN])
    return f" ({shown}{'; …' if len(skipped) > _SHOWN else ''})" if skipped else ""
