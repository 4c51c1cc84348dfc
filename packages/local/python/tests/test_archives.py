"""Archives that the local AWS unpacks fill their own directory, and not the disk."""

import asyncio
import base64
import gzip
import io
import json
import random
import stat
import tarfile
import zipfile
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from pictor_local.services.sagemaker import artefact, storage
from pictor_local.services.sagemaker.artefact import ArtefactError
from tests.emulator import Emulator
from tests.resources import make_config, make_function, make_model_store, settled

URI = "s3://models/model.tar.gz"


def entry(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def archive(*entries: tarfile.TarInfo, content: bytes = b"x") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as written:
        for each in entries:
            each.size = len(content) if each.isreg() else 0
            written.addfile(each, io.BytesIO(content) if each.isreg() else None)
    return buffer.getvalue()


BAD = {
    "a path upwards": [entry("../evil")],
    "a path upwards inside": [entry("code/../../evil")],
    "a link upwards": [entry("link", tarfile.SYMTYPE, "..")],
    "a link inside": [entry("a"), entry("link", tarfile.SYMTYPE, "a")],
    "a file through a link": [entry("link", tarfile.SYMTYPE, ".."), entry("link/evil")],
    "a hard link": [entry("link", tarfile.LNKTYPE, "/etc/passwd")],
    "a hard link inside": [entry("a"), entry("link", tarfile.LNKTYPE, "a")],
    "a device": [entry("null", tarfile.CHRTYPE)],
    "a disk": [entry("disk", tarfile.BLKTYPE)],
    "a pipe": [entry("pipe", tarfile.FIFOTYPE)],
}


@pytest.mark.parametrize("name", BAD)
def test_artefact_holds_files_below_its_directory_and_nothing_else(
    name: str, tmp_path: Path
) -> None:
    into = tmp_path / "model"
    into.mkdir()
    with pytest.raises(ArtefactError, match=f"Failed to extract model data archive from URL {URI}"):
        artefact._unpack(archive(*BAD[name]), URI, into)
    assert [path.name for path in tmp_path.iterdir()] == ["model"]
    assert {path.name for path in into.rglob("*")} <= {"a"}


def test_absolute_path_is_unpacked_below_the_directory(tmp_path: Path) -> None:
    artefact._unpack(archive(entry("/evil/file")), URI, tmp_path)
    assert (tmp_path / "evil" / "file").read_bytes() == b"x"
    assert not Path("/evil").exists()


def test_bomb_is_stopped_before_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(artefact, "_MOST_BYTES", 1_000_000)
    bomb = archive(entry("a"), entry("b"), content=bytes(600_000))
    assert len(bomb) < 10_000
    with pytest.raises(ArtefactError, match="unpacks to more than 1000000 bytes or 10000 files"):
        artefact._unpack(bomb, URI, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    monkeypatch.setattr(artefact, "_MOST_MEMBERS", 10)
    with pytest.raises(ArtefactError, match="or 10 files"):
        artefact._unpack(archive(*(entry(str(n)) for n in range(11))), URI, tmp_path)


def test_damaged_archive_is_refused_in_words(tmp_path: Path) -> None:
    whole = archive(entry("a"), content=random.Random(1).randbytes(300_000))
    damaged = whole[:100_000] + b"\xff" * 100_000 + whole[200_000:]
    for data in (
        b"",
        b"text",
        gzip.compress(b"no tar"),
        gzip.compress(bytes(99)),
        whole[:-300],
        damaged,
    ):
        with pytest.raises(ArtefactError, match=r"valid tar\.gz archive"):
            artefact._unpack(data, URI, tmp_path)


def test_key_of_an_object_does_not_lead_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def keys(*_: str) -> list[str]:
        return ["r/model.pt", "r/../../evil"]

    async def content(*_: str) -> bytes:
        return b"x"

    monkeypatch.setattr(storage, "keys", keys)
    monkeypatch.setattr(artefact, "_read", content)
    into = tmp_path / "a" / "model"
    with pytest.raises(ArtefactError, match="would leave the model directory"):
        asyncio.run(artefact.fetch("s3://models/r/", into))
    assert not list(tmp_path.rglob("evil"))


def test_endpoint_with_such_an_artefact_is_failed(emulator: Emulator) -> None:
    make_model_store(emulator)
    make_config(emulator, "linked", archive(entry("link", tarfile.SYMTYPE, "/etc")))
    sagemaker = emulator.client("sagemaker")
    sagemaker.create_endpoint(EndpointName="linked", EndpointConfigName="linked")
    failed = settled(emulator, "linked")
    assert failed["EndpointStatus"] == "Failed"
    assert "'link', which is neither a file nor a directory" in failed["FailureReason"]
    sagemaker.delete_endpoint(EndpointName="linked")


class TestCodeOfFunctions:
    """Zips of Lambda."""

    def test_paths_and_links_stay_below_the_code(self, emulator: Emulator, tmp_path: Path) -> None:
        evil = tmp_path / "evil"
        upwards = "../" * 20 + str(evil).lstrip("/")
        link = zipfile.ZipInfo("link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        source = """
        const fs = require("node:fs");
        exports.handler = async () => fs.lstatSync(`${__dirname}/link`).isSymbolicLink();
        """
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as code:
            code.writestr("index.js", source)
            code.writestr(link, "/etc/passwd")
            code.writestr(upwards, "x")
            code.writestr(str(evil), "x")
        make_function(emulator.client, "upwards", "")
        functions = emulator.client("lambda")
        functions.update_function_code(FunctionName="upwards", ZipFile=buffer.getvalue())
        answer = functions.invoke(FunctionName="upwards")
        assert json.load(answer["Payload"]) is False
        assert not evil.exists()

    def test_bomb_is_refused(self, emulator: Emulator) -> None:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as code:
            code.writestr("index.js", bytes(262_144_001))
        assert len(base64.b64encode(buffer.getvalue())) < 1_000_000
        make_function(emulator.client, "bomb", "")
        with pytest.raises(ClientError, match="262144000"):
            emulator.client("lambda").update_function_code(
                FunctionName="bomb", ZipFile=buffer.getvalue()
            )
