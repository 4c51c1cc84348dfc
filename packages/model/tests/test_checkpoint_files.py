"""Files that are no checkpoints, and checkpoints that hold more than tensors."""

import io
import os
import struct
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save
from torch import nn

from pictor_model.checkpoint.checkpoint import read_checkpoint
from pictor_model.errors import BuildError
from pictor_model.weights import State
from tests.checkpoints import matches, read, refusal, saved
from tests.conftest import LABELS, Release
from tests.pictures import jpeg


class Net(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(2, 2)


class Attack:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return os.mkdir, (str(self.path),)


class Print:
    def __reduce__(self) -> Any:
        return exec, ("raise SystemExit('code was run')",)


def test_asks_for_tensors_where_a_module_was_pickled(state: State, tmp_path: Path) -> None:
    for value in (Net(), {"model": Net(), "epoch": 3}):
        for options in ({}, {"_use_new_zipfile_serialization": False}):
            found = refusal(tmp_path, saved(value, **options))
            assert "is a pickled module ('tests.test_checkpoint_files.Net'), not tensors" in found
            assert found.endswith("save model.state_dict()")


def test_runs_no_code_of_a_file(state: State, tmp_path: Path) -> None:
    place = tmp_path / "made"
    found = refusal(tmp_path, saved({"state_dict": state, "x": Attack(place)}))
    assert "holds code ('posix.mkdir'), which is not run" in found
    assert not place.exists()
    # Any other function is replaced by one that does nothing.
    checkpoint, _ = read(tmp_path, saved({"state_dict": state, "x": Print()}))
    assert len(checkpoint.state) == 320


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), data)
    return buffer.getvalue()


def tarred() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("weights.pth"))
    return buffer.getvalue()


def script() -> bytes:
    buffer = io.BytesIO()
    torch.jit.save(torch.jit.script(Net().eval().fc), buffer)
    return buffer.getvalue()


SMALL = {"fc.weight": torch.ones(400, 100)}
FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "is empty"),
    "text": (b"hello, these are no weights\n", "is a text file, not weights"),
    "text beginning with e": (b"e\n", "is a text file"),
    "page": (b"<!DOCTYPE html><html></html>", "is an HTML page"),
    "pointer": (b"version https://git-lfs.github.com/spec/v1\n", "Git LFS.*git lfs pull"),
    "json": (b'{"weight_map": {}}', "is JSON, not weights"),
    "cut torch": (saved(SMALL)[:-500], "is cut short or damaged"),
    "half a torch": (saved(SMALL)[:9000], "is cut short or damaged"),
    "cut old torch": (
        saved(SMALL, _use_new_zipfile_serialization=False)[:-500],
        "is cut short or damaged",
    ),
    "header of old torch": (
        saved(SMALL, _use_new_zipfile_serialization=False)[:60],
        "is cut short or damaged",
    ),
    "cut safetensors": (save(SMALL)[:-500], "is cut short or damaged"),
    "header of safetensors": (save(SMALL)[:30], "is cut short or damaged"),
    "wrong safetensors": (struct.pack("<Q", 2) + b"{}" + bytes(9), "is cut short or damaged"),
    "zip": (zipped(readme=b"x"), "is a ZIP archive of something else .*'readme'"),
    "npz": (zipped(a_DOT_npy=b"x"), "is an archive of NumPy arrays"),
    "keras": (zipped(config_DOT_json=b"{}"), r"is a Keras model \(TensorFlow\)"),
    "mar": (zipped(MAR_INF__MANIFEST_DOT_json=b"{}"), "is an archive for TorchServe"),
    "bomb": (zipped(a__data_DOT_pkl=bytes(1 << 24), big=bytes((1 << 30) + 1)), "unpacks to more"),
    "script": (script(), "is a TorchScript module"),
    "hdf5": (b"\x89HDF\r\n\x1a\n" + bytes(99), "is an HDF5 file, as Keras and TensorFlow"),
    "tflite": (b"\x1c\0\0\0TFL3" + bytes(99), "is a TensorFlow Lite model"),
    "saved model": (b"\x08\x01\x12\xff\xff\x7f" + bytes(99), "is a SavedModel of TensorFlow"),
    "frozen graph": (
        b"\n\x20\n\x05input\x12\x0bPlaceholder" + bytes(99),
        "is a frozen graph of TensorFlow",
    ),
    "numpy": (b"\x93NUMPY" + bytes(99), "is a NumPy array"),
    "gzip": (b"\x1f\x8b" + bytes(99), "is compressed: unpack it"),
    "tar": (tarred(), "is a tar archive"),
    "pickle": (b"\x80\x04\x95" + bytes(99), "is a pickle that torch.save did not write"),
    "picture": (jpeg(), r"is a picture \(JPEG\), not weights"),
    "noise": (bytes(range(200, 256)) * 9, "is neither a PyTorch checkpoint nor safetensors"),
}


@pytest.mark.parametrize("name", FILES)
def test_says_what_another_file_is(name: str, tmp_path: Path) -> None:
    data, message = FILES[name]
    found = refusal(tmp_path, data)
    assert found.startswith("'weights.pth' ")
    assert matches(message, found), found


def test_knows_onnx_by_a_real_file(release: Release, tmp_path: Path) -> None:
    data = (release.model / "model.onnx").read_bytes()
    assert "is an ONNX model" in refusal(tmp_path, data)


def test_knows_parts_of_a_tensorflow_checkpoint_by_name(tmp_path: Path) -> None:
    name = "model.ckpt.data-00000-of-00001"
    assert "part of a TensorFlow checkpoint" in refusal(tmp_path, bytes(99), name=name)


def test_refuses_a_directory_and_a_file_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BuildError, match="is a directory: give the weights file in it"):
        read_checkpoint(tmp_path, "0" * 8, None, LABELS)
    monkeypatch.setattr("pictor_model.checkpoint.checkpoint.MOST_BYTES", 10)
    assert "has 11 bytes, at most 10 are read" in refusal(tmp_path, b"hello world")
