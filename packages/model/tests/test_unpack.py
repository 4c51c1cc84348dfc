"""Archives that are unpacked here hold files below their own directory, and not too many."""

import gzip
import io
import tarfile
from pathlib import Path

import pytest

from pictor_model.artefact import unpack
from pictor_model.errors import BuildError


def archive(place: Path, *entries: tarfile.TarInfo, content: bytes = b"x") -> Path:
    file = place / "model.tar.gz"
    with tarfile.open(file, "w:gz") as written:
        for entry in entries:
            entry.size = len(content) if entry.isreg() else 0
            written.addfile(entry, io.BytesIO(content) if entry.isreg() else None)
    return file


def entry(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


BAD = {
    "a path upwards": ([entry("../evil")], "leads out of the archive"),
    "a path upwards inside": ([entry("code/../../evil")], "leads out of the archive"),
    "an absolute path": ([entry("/tmp/evil")], "leads out of the archive"),
    "a link upwards": ([entry("link", tarfile.SYMTYPE, "..")], "'link', which is neither"),
    "a link inside": ([entry("link", tarfile.SYMTYPE, "a")], "neither a file nor a directory"),
    "a file through a link": (
        [entry("link", tarfile.SYMTYPE, ".."), entry("link/evil")],
        "neither a file nor a directory",
    ),
    "a hard link": ([entry("link", tarfile.LNKTYPE, "/etc/passwd")], "neither a file"),
    "a device": ([entry("null", tarfile.CHRTYPE)], "neither a file"),
    "a disk": ([entry("disk", tarfile.BLKTYPE)], "neither a file"),
    "a pipe": ([entry("pipe", tarfile.FIFOTYPE)], "neither a file"),
}


@pytest.mark.parametrize("name", BAD)
def test_refuses_all_but_files_below_the_directory(name: str, tmp_path: Path) -> None:
    entries, message = BAD[name]
    out = tmp_path / "a" / "b"
    out.mkdir(parents=True)
    with pytest.raises(BuildError, match=message):
        unpack(archive(tmp_path, *entries), out)
    assert not list(tmp_path.rglob("evil"))
    assert not Path("/tmp/evil").exists()
    assert list(out.iterdir()) == []


def test_unpacks_files(tmp_path: Path) -> None:
    unpack(archive(tmp_path, entry("code", tarfile.DIRTYPE), entry("code/a")), tmp_path / "out")
    assert (tmp_path / "out" / "code" / "a").read_bytes() == b"x"


def test_stops_at_so_many_bytes_and_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pictor_model.artefact._MOST_BYTES", 1_000_000)
    bomb = archive(tmp_path, entry("a"), entry("b"), content=bytes(600_000))
    assert bomb.stat().st_size < 10_000
    with pytest.raises(BuildError, match="unpacks to more than 1000000 bytes or 1000 files"):
        unpack(bomb, tmp_path / "out")
    assert sum(path.stat().st_size for path in (tmp_path / "out").iterdir()) < 1_000_000
    with pytest.raises(BuildError, match="unpacks to more"):
        unpack(archive(tmp_path, entry("a"), content=bytes(1_000_001)), tmp_path / "large")
    many = archive(tmp_path, *(entry(str(number)) for number in range(1001)), content=b"")
    with pytest.raises(BuildError, match="unpacks to more"):
        unpack(many, tmp_path / "many")


@pytest.mark.parametrize("data", [b"", b"text", gzip.compress(b"no tar"), gzip.compress(bytes(99))])
def test_says_that_an_archive_is_none(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "model.tar.gz"
    file.write_bytes(data)
    with pytest.raises(BuildError, match="is no whole model"):
        unpack(file, tmp_path / "out")


def test_says_that_an_archive_is_cut_short(tmp_path: Path) -> None:
    file = archive(tmp_path, entry("a"), content=bytes(range(256)) * 999)
    file.write_bytes(file.read_bytes()[:-300])
    with pytest.raises(BuildError, match="is no whole model"):
        unpack(file, tmp_path / "out")


def test_follows_no_link_of_a_directory(tmp_path: Path) -> None:
    model = tmp_path / "model"
    model.mkdir()
    (model / "secret").symlink_to("/etc/passwd")
    with pytest.raises(BuildError, match="artefacts have no links"):
        unpack(model, tmp_path / "out")
    assert not (tmp_path / "out").exists()
