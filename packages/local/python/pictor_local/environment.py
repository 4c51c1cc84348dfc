"""The environment of this process, which ministack hands whole to every Lambda worker."""

import os
import tempfile

from pictor_local.credentials import Credentials
from pictor_local.settings import Settings

_SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin"


def scrub(settings: Settings, port: int, credentials: Credentials) -> None:
    """Replace the environment by what ministack, moto and their children need, and no more.

    Must run before ministack or moto is imported: both read their settings at import.
    """
    home = settings.run_dir / "home"
    for directory in (
        settings.log_dir / "endpoints",
        settings.log_dir / "lambda",
        settings.temp_dir,
        home,
    ):
        directory.mkdir(parents=True, exist_ok=True)
    os.environ.clear()
    os.environ.update(
        {
            "PATH": f"{settings.node_bin}:{_SYSTEM_PATH}",
            "HOME": str(home),
            "TMPDIR": str(settings.temp_dir),
            "LANG": "C.UTF-8",
            "MINISTACK_ACCOUNT_ID": settings.account_id,
            "MINISTACK_REGION": settings.region,
            # The account's root, as ministack sees it; Lambda workers sign with the same secret.
            "AWS_ACCESS_KEY_ID": credentials.access_key_id,
            "AWS_SECRET_ACCESS_KEY": credentials.secret_access_key,
            "MOTO_ACCOUNT_ID": settings.account_id,
            "GATEWAY_PORT": str(port),
            "BIND_HOST": "127.0.0.1",
            "LAMBDA_EXECUTOR": "local",
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            # No docker here, and asking a socket that may be somebody's would be rude.
            "DOCKER_HOST": f"unix://{settings.temp_dir}/no-docker.sock",
            "STATE_DIR": str(settings.temp_dir / "ministack-state"),
            "S3_DATA_DIR": str(settings.temp_dir / "ministack-s3"),
            "AUTH": "true" if settings.auth else "false",
        }
    )
    tempfile.tempdir = str(settings.temp_dir)
