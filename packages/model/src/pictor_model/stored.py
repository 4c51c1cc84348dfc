"""Where the tensors of a weights file lie in it, so that others can read them without PyTorch."""

import io
import struct
import zipfile
from dataclasses import dataclass

from pictor_serving.graph import State

_LOCAL_HEADER = 30
"""Bytes of a ZIP member's own header before its name and its extra field.

https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.7
"""


@dataclass(frozen=True)
class Stored:
    """A tensor's bytes inside the file: little-endian, in the order of its dimensions."""

    offset: int
    length: int


def locate(weights: bytes, state: State) -> dict[str, Stored]:
    """Places of all tensors.

    Args:
        weights: what `pictor_model.weights.serialise` wrote: a ZIP without compression, in it a
            member a tensor, `data/<number>`, by the order of their names.
        state: what it wrote.
    """
    with zipfile.ZipFile(io.BytesIO(weights)) as archive:
        members = {member.filename.rpartition("/data/")[2]: member for member in archive.infolist()}
    places = {}
    for number, (name, tensor) in enumerate(state.items()):
        member = members[str(number)]
        name_length, extra_length = struct.unpack_from("<HH", weights, member.header_offset + 26)
        offset = member.header_offset + _LOCAL_HEADER + name_length + extra_length
        places[name] = Stored(offset, member.file_size)
        stored = weights[offset : offset + member.file_size]
        assert stored == tensor.contiguous().numpy().tobytes(), f"'{name}' is stored elsewhere"
    return places
