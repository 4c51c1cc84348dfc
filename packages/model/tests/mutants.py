"""Damaged pictures, the same in each run, and what must come of them by Pillow's own word."""

import io
import random
import warnings
from collections.abc import Iterator

from PIL import Image

from tests.pictures import encode, jpeg, png, png_header, scene, with_orientation

_SIGNATURES = {"JPEG": b"\xff\xd8\xff", "PNG": b"\x89PNG\r\n\x1a\n", "WEBP": b"RIFF"}
_WHOLE = {
    "JPEG": (jpeg(), with_orientation("JPEG", 6), encode(scene().convert("CMYK"), "JPEG")),
    "PNG": (png(), png(scene().convert("RGBA")), png(scene().quantize(16))),
    "WEBP": (encode(scene(), "WEBP"), encode(scene().convert("RGBA"), "WEBP", lossless=True)),
}


def mutants(count: int) -> Iterator[bytes]:
    """JPEG, PNG and WebP files in turn: cut short, overwritten, parts doubled."""
    chance = random.Random(2026)
    for number in range(count):
        kind = ("JPEG", "PNG", "WEBP")[number % 3]
        yield _mutate(bytearray(chance.choice(_WHOLE[kind])), kind, chance)


def fuzzed_headers(count: int) -> Iterator[bytes]:
    """A right signature and then noise, or a whole file whose first bytes state something else."""
    chance = random.Random(7)
    for number in range(count):
        kind = ("JPEG", "PNG", "WEBP")[number % 3]
        noise = chance.randbytes(chance.randint(0, 200))
        yield {
            0: _SIGNATURES[kind] + noise,
            1: png_header(chance.choice((0, 1, 9000, 2**31 - 1)), chance.getrandbits(14)),
            2: _WHOLE[kind][0][:12] + noise + _WHOLE[kind][0][12:],
        }[chance.randrange(3)]


def _mutate(data: bytearray, kind: str, chance: random.Random) -> bytes:
    # The signature stays mostly whole, or nothing but 400 would come of it.
    first = 0 if chance.random() < 0.05 else len(_SIGNATURES[kind])
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(first, len(data))
        data[place] = chance.choice((data[place] ^ 1 << chance.randrange(8), chance.randrange(256)))
    if chance.random() < 0.2:
        begin = chance.randrange(first, len(data))
        data[begin:begin] = data[begin : begin + chance.randint(1, 64)]
    if chance.random() < 0.2:
        del data[chance.randrange(first, len(data)) :]
    return bytes(data)


def statuses(data: bytes) -> set[int]:
    """Which statuses an honest server may answer, from what Pillow alone makes of the bytes.

    Where Pillow decodes a picture it must be answered, where it does not it must be refused.
    """
    known = data.startswith(tuple(_SIGNATURES.values())) and (
        not data.startswith(b"RIFF") or data[8:12] == b"WEBP"
    )
    if not known:
        return {400, 415}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            image = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP"))
            pixels, kind = image.width * image.height, image.format
            most = 50_000_000 if kind in ("JPEG", "MPO") else 12_500_000
            if pixels > most or max(image.size) > 16_384:
                return {413}
            if kind in ("JPEG", "MPO") and b"\xff\xd9" not in data:
                # Complete but for its end, or cut short.
                return {200, 422}
            if pixels * data.count(b"\xff\xda") * 3 > 500_000_000:
                return {200, 413, 422}
            image.load()
        except Exception:
            return {422}
    return {200}
