"""What Pillow does not report of a JPEG: its scans, whether its end is there, and its pixels."""

import hashlib
import re
from collections.abc import Iterator

_SCAN, _END = b"\xff\xda", b"\xff\xd9"
"""Markers. Among compressed pixels 0xFF is followed by 0 or a restart, so neither occurs there.

https://www.w3.org/Graphics/JPEG/itu-t81.pdf, B.1.1
"""
_RESTARTS = [bytes((0xFF, marker)) for marker in range(0xD0, 0xD8)]
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
"""Second bytes of the markers of a frame: its header names the components."""
_MARKER = re.compile(rb"\xff([^\x00\xff])")
_COEFFICIENTS = 64

_NOISE = [
    # Decoders go on with zeros where the pixels end too early: each begins with another bit.
    b"\x80" + hashlib.shake_128(b"first").digest(1024).replace(b"\xff", b""),
    b"\x5a" + hashlib.shake_128(b"second").digest(1024).replace(b"\xff", b""),
]
"""Random data, each enough for several blocks of pixels: not all of them may be in sight."""


def endings(data: bytes) -> list[bytes]:
    """Returns what to append in place of a missing end.

    A decoder fills missing pixels from what follows them. So where pixels are missing, they differ
    between the endings; where all give the same pixels, none is missing.
    """
    places = [data.rfind(restart) for restart in _RESTARTS]
    latest = places.index(max(places)) if max(places) >= 0 else -1
    restarts = [*_RESTARTS[latest + 1 :], *_RESTARTS[: latest + 1]]
    return [_END, *(noise.join([b"", *restarts, _END]) for noise in _NOISE)]


READS = 2 + len(_NOISE)
"""How often a picture without an end is decoded: as it is, and with each ending."""


def scans(data: bytes) -> int:
    """Number of scans, each of which passes over the whole picture; at least 1.

    Those of thumbnails count, too: whatever stands before a scan, none goes uncounted.
    """
    return max(1, data.count(_SCAN))


def has_end(data: bytes) -> bool:
    """Whether the marker of the end follows the pixels."""
    return data.find(_END, _first_scan(data)) >= 0


def without_end(data: bytes) -> bytes:
    """The data up to the place where the marker of the end belongs."""
    return data.rstrip(b"\xff")


def all_scans(data: bytes) -> bool:
    """Whether the scans together hold every coefficient of every component in full precision.

    A picture can lack whole scans: it is then coarse, or has no colours.
    """
    missing = {component: set(range(_COEFFICIENTS)) for component in _components(data)}
    offset = data.find(_SCAN, _first_scan(data))
    while offset >= 0:
        count = data[offset + 4]
        first, last, precision = data[offset + 5 + 2 * count :][:3]
        for component in data[offset + 5 : offset + 5 + 2 * count : 2]:
            # The low half of the byte: how many bits are left to later scans.
            if precision & 0x0F == 0 and component in missing:
                missing[component] -= set(range(first, last + 1))
        offset = data.find(_SCAN, offset + 2)
    return not any(missing.values())


def _components(data: bytes) -> bytes:
    """Identifiers of the components, from the frame's header."""
    offset = next(place for marker, place in _segments(data) if marker in _FRAMES)
    return data[offset + 10 : offset + 10 + 3 * data[offset + 9] : 3]


def _first_scan(data: bytes) -> int:
    """Offset of the picture's first scan: thumbnails in metadata have scans and ends, too."""
    return next((place for marker, place in _segments(data) if marker == _SCAN[1]), len(data))


def _segments(data: bytes) -> Iterator[tuple[int, int]]:
    """Second byte and offset of each marker, up to that of the first scan."""
    offset, marker = 2, 0
    # Decoders skip what stands between segments, any number of 0xFF among it.
    while marker != _SCAN[1] and (found := _MARKER.search(data, offset)):
        marker, offset = found[1][0], found.end()
        yield marker, found.start(1) - 1
        offset += int.from_bytes(data[offset : offset + 2])
