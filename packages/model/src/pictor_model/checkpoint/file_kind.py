"""What a file is that is neither a PyTorch checkpoint nor safetensors, in one sentence."""

import re
import zipfile
from pathlib import Path

from pictor_model.errors import BuildError
from pictor_serving.signature import sniff

_TORCH_LEGACY = b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19."
"""How `torch.save` began before version 1.6: its magic number, pickled."""
_TABLE = 0xDB4775248B80FB57.to_bytes(8, "little")
"""How a table of LevelDB ends, as TensorFlow's `.index` files are."""
_HEAD = 4096

_SAVE = "save the PyTorch model's state_dict() with torch.save or safetensors"
_BEGINNINGS: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), sentence)
    for pattern, sentence in (
        (rb"\x89HDF\r\n\x1a\n", f"is an HDF5 file, as Keras and TensorFlow write: {_SAVE}"),
        (rb".{4}TFL3", f"is a TensorFlow Lite model: {_SAVE}"),
        (rb"\x08\x01\x12", f"is a SavedModel of TensorFlow: {_SAVE}"),
        (rb"\x0a.{0,300}(Placeholder|Const)", f"is a frozen graph of TensorFlow: {_SAVE}"),
        (rb"\x08[\x02-\x20][\x12\x1a\x22\x2a\x3a\x42]", f"is an ONNX model: {_SAVE}"),
        (rb"GGUF", f"is a GGUF file: {_SAVE}"),
        (rb"\x93NUMPY", f"is a NumPy array: {_SAVE}"),
        (rb"\x1f\x8b|BZh|\xfd7zXZ|7z\xbc\xaf|Rar!|\x28\xb5\x2f\xfd", "is compressed: unpack it"),
        (rb".{257}ustar", "is a tar archive: unpack it and give the weights file in it"),
        (rb"\x80[\x00-\x05]", f"is a pickle that torch.save did not write: {_SAVE}"),
    )
)
_TEXTS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), sentence)
    for pattern, sentence in (
        (
            r"version https://git-lfs",
            "is a pointer of Git LFS, not the file that it points to: run 'git lfs pull'",
        ),
        (r"\s*<(!doctype|html)", "is an HTML page: the download gave a page, not the weights"),
        (r"\s*[{\[]", "is JSON, not weights: give the file of the tensors"),
        (r"", f"is a text file, not weights: {_SAVE}"),
    )
)


def is_torch(data: bytes) -> bool:
    """Whether PyTorch should be able to read the data."""
    return data.startswith((b"PK\x03\x04", _TORCH_LEGACY))


def is_safetensors(data: bytes) -> bool:
    """Whether the data begin like safetensors: the length of a JSON object, and it."""
    return data[8:9] == b"{" and 2 <= int.from_bytes(data[:8], "little") < 1 << 27


def check_archive(archive: zipfile.ZipFile, name: str, most: int) -> None:
    """Refuses a ZIP archive that `torch.save` did not write.

    Args:
        archive: the file.
        name: what to call it.
        most: bytes that all its members may have, unpacked.
    """
    members = archive.infolist()
    names = {Path(member.filename).name for member in members}
    if "constants.pkl" in names:
        raise BuildError(
            f"'{name}' is a TorchScript module, not tensors: "
            "save torch.jit.load(...).state_dict() with torch.save"
        )
    if sum(member.file_size for member in members) > most:
        raise BuildError(
            f"'{name}' unpacks to more than {most} bytes: weights of ResNet50 have about 100 MB"
        )
    if "data.pkl" not in names:
        first = members[0].filename[:80] if members else "nothing"
        what = {
            "config.json": "a Keras model (TensorFlow)",
            "MANIFEST.json": "an archive for TorchServe",
        }
        found = next((what[each] for each in what if each in names), None)
        if found is None and names and all(each.endswith(".npy") for each in names):
            found = "an archive of NumPy arrays"
        raise BuildError(
            f"'{name}' is {found or f'a ZIP archive of something else (it holds {first!r})'}: "
            f"{_SAVE}"
        )


def explain(data: bytes, name: str) -> str:
    """What is wrong with a file that is no checkpoint."""
    if not data:
        return f"'{name}' is empty"
    if re.search(r"\.data-\d{5}-of-\d{5}$", name) or data.endswith(_TABLE):
        return f"'{name}' is part of a TensorFlow checkpoint: {_SAVE}"
    found = next((text for pattern, text in _BEGINNINGS if pattern.match(data[:_HEAD])), None)
    picture = sniff(data)
    if found is None and picture is not None:
        found = f"is a picture ({picture}), not weights"
    if found is None:
        found = _text(data[:_HEAD])
    if found is None:
        begins = data[:8].hex(" ")
        found = f"is neither a PyTorch checkpoint nor safetensors (it begins with {begins})"
    return f"'{name}' {found}"


def _text(head: bytes) -> str | None:
    try:
        # The last character may be cut in two.
        text = head.decode("utf-8-sig", errors="strict" if len(head) < _HEAD else "ignore")
    except UnicodeDecodeError:
        return None
    if re.search(r"[\x00-\x08\x0e-\x1f]", text):
        return None
    return next(sentence for pattern, sentence in _TEXTS if pattern.match(text))
