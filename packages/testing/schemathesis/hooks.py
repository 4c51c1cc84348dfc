"""What Schemathesis cannot know of the document: how pictures begin, and what base64 is."""

import base64
import struct

import schemathesis
from hypothesis import strategies as st

SIDES = st.integers(min_value=1, max_value=20_000)
REST = st.binary(max_size=200)


def png(width: int, height: int, rest: bytes) -> bytes:
    """Return the beginning of a PNG, which is all that is looked at before the model."""
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + rest


def jpeg(width: int, height: int, rest: bytes) -> bytes:
    """Return the beginning of a JPEG."""
    frame = struct.pack(">HHBHH", 0xFFC0, 17, 8, height, width)
    return b"\xff\xd8" + frame + bytes(10) + rest


def webp(width: int, height: int, rest: bytes) -> bytes:
    """Return the beginning of a WebP image."""
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF____WEBPVP8X" + bytes(8) + sides + rest


PICTURES = {
    "image/png": st.builds(png, SIDES, SIDES, REST),
    "image/jpeg": st.builds(jpeg, SIDES, SIDES, REST),
    "image/webp": st.builds(webp, SIDES, SIDES, REST),
}
OTHERS = st.one_of(
    REST,
    st.sampled_from(
        [b"GIF89a\1\0\1\0", b"<svg xmlns='a'/>", b"%PDF-1.7", b"{}", b"text"]
    ),
)

for media_type, pictures in PICTURES.items():
    # Whatever its type says: any picture is taken, and anything else refused.
    schemathesis.openapi.media_type(
        media_type, st.one_of(pictures, pictures, st.one_of(*PICTURES.values()), OTHERS)
    )
schemathesis.openapi.format(
    "byte",
    st.one_of(*PICTURES.values(), OTHERS).map(
        lambda data: base64.b64encode(data).decode()
    ),
)
