"""Reads the tensors of a weights file; no code in it is run and no class of it is loaded."""

import io
import pickletools
import zipfile
from collections.abc import Callable
from typing import Any

import torch
from torch.serialization import safe_globals

from pictor_model.checkpoint import file_kind
from pictor_model.errors import BuildError

MOST_BYTES = 1 << 30
"""Of a weights file. ResNet50 has a tenth, in doubles and with an optimizer's state two thirds."""
_LEGACY_HEADER = 3
"""Pickles before the object in a file of a PyTorch before 1.6: magic number, version, system."""


class Placeholder:
    """Stands for an object of a class that is not loaded, whatever the file would do with it."""

    path = ""
    """Full name of the class."""

    def __new__(cls, *_: object, **__: object) -> "Placeholder":
        """Takes any arguments."""
        return super().__new__(cls)

    def __init__(self, *_: object, **__: object) -> None:
        pass

    def __setstate__(self, state: object) -> None:
        """Forgets what the file says of the object."""


def read_tensors(data: bytes, name: str) -> Any:
    """Returns what a file holds: tensors, and containers of them and of plain values.

    An object of any other class is a `Placeholder`.

    Args:
        data: bytes of the file.
        name: what to call it in an error.

    Raises:
        BuildError: it is another kind of file, is cut short or damaged, or holds code.
    """
    if file_kind.is_safetensors(data):
        return _read_safetensors(data, name)
    if not file_kind.is_torch(data):
        raise BuildError(file_kind.explain(data, name))
    try:
        classes = _unknown_classes(_pickle_of(data, name))
    except (ValueError, IndexError, EOFError) as error:
        raise BuildError(_damaged(name)) from error
    stand_ins: list[Callable[..., Any] | tuple[Callable[..., Any], str]] = [
        (type("Stand", (Placeholder,), {"path": path}), path) for path in classes
    ]
    try:
        with safe_globals(stand_ins):
            return torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)
    except Exception as error:
        # A damaged file can make PyTorch raise nearly anything.
        raise BuildError(_refusal(name, classes, str(error))) from error


def _read_safetensors(data: bytes, name: str) -> dict[str, torch.Tensor]:
    needed = 8 + int.from_bytes(data[:8], "little")
    if len(data) < needed:
        raise BuildError(_damaged(name))
    try:
        # AWS's training container has it not, and needs it only for such a file.
        import safetensors
        import safetensors.torch
    except ImportError as error:
        raise BuildError(
            f"'{name}' is a safetensors file, and the package 'safetensors' is not installed here: "
            "save the weights with torch.save"
        ) from error
    try:
        return safetensors.torch.load(data)
    except (safetensors.SafetensorError, ValueError, KeyError) as error:
        raise BuildError(f"{_damaged(name)} ({error})") from error


def _pickle_of(data: bytes, name: str) -> io.BytesIO:
    """The pickle of the object itself, which names all classes."""
    if not data.startswith(b"PK"):
        stream = io.BytesIO(data)
        for _ in range(_LEGACY_HEADER):
            list(pickletools.genops(stream))
        return stream
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            file_kind.check_archive(archive, name, MOST_BYTES)
            [member] = [each for each in archive.namelist() if each.endswith("data.pkl")][:1]
            return io.BytesIO(archive.read(member))
    except zipfile.BadZipFile as error:
        raise BuildError(_damaged(name)) from error


def _unknown_classes(stream: io.BytesIO) -> list[str]:
    """Full names of the classes and functions that PyTorch does not take for plain data."""
    known = torch._weights_only_unpickler._get_allowed_globals()
    found = {
        str(argument).replace(" ", ".", 1)
        for opcode, argument, _ in pickletools.genops(stream)
        if opcode.name == "GLOBAL"
    }
    # Python 2's names are read as today's.
    renamed = {each.replace("__builtin__.", "builtins.", 1) for each in found}
    return sorted(renamed - known.keys())


def _refusal(name: str, classes: list[str], reason: str) -> str:
    code = next(
        (each for each in classes if each.split(".")[0] in ("os", "posix", "nt", "sys")), ""
    )
    if code:
        return f"'{name}' holds code ('{code}'), which is not run: save only model.state_dict()"
    if classes and "persistent_load" in reason:
        # Before PyTorch 1.6 a module's source came along.
        return (
            f"'{name}' is a pickled module ('{classes[0]}'), not tensors: save model.state_dict()"
        )
    if classes:
        return (
            f"'{name}' holds objects of '{classes[0]}' that cannot be left out: "
            "save model.state_dict()"
        )
    if "quantized" in reason:
        return f"'{name}' holds quantised weights: give those before quantisation"
    return _damaged(name)


def _damaged(name: str) -> str:
    return f"'{name}' is cut short or damaged: copy or download it again"
