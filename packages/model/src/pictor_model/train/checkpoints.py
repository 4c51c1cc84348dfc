"""Checkpoints that are whole or absent: two files, of which the older one is replaced."""

import contextlib
import hashlib
import io
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from pictor_model.errors import BuildError
from pictor_model.report import Report

_FILES = ("checkpoint-1.pt", "checkpoint-2.pt")
_FORMAT = 1
_LONGEST_HEADER = 1000


@dataclass(frozen=True)
class Found:
    """A whole checkpoint."""

    file: Path
    steps: int
    """Steps of training before it, of all epochs."""
    state: dict[str, Any]


class Checkpoints:
    """The checkpoints of one run.

    SageMaker copies the directory to S3 while it changes: so there are only two names, and each
    file is put in place in one step. If one is damaged, the other still counts.
    """

    def __init__(self, directory: Path, report: Report) -> None:
        """Uses a directory, and creates it where it is missing."""
        self._directory, self._report = directory, report
        self._next = 0
        directory.mkdir(parents=True, exist_ok=True)
        for partial in directory.glob(".*.partial"):
            partial.unlink()

    def read(self) -> Found | None:
        """The newest whole checkpoint; None where there is none."""
        found = sorted(self._whole(), key=lambda each: each.steps)
        if not found:
            return None
        newest = found[-1]
        self._next = 1 - _FILES.index(newest.file.name)
        return newest

    def write(self, steps: int, state: Mapping[str, Any]) -> None:
        """Replaces the older file; after a power cut, too, it is whole or as it was.

        Raises:
            BuildError: there is no room, or the directory is not writable.
        """
        buffer = io.BytesIO()
        torch.save(dict(state), buffer)
        content = buffer.getbuffer()
        digest = hashlib.sha256(content).hexdigest()
        header = {"format": _FORMAT, "steps": steps, "bytes": len(content), "sha256": digest}
        file = self._directory / _FILES[self._next]
        partial = file.with_name(f".{file.name}.partial")
        try:
            with partial.open("wb") as stream:
                stream.write(json.dumps(header).encode() + b"\n")
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            partial.replace(file)
            _sync(self._directory)
        except OSError as error:
            with contextlib.suppress(OSError):
                partial.unlink(missing_ok=True)
            raise BuildError(
                f"the checkpoint '{file}' cannot be written: {error.strerror}; it needs "
                f"{3 * len(content) / 1e6:.0f} MB of free space, give the job a larger volume "
                "(ResourceConfig.VolumeSizeInGB)"
            ) from error
        self._next = 1 - self._next

    def _whole(self) -> Iterator[Found]:
        for name in _FILES:
            file = self._directory / name
            if not file.is_file():
                continue
            found = _read(file)
            if found is None:
                self._report("checkpoint", f"'{file}' is damaged and is not used")
            else:
                yield found


def _read(file: Path) -> Found | None:
    with file.open("rb") as stream:
        first = stream.readline(_LONGEST_HEADER)
        content = stream.read()
    try:
        header = json.loads(first)
        if header["format"] != _FORMAT or header["sha256"] != hashlib.sha256(content).hexdigest():
            return None
        # weights_only: nothing in a file from a bucket is run.
        state = torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)
        return Found(file, header["steps"], state)
    except (ValueError, KeyError, TypeError):
        return None


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
