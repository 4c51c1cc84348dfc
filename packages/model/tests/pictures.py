"""Pictures to send, made here so that each is exactly what its test says."""

import io
import struct
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

WIDTH, HEIGHT = 96, 64


def scene(width: int = WIDTH, height: int = HEIGHT) -> Image.Image:
    """An RGB picture that no turn or flip maps onto itself: red grows right, green grows down."""
    across = np.linspace(0, 255, width, dtype=np.float32)[None, :].repeat(height, 0)
    down = np.linspace(0, 255, height, dtype=np.float32)[:, None].repeat(width, 1)
    blue = np.full((height, width), 60, np.float32)
    return Image.fromarray(np.stack([across, down, blue], axis=2).astype(np.uint8))


def encode(image: Image.Image, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def jpeg(image: Image.Image | None = None, **options: Any) -> bytes:
    return encode(image or scene(), "JPEG", quality=95, subsampling=0, **options)


def png(image: Image.Image | None = None, **options: Any) -> bytes:
    return encode(image or scene(), "PNG", **options)


def with_orientation(kind: str, orientation: int) -> bytes:
    """The scene with an EXIF tag that says how it must be turned."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    return encode(scene(), kind, exif=exif, quality=95)


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds far fewer pixels: a decompression bomb's header."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(100_000))
    chunks = [(b"IHDR", header), (b"IDAT", pixels), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def interlaced_png(width: int = WIDTH, height: int = HEIGHT) -> bytes:
    """A grey PNG in Adam7's seven passes, which Pillow reads and does not write."""
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2)]
    rows = [
        b"\0" + bytes(range(left, width, across))
        for left, top, across, down in [*passes, (0, 1, 1, 2)]
        for _ in range(top, height, down)
    ]
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 1)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def apart(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of two pictures of one size, in 0..255."""
    return float(np.abs(_numbers(one) - _numbers(other)).mean())


def _numbers(image: Image.Image) -> NDArray[np.float32]:
    return np.asarray(image, dtype=np.float32)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
