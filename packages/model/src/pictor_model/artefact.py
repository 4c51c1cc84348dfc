"""What is uploaded: one `model.tar.gz`, or the same files as they are; the same bytes each time."""

import gzip
import hashlib
import io
import shutil
import tarfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NoReturn

from pictor_model.errors import BuildError

# Weights hardly compress; higher levels take twice as long for 0.2 % of the size.
_GZIP_LEVEL = 4

_MOST_BYTES = 2_000_000_000
_MOST_MEMBERS = 1000
"""Of an artefact that is unpacked here: gzip makes a thousand bytes of one."""


@dataclass(frozen=True)
class Artefact:
    """A written artefact."""

    path: Path
    """The archive, or the directory where nothing is compressed."""
    sha256: str
    """Of the archive's bytes, or of the list of the directory's files."""
    size: int
    """Bytes, of all files together."""


def pack(members: Mapping[str, bytes], out: Path) -> Artefact:
    """Writes members, by path inside the archive, to `out`.

    Sorted, no times, no owners, fixed modes; the same bytes on every machine with the same zlib.
    """
    with (
        out.open("wb") as file,
        gzip.GzipFile("", "wb", _GZIP_LEVEL, file, mtime=0) as compressed,
        tarfile.open(fileobj=compressed, mode="w", format=tarfile.USTAR_FORMAT) as archive,
    ):
        for name, content in sorted(members.items()):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), 0o644
            archive.addfile(entry, io.BytesIO(content))
    return Artefact(out, file_sha256(out), out.stat().st_size)


def spread(members: Mapping[str, bytes], out: Path) -> Artefact:
    """Writes members as files below `out`, whatever was there before; SageMaker unpacks nothing."""
    shutil.rmtree(out, ignore_errors=True)
    for name, content in members.items():
        file = out / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return Artefact(out, sha256_of(out), sum(len(content) for content in members.values()))


def sha256_of(artefact: Path) -> str:
    """What names an artefact, lower-case hexadecimal.

    Of a directory it is the SHA-256 of the list of its files, sorted by path, a line
    `<sha256>  <path>` each, as sha256sum writes it.
    """
    if artefact.is_file():
        return file_sha256(artefact)
    files = sorted(path for path in artefact.rglob("*") if path.is_file())
    paths = {path.relative_to(artefact).as_posix(): file_sha256(path) for path in files}
    listing = "".join(f"{digest}  {path}\n" for path, digest in sorted(paths.items()))
    return hashlib.sha256(listing.encode()).hexdigest()


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, lower-case hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unpack(artefact: Path, directory: Path) -> None:
    """Puts an artefact's files into `directory`.

    Raises:
        BuildError: it is no archive, holds anything but files and directories below its own, or
            more than fits an endpoint.
    """
    if artefact.is_dir():
        _copy(artefact, directory)
        return
    try:
        with tarfile.open(artefact, "r:gz") as archive:
            for number, member in enumerate(archive, start=1):
                _check_member(member, artefact)
                _check_amount(number, archive.offset, artefact)
                archive.extract(member, directory, filter="data")
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BuildError(f"'{artefact}' is no whole model.tar.gz: {error}") from error


def _copy(artefact: Path, directory: Path) -> None:
    """Copies a directory; a link in it could lead anywhere."""
    size = 0
    for number, path in enumerate(sorted(artefact.rglob("*")), start=1):
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise BuildError(f"'{path}' is neither a file nor a directory: artefacts have no links")
        size += path.stat().st_size
        _check_amount(number, size, artefact)
    shutil.copytree(artefact, directory, dirs_exist_ok=True)


def _check_member(member: tarfile.TarInfo, artefact: Path) -> None:
    if not (member.isreg() or member.isdir()) or member.issparse():
        raise BuildError(
            f"'{artefact}' holds '{member.name}', which is neither a file nor a directory"
        )
    parts = PurePosixPath(member.name).parts
    if member.name.startswith("/") or ".." in parts:
        raise BuildError(f"'{artefact}' holds '{member.name}', which leads out of the archive")
    if member.size > _MOST_BYTES:
        _refuse_amount(artefact)


def _check_amount(members: int, size: int, artefact: Path) -> None:
    if members > _MOST_MEMBERS or size > _MOST_BYTES:
        _refuse_amount(artefact)


def _refuse_amount(artefact: Path) -> NoReturn:
    raise BuildError(
        f"'{artefact}' unpacks to more than {_MOST_BYTES} bytes or {_MOST_MEMBERS} files: "
        "an artefact of ResNet50 has about 130 MB and 50 files"
    )
