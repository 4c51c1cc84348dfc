"""Directories of pictures that an artefact is calibrated and measured with."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pictor_model.errors import BuildError
from pictor_model.evaluation import pixels_of
from pictor_serving.contract import Contract
from pictor_serving.errors import RequestError
from pictor_serving.spec import Input

Pixels = NDArray[np.float32]


@dataclass(frozen=True)
class Labelled:
    """Pictures whose classes are known."""

    pixels: list[Pixels]
    targets: NDArray[np.int64]
    """Right class of each, shape (N,)."""


def read_pictures(directory: Path, target: Input, contract: Contract) -> list[Pixels]:
    """All files below a directory, sorted by path, as the network is fed them.

    Raises:
        BuildError: there is none, or one of them is no picture.
    """
    return [_read(file, target, contract) for file in _files(directory)]


def read_labelled(directory: Path, classes: int, target: Input, contract: Contract) -> Labelled:
    """Pictures in sub-directories that are named by the index of their class.

    Raises:
        BuildError: there is none, one of them is no picture, or a name is no such index.
    """
    files = _files(directory)
    names = [file.relative_to(directory).parts[0] for file in files]
    wrong = next((n for n in names if not n.isdecimal() or int(n) >= classes), None)
    if wrong is not None:
        raise BuildError(
            f"'{directory}' must have a sub-directory per class, named 0 to {classes - 1}, "
            f"not '{wrong}'"
        )
    pixels = [_read(file, target, contract) for file in files]
    return Labelled(pixels, np.array([int(name) for name in names], np.int64))


def _files(directory: Path) -> list[Path]:
    if not directory.is_dir():
        raise BuildError(f"there is no directory at '{directory}'")
    found = sorted(path for path in directory.rglob("*") if path.is_file())
    if not found:
        raise BuildError(f"there are no pictures in '{directory}'")
    return found


def read_picture(file: Path, target: Input, contract: Contract) -> Pixels:
    """One picture as the network is fed it.

    Raises:
        BuildError: there is none, or it is no picture that an endpoint would take.
    """
    if not file.is_file():
        raise BuildError(f"there is no picture at '{file}'")
    return _read(file, target, contract)


def _read(file: Path, target: Input, contract: Contract) -> Pixels:
    try:
        return pixels_of(file.read_bytes(), target, contract)
    except RequestError as error:
        detail = error.detail or contract.statuses[error.code].detail
        raise BuildError(f"'{file}' cannot be used: {detail}") from error
