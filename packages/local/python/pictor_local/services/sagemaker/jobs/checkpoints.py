"""Checkpoints of a training job: copied to S3 while it runs, and back before it goes on."""

from pathlib import Path

from pictor_local.aws import Json
from pictor_local.services.sagemaker import storage
from pictor_local.services.sagemaker.jobs import data


class Checkpoints:
    """The checkpoints of one job."""

    def __init__(self, role_arn: str, config: Json | None, kms_key: str | None) -> None:
        """Take the job's role, its CheckpointConfig, and the key of its outputs."""
        self._role_arn = role_arn
        self._kms_key = kms_key
        self._uri = config["S3Uri"].rstrip("/") + "/" if config else None
        self._saved: dict[str, tuple[int, int]] = {}

    async def restore(self, directory: Path) -> None:
        """Write what S3 has into a directory."""
        if self._uri is None:
            return
        bucket, prefix = storage.split(self._uri, "CheckpointConfig.S3Uri")
        for key in await storage.keys(bucket, prefix):
            target = directory / key.removeprefix(prefix)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(await data.read(self._role_arn, bucket, key))
            self._saved[key.removeprefix(prefix)] = _state(target)

    async def save(self, directory: Path) -> None:
        """Copy files that are new or changed, and forget in S3 none that is gone.

        A file that changes again is copied again: a script that must not find half of one writes it
        elsewhere and renames it.
        """
        if self._uri is None:
            return
        bucket, prefix = storage.split(self._uri, "CheckpointConfig.S3Uri")
        for file in sorted(directory.rglob("*")):
            name = file.relative_to(directory).as_posix()
            try:
                state = _state(file)
                if not file.is_file() or self._saved.get(name) == state:
                    continue
                body = file.read_bytes()
            except FileNotFoundError:
                # It was renamed or removed meanwhile.
                continue
            await data.write(self._role_arn, bucket, prefix + name, body, self._kms_key)
            self._saved[name] = state


def _state(file: Path) -> tuple[int, int]:
    status = file.stat()
    return status.st_mtime_ns, status.st_size
