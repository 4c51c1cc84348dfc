"""Time of one core that the slowest pictures take which the limits allow, by format."""

import struct
import time
import zlib
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.models import instruction_sets
from benchmarks.throughput import say
from pictor_model.inputs import IMAGENET
from pictor_model.workspace import contract_path
from pictor_serving.contract import Contract
from pictor_serving.decode import decode
from pictor_serving.signature import OFFERED, sniff
from tests.pictures import encode

_RGBA, _RGB = 6, 2
_PAETH = 4
"""PNG's slowest filter."""


def measure(rounds: int) -> None:
    """Prints JSON lines: the machine, and a line a picture with its time in each round."""
    say(event="machine", sets=instruction_sets())
    contract = Contract.read(contract_path())
    for kind, data in _pictures(contract):
        seconds = []
        for _ in range(rounds):
            started = time.process_time()
            decode(data, "image/*", contract, IMAGENET.resize)
            seconds.append(time.process_time() - started)
        name = OFFERED[sniff(data) or ""]
        say(
            event="decode",
            format=name,
            kind=kind,
            pixels=contract.image_pixels[name],
            bytes=len(data),
            seconds=seconds,
        )


def _pictures(contract: Contract) -> Iterator[tuple[str, bytes]]:
    """Pictures as large as their formats may be: plain ones, and the fullest that fit the bytes."""
    height = 2500
    width = contract.image_pixels["image/png"] // height
    flat = Image.new("RGBA", (width, height), (10, 20, 30, 128))
    yield "8 bits, RGBA", encode(flat, "PNG")
    yield (
        "8 bits, RGB, one colour transparent",
        encode(flat.convert("RGB"), "PNG", transparency=(10, 20, 30)),
    )
    yield "8 bits, RGBA, noise", _fullest(width, height, "PNG", contract)
    yield "16 bits, RGBA", _png16(width, height, _RGBA)
    yield "16 bits, RGB", _png16(width, height, _RGB)
    yield "16 bits, grey", encode(Image.fromarray(np.full((height, width), 999, np.uint16)), "PNG")
    width = contract.image_pixels["image/webp"] // height
    flat = Image.new("RGBA", (width, height), (10, 20, 30, 128))
    yield "lossless", encode(flat, "WEBP", lossless=True)
    yield (
        "lossless, noise",
        _fullest(width, height, "WEBP", contract, lossless=True, quality=0, method=0),
    )
    smooth = _smooth(width, height)
    yield "lossy", _largest(lambda quality: encode(smooth, "WEBP", quality=quality), contract)
    smooth.putalpha(_smooth(width, height).convert("L"))
    yield (
        "lossy, transparent",
        _largest(
            lambda quality: encode(smooth, "WEBP", quality=quality, alpha_quality=quality), contract
        ),
    )
    width, height = 16_000, contract.image_pixels["image/jpeg"] // 16_000
    photo = _smooth(width, height)
    yield "sequential", _largest(lambda quality: encode(photo, "JPEG", quality=quality), contract)
    yield (
        "progressive",
        _largest(
            lambda quality: encode(photo, "JPEG", quality=quality, progressive=True), contract
        ),
    )
    grey = encode(Image.new("L", photo.size), "JPEG", progressive=True)
    scan = grey[grey.rfind(b"\xff\xc4") : -2]
    more = contract.jpeg_scan_pixels // (width * height) - grey.count(b"\xff\xda")
    yield "as many scans as may be", grey[:-2] + scan * more + grey[-2:]
    end = _largest(lambda quality: encode(photo, "JPEG", quality=quality), contract)
    yield "sequential without its end", end[:-2]


def _largest(make: Callable[[int], bytes], contract: Contract) -> bytes:
    """The picture of the best quality that is not too many bytes."""
    made = (make(quality) for quality in (90, 70, 50, 30, 20, 10, 5, 1))
    return next(data for data in made if len(data) <= contract.image_bytes)


def _fullest(width: int, height: int, kind: str, contract: Contract, **options: object) -> bytes:
    """A picture with as many random pixels as the bytes allow."""
    for share in (0.3, 0.2, 0.12, 0.08, 0.06, 0.04, 0.02):
        picture = Image.fromarray(_noise(width, height, share))
        data = encode(picture, kind, **options)
        if len(data) <= contract.image_bytes:
            return data
    raise AssertionError(f"no {kind} is small enough")


def _noise(width: int, height: int, share: float) -> NDArray[np.uint8]:
    random = np.random.default_rng(0)
    pixels = np.zeros((height, width, 4), np.uint8)
    where = random.random((height, width)) < share
    pixels[where] = random.integers(0, 256, (int(where.sum()), 4), dtype=np.uint8)
    return pixels


def _smooth(width: int, height: int) -> Image.Image:
    """Random colours, 8 pixels apart: nearly every block has something in it."""
    random = np.random.default_rng(0)
    coarse = random.integers(0, 256, (height // 8, width // 8, 3), dtype=np.uint8)
    return Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)


def _png16(width: int, height: int, colour: int) -> bytes:
    """A PNG of 16 bits a channel, which Pillow reads and does not write."""
    channels = {_RGBA: 4, _RGB: 3}[colour]
    row = bytes([_PAETH]) + b"\x03\xe7" * (width * channels)
    header = struct.pack(">IIBBBBB", width, height, 16, colour, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(row * height)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
