"""What is uploaded: one `model.tar.gz`, or the same files as they are; the same bytes each time."""

import gzip
import hashlib
import io
import shutil
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

# Weights hardly compress; higher levels take twice as long for 0.2 % of the size.
_GZIP_LEVEL = 4


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
    """Puts an artefact's files into `directory`; members that would leave it are refused."""
    if artefact.is_dir():
        shutil.copytree(artefact, directory, dirs_exist_ok=True)
        return
    with tarfile.open(artefact, "r:gz") as archive:
        archive.extractall(directory, filter="data")
