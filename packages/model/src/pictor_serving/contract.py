"""What the model server shares with its caller, read from the JSON that ships beside this file."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

SHIPPED = Path(__file__).with_name("contract.json")


@dataclass(frozen=True)
class Status:
    """One row of the status table."""

    status: int
    """HTTP status code."""
    title: str
    detail: str


@dataclass(frozen=True)
class Contract:
    """Limits, status table and names, as `@pictor/contracts` exports them."""

    image_bytes: int
    """Largest image accepted, in bytes."""
    image_pixels: dict[str, int]
    """Largest image accepted, in pixels (width x height), by media type."""
    jpeg_scan_pixels: int
    """Most pixels of all scans of a JPEG together (width x height x scans)."""
    image_side: int
    """Longest side accepted, in pixels."""
    top_min: int
    top_max: int
    top_default: int
    """How many predictions a caller gets unasked."""
    statuses: dict[str, Status]
    """Status table by stable code."""
    release_variable: str
    """Environment variable that states the artefact's SHA-256."""
    weights_variable: str
    """Environment variable that states which SHA-256 the weights must have."""
    attributes_header: str
    """Header that carries `top=5` in a request and the identity in a response."""

    @classmethod
    def read(cls, path: Path = SHIPPED) -> Self:
        """Reads the contract's JSON."""
        document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        limits, server = document["limits"], document["modelServer"]
        return cls(
            image_bytes=limits["imageBytes"],
            image_pixels=limits["imagePixels"],
            jpeg_scan_pixels=limits["jpegScanPixels"],
            image_side=limits["imageSide"],
            top_min=limits["top"]["min"],
            top_max=limits["top"]["max"],
            top_default=limits["top"]["default"],
            statuses={
                code: Status(row["status"], row["title"], row["detail"])
                for code, row in document["status"].items()
            },
            release_variable=server["releaseVariable"],
            weights_variable=server["weightsVariable"],
            attributes_header=server["attributesHeader"],
        )
