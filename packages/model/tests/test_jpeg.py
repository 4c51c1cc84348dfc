"""JPEG: how many scans, and whether pixels are missing where the end is."""

import numpy as np
import pytest
from PIL import Image

from pictor_serving.contract import Contract
from pictor_serving.decode import decode
from pictor_serving.errors import RequestError
from tests.pictures import (
    HEIGHT,
    WIDTH,
    apart,
    encode,
    jpeg,
    scene,
)

SHORTEST = 256


def refusal(data: bytes, contract: Contract, content_type: str | None = "image/jpeg") -> str:
    with pytest.raises(RequestError) as caught:
        decode(data, content_type, contract, SHORTEST)
    return caught.value.code


def message(data: bytes, contract: Contract) -> str:
    with pytest.raises(RequestError) as caught:
        decode(data, "image/*", contract, SHORTEST)
    assert caught.value.code == "too-many-pixels"
    return str(caught.value)


def with_scans(data: bytes, more: int) -> bytes:
    """A progressive JPEG whose last scan is there so many times more."""
    return data[:-2] + data[data.rfind(b"\xff\xc4") : -2] * more + data[-2:]


def test_limits_pixels_of_all_scans_of_a_jpeg_together(contract: Contract) -> None:
    grey = Image.new("L", (2000, 2500))
    data = encode(grey, "JPEG", progressive=True)
    scans = data.count(b"\xff\xda")
    most = contract.jpeg_scan_pixels // (grey.width * grey.height)
    assert decode(with_scans(data, most - scans), "image/*", contract, SHORTEST).size == (
        1000,
        1250,
    )
    bomb = with_scans(data, most - scans + 1)
    assert len(bomb) < 40_000
    assert message(bomb, contract) == (
        f"The image/jpeg needs {most + 1} passes over 2000 x 2500 pixels; at most "
        f"{contract.jpeg_scan_pixels} pixels in all passes together are accepted. "
        "Scale it down, or save it with fewer scans."
    )
    # A picture without its end is read more than once.
    assert "needs" in message(with_scans(data, most - scans)[:-2], contract)


def with_noise(data: bytes) -> bytes:
    """A JPEG with bytes between its first two segments, which decoders skip."""
    return data[:20] + b"\x01\x00\xff\x00\xff\xff" + bytes(range(40)) + data[20:]


def test_finds_scans_and_end_behind_what_decoders_skip(contract: Contract) -> None:
    data = with_noise(jpeg())
    assert apart(decode(data, "image/*", contract, SHORTEST), scene()) <= 2
    assert apart(decode(data[:-2], "image/*", contract, SHORTEST), scene()) <= 2
    bomb = with_scans(encode(Image.new("L", (2000, 2500)), "JPEG", progressive=True), 100)
    assert "passes over 2000 x 2500 pixels" in message(with_noise(bomb), contract)


def thumbnailed(data: bytes) -> bytes:
    """A JPEG whose metadata holds a whole JPEG, with scans and an end of its own."""
    segment = b"Exif\0\0" + jpeg()
    return data[:2] + b"\xff\xe1" + (len(segment) + 2).to_bytes(2) + segment + data[2:]


NOISE = Image.fromarray(
    np.random.default_rng(1).integers(0, 256, (HEIGHT - 7, WIDTH - 7, 3), dtype=np.uint8)
)
ENDLESS = {
    "jpeg": jpeg(),
    "with a thumbnail": thumbnailed(jpeg()),
    "progressive": jpeg(progressive=True),
    "grey": jpeg(scene().convert("L")),
    "of one colour": jpeg(Image.new("RGB", (WIDTH, HEIGHT), (128, 128, 128))),
    "cmyk": jpeg(scene().convert("CMYK")),
    "noise with tables of its own": encode(NOISE, "JPEG", optimize=True),
    "noise with restarts": encode(NOISE, "JPEG", restart_marker_blocks=4),
    "progressive noise": encode(NOISE, "JPEG", progressive=True),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_takes_a_jpeg_without_its_end_unless_pixels_are_missing(
    name: str, contract: Contract
) -> None:
    data = ENDLESS[name]
    whole = decode(data, "image/*", contract, SHORTEST)
    for cut in (1, 2):
        assert apart(decode(data[:-cut], "image/*", contract, SHORTEST), whole) == 0
    begin = data.rindex(b"\xff\xc0" if b"\xff\xc0" in data else b"\xff\xc2")
    for cut in range(4, len(data) - begin, 5):
        assert refusal(data[:-cut], contract) == "undecodable-image", cut
