"""The key and secret of one run: with them a caller is the account's owner, without them nobody."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

_KEY_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


@dataclass(frozen=True)
class Credentials:
    """What a caller signs with."""

    access_key_id: str
    secret_access_key: str


def create(file: Path) -> Credentials:
    """Make credentials for this run and write them to a file that only this user may read."""
    created = Credentials(
        # The form of AWS's keys, with a beginning that none of AWS's has.
        "LOCAL" + "".join(secrets.choice(_KEY_LETTERS) for _ in range(15)),
        secrets.token_urlsafe(30),
    )
    write_private(file, json.dumps(asdict(created)))
    return created


def write_private(file: Path, text: str) -> None:
    """Write a file that is never readable by others, not even before its mode is set."""
    file.unlink(missing_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text)
