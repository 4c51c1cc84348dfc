"""What a server may be sent, and what it must answer: the status table, input by input."""

import struct
from dataclasses import dataclass

import numpy as np
from PIL import Image

from tests.pictures import encode, interlaced_png, jpeg, png, png_header, scene, with_orientation


@dataclass(frozen=True)
class Case:
    name: str
    data: bytes
    status: int = 200
    code: str | None = None
    content_type: str | None = "image/jpeg"
    attributes: str = "top=5"

    def headers(self, attributes_header: str) -> dict[str, str]:
        named = {} if self.content_type is None else {"Content-Type": self.content_type}
        return {attributes_header: self.attributes, **named}


def _bad(code: str, status: int, **cases: bytes) -> list[Case]:
    return [Case(name.replace("_", " "), data, status, code) for name, data in cases.items()]


_TALL, _WIDE = Image.new("RGB", (3, 5000), "navy"), Image.new("RGB", (5000, 3), "navy")
_GREY = scene().convert("L")
_SIXTEEN = Image.fromarray(np.asarray(_GREY).astype(np.uint16) * 257)
_FRAMES = [scene().rotate(180), scene()]
_TURNED = [with_orientation("JPEG", turn) for turn in range(1, 9)]

FINE = [
    Case("jpeg", jpeg()),
    Case("progressive jpeg", jpeg(progressive=True)),
    Case("jpeg of little quality", encode(scene(), "JPEG", quality=5)),
    Case("cmyk jpeg", jpeg(scene().convert("CMYK"))),
    Case("grey jpeg", jpeg(_GREY)),
    Case("jpeg of several pictures", encode(scene(), "MPO", save_all=True, append_images=_FRAMES)),
    Case("jpeg with bytes behind it", jpeg() + b"more"),
    Case("jpeg without its end", jpeg()[:-2]),
    Case("progressive jpeg without its end", jpeg(progressive=True)[:-2]),
    Case("jpeg without the last byte", jpeg()[:-1]),
    Case("jpeg of 50 megapixels", jpeg(Image.new("L", (10_000, 5000)))),
    Case("png of 12.5 megapixels", png(Image.new("L", (5000, 2500)))),
    Case("webp of 12.5 megapixels", encode(Image.new("L", (5000, 2500)), "WEBP", lossless=True)),
    Case("largest jpeg", jpeg().ljust(4_000_000, b"\0")),
    Case("12 megapixels", jpeg(scene(4000, 3000))),
    *(Case(f"jpeg turned by {turn}", data) for turn, data in enumerate(_TURNED, 1)),
    Case("png", png(), content_type="image/png"),
    Case("png called a jpeg", png()),
    Case("interlaced png", interlaced_png()),
    Case("rgba png", png(scene().convert("RGBA"))),
    Case("grey png with alpha", png(_GREY.convert("LA"))),
    Case("palette png", png(scene().quantize(16))),
    Case("1-bit png", png(_GREY.convert("1"))),
    Case("16-bit png", png(_SIXTEEN)),
    Case("animated png", png(save_all=True, append_images=_FRAMES)),
    Case("1 x 1 png", png(Image.new("RGB", (1, 1)))),
    Case("tall strip", png(_TALL)),
    Case("wide strip", png(_WIDE)),
    Case("longest side", png(Image.new("L", (16_384, 1)))),
    Case("lossy webp", encode(scene(), "WEBP"), content_type="image/webp"),
    Case("lossless webp", encode(scene(), "WEBP", lossless=True)),
    Case("webp with alpha", encode(scene().convert("RGBA"), "WEBP")),
    Case("animated webp", encode(scene(), "WEBP", save_all=True, append_images=_FRAMES)),
    Case("x-image", jpeg(), content_type="application/x-image"),
    Case("octet stream", jpeg(), content_type="application/octet-stream"),
    Case("any image", jpeg(), content_type="image/*"),
    Case("type with a parameter", jpeg(), content_type="image/jpeg; charset=x"),
    Case("type in capitals", jpeg(), content_type="IMAGE/JPEG"),
    Case("one prediction", jpeg(), attributes="top=1"),
    Case("more predictions than classes", jpeg(), attributes="top=100"),
    Case("other attributes", jpeg(), attributes="trace=1;top=2"),
]

# 1 kB, and 40 kB of 101 scans: each took a worker seconds.
_FLAT_WEBP = encode(Image.new("L", (16_383, 3000)), "WEBP", lossless=True)
_GREY_SCANS = encode(Image.new("L", (2000, 2500)), "JPEG", progressive=True)
_SCANS = _GREY_SCANS[:-2] + _GREY_SCANS[_GREY_SCANS.rfind(b"\xff\xc4") : -2] * 100 + b"\xff\xd9"

_RIFF = struct.pack("<4sI4s", b"RIFF", 1000, b"WEBP")
_HALF = [data[: len(data) // 2] for data in (jpeg(), png(), encode(scene(), "WEBP"))]
_UNDECODABLE = {
    "jpeg of 3 bytes": jpeg()[:3],
    "jpeg of 200 bytes": jpeg()[:200],
    "half a jpeg": _HALF[0],
    "jpeg without its last pixels": jpeg()[:-5],
    "progressive jpeg without its last pixels": jpeg(progressive=True)[:-5],
    "half a png": _HALF[1],
    "half a webp": _HALF[2],
    "png signature alone": png()[:8],
    "webp header alone": _RIFF,
    "webp of no known chunk": _RIFF + b"NOPE" + bytes(100),
    "png of too few pixels": png_header(3000, 3000),
    "png of no pixels": png_header(0, 10),
    "png with a wrong checksum": png().replace(b"IHDR", b"IHDX", 1),
    "jpeg of zeros": b"\xff\xd8\xff\xe0" + bytes(500),
    "jpeg of ends": b"\xff\xd8" + b"\xff\xd9" * 100,
}

REFUSED = [
    *_bad("empty-body", 400, nothing=b""),
    *_bad("not-an-image", 400, text=b"hello world", zeros=bytes(1000), html=b"<html></html>"),
    *_bad("not-an-image", 400, json=b'{"image": "x"}', bm_text=b"BM is how a bitmap begins, no?"),
    *_bad("too-many-bytes", 413, a_byte_too_many=jpeg().ljust(4_000_001, b"\0")),
    *_bad("too-many-bytes", 413, six_megabytes=jpeg().ljust(6_400_000, b"\0")),
    *_bad("too-many-pixels", 413, bomb=png_header(30_000, 30_000), pixels=png_header(5000, 2501)),
    *_bad("too-many-pixels", 413, nine_thousand=png_header(9000, 9000), side=png_header(16_385, 1)),
    *_bad("too-many-pixels", 413, jpeg_of_many_pixels=jpeg(Image.new("L", (10_000, 5001)))),
    *_bad("too-many-pixels", 413, small_webp_of_many_pixels=_FLAT_WEBP, scans=_SCANS),
    *_bad("unsupported-media-type", 415, gif=encode(scene(), "GIF"), bmp=encode(scene(), "BMP")),
    *_bad("unsupported-media-type", 415, tiff=encode(scene(), "TIFF"), ico=encode(scene(), "ICO")),
    *_bad("unsupported-media-type", 415, jpeg_2000=encode(scene(), "JPEG2000")),
    *_bad("unsupported-media-type", 415, heic=b"\0\0\0\x1cftypheic" + bytes(40)),
    *_bad("unsupported-media-type", 415, svg=b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    *(Case(name, data, 422, "undecodable-image") for name, data in _UNDECODABLE.items()),
    *(
        Case(f"sent as {kind}", data, 415, "unsupported-media-type", kind)
        for kind, data in {
            "text/plain": b"hello",
            "text/csv": b"1,2,3",
            "application/json": b"{}",
            "application/json; charset=utf-8": b"{}",
            "multipart/mixed": jpeg(),
            "multipart/form-data; boundary=x": jpeg(),
            "application/x-www-form-urlencoded": b"image=x",
            "": jpeg(),
        }.items()
    ),
    Case("sent as nothing", jpeg(), 415, "unsupported-media-type", None),
    Case("nothing sent as nothing", b"", 415, "unsupported-media-type", None),
    # The toolkit would decode these as UTF-8 before any code of ours.
    Case("jpeg sent as JSON", jpeg(), 415, "unsupported-media-type", "application/json"),
    Case("jpeg sent as CSV", jpeg(), 415, "unsupported-media-type", "text/csv"),
    *(
        Case(f"attributes {attributes}", jpeg(), 400, "bad-query", attributes=attributes)
        for attributes in ("top=0", "top=101", "top=-1", "top=five", "top=")
    ),
]

CASES = FINE + REFUSED
