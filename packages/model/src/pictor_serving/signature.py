"""Which picture format a body begins like, told from its first bytes alone."""

import re

OFFERED = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
"""Media types of the formats that are decoded, by Pillow's names of these formats.

The other formats below are only recognised, so that the refusal can name them.
"""

# Sources: Pillow's plugins; https://www.iana.org/assignments/media-types/ (2026-11).
# A BMP is told by the size of its second header too: two letters alone would take any text "BM...".
_SIGNATURES: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    ("JPEG", re.compile(rb"\xff\xd8\xff")),
    ("PNG", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("WEBP", re.compile(rb"RIFF.{4}WEBP", re.DOTALL)),
    ("GIF", re.compile(rb"GIF8[79]a")),
    ("BMP", re.compile(rb"BM.{12}[\x0c\x10\x28\x34\x38\x40\x6c\x7c]\0\0\0", re.DOTALL)),
    ("TIFF", re.compile(rb"II[*+]\0|MM\0[*+]")),
    ("AVIF or HEIF", re.compile(rb".{4}ftyp(avi|hei|hev|mif1|msf1)", re.DOTALL)),
    ("JPEG 2000", re.compile(rb"\xff\x4f\xff\x51|\0{3}\x0cjP {2}\r\n\x87\n")),
    ("JPEG XL", re.compile(rb"\xff\x0a|\0{3}\x0cJXL \r\n\x87\n")),
    ("ICO", re.compile(rb"\0\0[\x01\x02]\0[^\0]\0")),
    ("PSD", re.compile(rb"8BPS\0\x01")),
    ("SVG", re.compile(rb"(\xef\xbb\xbf)?\s*(<[?!].*?)?<svg[\s>]", re.DOTALL)),
)
_LONGEST = 1024


def sniff(data: bytes) -> str | None:
    """Name of the format that `data` begins like, None where it is no picture format known here."""
    head = data[:_LONGEST]
    return next((name for name, pattern in _SIGNATURES if pattern.match(head)), None)
