import io
import random
import time
import warnings
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageOps

from pictor_serving.contract import Contract
from pictor_serving.decode import decode
from pictor_serving.errors import RequestError
from pictor_serving.signature import sniff
from tests.pictures import (
    HEIGHT,
    WIDTH,
    apart,
    encode,
    jpeg,
    png,
    png_header,
    scene,
    with_orientation,
)

SHORTEST = 256
HALF = Image.fromarray(np.full((HEIGHT, WIDTH), 128, np.uint8))


def refusal(data: bytes, contract: Contract, content_type: str | None = "image/jpeg") -> str:
    with pytest.raises(RequestError) as caught:
        decode(data, content_type, contract, SHORTEST)
    return caught.value.code


def layered(mode: str) -> Image.Image:
    """The scene at half strength: over white it lightens by half."""
    picture = scene().convert("RGB" if mode == "RGBA" else "L")
    picture.putalpha(HALF)
    assert picture.mode == mode
    return picture


OVER_WHITE = Image.blend(scene(), Image.new("RGB", (WIDTH, HEIGHT), "white"), 127 / 255)
GREY = scene().convert("L").convert("RGB")
SIXTEEN_BIT = Image.fromarray(np.asarray(scene().convert("L")).astype(np.uint16) * 257)


@pytest.mark.parametrize(
    ("data", "wanted", "tolerance"),
    [
        pytest.param(png(), scene(), 0, id="png"),
        pytest.param(jpeg(), scene(), 2, id="jpeg"),
        pytest.param(jpeg(progressive=True), scene(), 2, id="progressive jpeg"),
        pytest.param(encode(scene(), "WEBP", lossless=True), scene(), 0, id="lossless webp"),
        pytest.param(encode(scene(), "WEBP", quality=95), scene(), 4, id="lossy webp"),
        pytest.param(jpeg(scene().convert("CMYK")), scene(), 3, id="cmyk jpeg"),
        pytest.param(jpeg(scene().convert("L")), GREY, 2, id="grey jpeg"),
        pytest.param(png(scene().convert("L")), GREY, 0, id="grey png"),
        pytest.param(png(SIXTEEN_BIT), GREY, 0, id="16-bit grey png"),
        pytest.param(png(scene().quantize(256)), scene(), 6, id="palette png"),
        pytest.param(png(HALF.convert("1")), HALF.convert("1").convert("RGB"), 0, id="1-bit png"),
        pytest.param(png(layered("RGBA")), OVER_WHITE, 1, id="transparent png lies over white"),
        pytest.param(
            png(layered("LA")),
            OVER_WHITE.convert("L").convert("RGB"),
            1,
            id="transparent grey png lies over white",
        ),
        pytest.param(
            encode(layered("RGBA"), "WEBP", lossless=True), OVER_WHITE, 1, id="transparent webp"
        ),
        pytest.param(
            png(Image.new("P", (WIDTH, HEIGHT), 0), transparency=0),
            Image.new("RGB", (WIDTH, HEIGHT), "white"),
            0,
            id="transparent palette colour is white",
        ),
        pytest.param(
            png(Image.new("RGB", (WIDTH, HEIGHT), "red"), transparency=(255, 0, 0)),
            Image.new("RGB", (WIDTH, HEIGHT), "white"),
            0,
            id="transparent true colour is white",
        ),
        pytest.param(
            encode(scene(), "WEBP", lossless=True, save_all=True, append_images=[HALF]),
            scene(),
            0,
            id="first frame of an animated webp",
        ),
        pytest.param(
            png(save_all=True, append_images=[scene().rotate(180)]),
            scene(),
            0,
            id="first frame of an animated png",
        ),
        pytest.param(
            encode(scene(), "MPO", quality=95, save_all=True, append_images=[scene()]),
            scene(),
            3,
            id="first of a phone's several pictures",
        ),
        pytest.param(png(Image.new("RGB", (1, 1), "red")), Image.new("RGB", (1, 1), "red"), 0),
    ],
)
def test_shows_what_the_picture_shows(
    data: bytes, wanted: Image.Image, tolerance: float, contract: Contract
) -> None:
    image = decode(data, "image/png", contract, SHORTEST)
    assert (image.mode, image.size) == ("RGB", wanted.size)
    assert apart(image, wanted) <= tolerance


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_turns_every_orientation_upright(kind: str, orientation: int, contract: Contract) -> None:
    # Independent of the table under test: Pillow's own transposition undoes what it is told.
    stored = with_orientation(kind, orientation)
    wanted = ImageOps.exif_transpose(Image.open(io.BytesIO(stored))).convert("RGB")
    image = decode(stored, "image/*", contract, SHORTEST)
    assert image.size == ((WIDTH, HEIGHT) if orientation < 5 else (HEIGHT, WIDTH))
    assert apart(image, wanted) <= 1


@pytest.mark.parametrize(
    "exif", [b"Exif\0\0no TIFF", b"Exif\0\0MM\0*\0\0", b"Exif\0\0MM\0*\xff\xff\xff\xff"]
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_shows_a_picture_whose_metadata_is_damaged(
    kind: str, exif: bytes, contract: Contract
) -> None:
    data = encode(scene(), kind, exif=exif, quality=95)
    assert apart(decode(data, "image/*", contract, SHORTEST), scene()) <= 4


def test_ignores_a_colour_profile(contract: Contract) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = decode(png(icc_profile=profile), "image/png", contract, SHORTEST)
    assert apart(image, scene()) == 0


def test_shrinks_a_large_jpeg_but_never_below_what_is_needed(contract: Contract) -> None:
    large = scene(2000, 1200)
    image = decode(jpeg(large), "image/jpeg", contract, shortest=256)
    assert image.size == (1000, 600)
    assert apart(image, large.resize(image.size, Image.Resampling.BOX)) <= 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "empty-body", id="nothing"),
        pytest.param(b"hello world", "not-an-image", id="text"),
        pytest.param(b"BM is how a bitmap begins, and this text", "not-an-image", id="text BM"),
        pytest.param(bytes(1000), "not-an-image", id="zeros"),
        pytest.param(b"<html><body>no picture</body></html>", "not-an-image", id="html"),
        pytest.param(encode(scene(), "GIF"), "unsupported-media-type", id="gif"),
        pytest.param(encode(scene(), "BMP"), "unsupported-media-type", id="bmp"),
        pytest.param(encode(scene(), "TIFF"), "unsupported-media-type", id="tiff"),
        pytest.param(encode(scene(), "ICO"), "unsupported-media-type", id="ico"),
        pytest.param(encode(scene(), "JPEG2000"), "unsupported-media-type", id="jpeg 2000"),
        pytest.param(b"\0\0\0\x1cftypheic\0\0\0\0", "unsupported-media-type", id="heic"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unsupported-media-type"),
        pytest.param(
            b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a -->\n<svg>", "unsupported-media-type"
        ),
        pytest.param(jpeg()[:3], "undecodable-image", id="three bytes of a jpeg"),
        pytest.param(jpeg()[:200], "undecodable-image", id="a jpeg's header"),
        pytest.param(jpeg()[: len(jpeg()) // 2], "undecodable-image", id="half a jpeg"),
        pytest.param(png()[: len(png()) // 2], "undecodable-image", id="half a png"),
        pytest.param(
            encode(scene(), "WEBP")[:-40], "undecodable-image", id="a webp without its end"
        ),
        pytest.param(png_header(3000, 3000), "undecodable-image", id="a png of too few pixels"),
        pytest.param(png_header(5000, 2501), "too-many-pixels", id="a png of 12.505 megapixels"),
        pytest.param(png_header(10_000, 10_000), "too-many-pixels", id="where Pillow warns"),
        pytest.param(png_header(30_000, 30_000), "too-many-pixels", id="where Pillow refuses"),
        pytest.param(png_header(16_385, 1), "too-many-pixels", id="a side too long"),
        pytest.param(png_header(0, 10), "undecodable-image", id="no pixels"),
    ],
)
def test_says_what_is_wrong(data: bytes, code: str, contract: Contract) -> None:
    assert refusal(data, contract) == code


def message(data: bytes, contract: Contract) -> str:
    with pytest.raises(RequestError) as caught:
        decode(data, "image/*", contract, SHORTEST)
    assert caught.value.code == "too-many-pixels"
    return str(caught.value)


@pytest.mark.parametrize(
    ("kind", "options"), [("PNG", {}), ("WEBP", {"lossless": True}), ("WEBP", {"quality": 1})]
)
def test_limits_pixels_of_formats_that_are_decoded_whole(
    kind: str, options: dict[str, Any], contract: Contract
) -> None:
    media_type = f"image/{kind.lower()}"
    limit = contract.image_pixels[media_type]
    most = Image.new("L", (limit // 2500, 2500))
    assert most.width * most.height == limit
    assert decode(encode(most, kind, **options), "image/*", contract, SHORTEST).size == most.size
    larger = encode(Image.new("L", (limit // 2500 + 1, 2500)), kind, **options)
    assert message(larger, contract) == (
        f"The {media_type} has {limit // 2500 + 1} x 2500 pixels; at most {limit} pixels and "
        f"{contract.image_side} a side are accepted. Scale it down."
    )


def test_takes_a_jpeg_of_fifty_million_pixels(contract: Contract) -> None:
    data = encode(Image.new("L", (10_000, 5000)), "JPEG")
    assert decode(data, "image/jpeg", contract, SHORTEST).size == (1250, 625)


def test_limits_bytes_exactly(contract: Contract) -> None:
    padded = jpeg().ljust(contract.image_bytes, b"\0")
    assert decode(padded, "image/jpeg", contract, SHORTEST).size == (WIDTH, HEIGHT)
    assert refusal(padded + b"\0", contract) == "too-many-bytes"


def test_accepts_the_longest_side(contract: Contract) -> None:
    strip = png(Image.new("RGB", (contract.image_side, 1)))
    assert decode(strip, "image/png", contract, SHORTEST).size == (contract.image_side, 1)


def test_refuses_a_bomb_before_it_is_decoded(contract: Contract) -> None:
    started = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert refusal(png_header(9000, 9000), contract) == "too-many-pixels"
        assert "has 90000 x 90000 pixels" in message(png_header(90_000, 90_000), contract)
    assert time.perf_counter() - started < 0.2


@pytest.mark.parametrize(
    "content_type",
    ["image/jpeg", "image/png", "IMAGE/JPEG; q=1", "image/*", "application/octet-stream"],
)
def test_goes_by_the_bytes_whatever_kind_of_picture_is_claimed(
    content_type: str, contract: Contract
) -> None:
    assert decode(jpeg(), content_type, contract, SHORTEST).size == (WIDTH, HEIGHT)


@pytest.mark.parametrize("content_type", [None, "", "text/plain", "application/json", "imagery/x"])
def test_refuses_what_is_not_called_a_picture(content_type: str | None, contract: Contract) -> None:
    assert refusal(jpeg(), contract, content_type) == "unsupported-media-type"


def test_recognises_a_format_in_time_that_does_not_grow_with_nesting() -> None:
    started = time.perf_counter()
    assert sniff(b"<!--<?xml" * 200_000) is None
    assert time.perf_counter() - started < 0.1


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_raises_nothing_else_whatever_is_damaged(kind: str, contract: Contract) -> None:
    chance = random.Random(kind)
    exif = Image.Exif()
    exif[0x0112] = 6
    whole = encode(layered("RGBA") if kind != "JPEG" else scene(), kind, exif=exif)
    outcomes = set()
    for _ in range(400):
        damaged = bytearray(whole[: chance.randint(1, len(whole))])
        for _ in range(chance.randint(0, 8)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                image = decode(bytes(damaged), "image/*", contract, SHORTEST)
            outcomes.add(image.mode)
        except RequestError as error:
            outcomes.add(error.code)
    assert "undecodable-image" in outcomes
    assert outcomes <= {"RGB", "undecodable-image", "not-an-image", "too-many-pixels"}
