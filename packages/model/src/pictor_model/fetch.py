"""Weights from a URL, into a file."""

import contextlib
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from pictor_model.errors import BuildError
from pictor_model.report import Report

_CHUNK = 1 << 20
_MOST = 1 << 30
"""Bytes; ResNet50 has a tenth of it."""
_PATIENCE_SECONDS = 60.0


def is_url(weights: str) -> bool:
    """Whether the weights must be fetched."""
    return weights.startswith(("https://", "http://"))


@contextlib.contextmanager
def local_copy(weights: str, report: Report) -> Iterator[Path]:
    """The weights as a file: the one named, or what a URL gives, which is removed afterwards.

    Raises:
        BuildError: nothing, or far too much, comes from there.
    """
    if not is_url(weights):
        yield Path(weights)
        return
    with tempfile.TemporaryDirectory(prefix="pictor-") as directory:
        file = Path(directory) / "weights.pth"
        try:
            _fetch(weights, file, report)
        except OSError as error:
            raise BuildError(f"the weights cannot be fetched from {weights}: {error}") from error
        yield file


def _fetch(url: str, file: Path, report: Report) -> None:
    with urllib.request.urlopen(url, timeout=_PATIENCE_SECONDS) as source, file.open("wb") as out:
        total, done = int(source.headers.get("Content-Length") or 0), 0
        while chunk := source.read(_CHUNK):
            out.write(chunk)
            done += len(chunk)
            if done > _MOST:
                raise BuildError(f"{url} gives more than {_MOST} bytes: that is no ResNet50")
            whole = f" of {total / 1e6:.0f}" if total else ""
            report("fetching", f"{done / 1e6:.0f}{whole} MB fetched", done=done, of=total or None)
    if total and done != total:
        raise BuildError(f"{url} broke off after {done} of {total} bytes; try again")
