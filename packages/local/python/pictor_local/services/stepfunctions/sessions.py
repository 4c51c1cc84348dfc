"""Clients of this local AWS that sign as a role: what they may do is what its policies allow."""

import os
import threading
from typing import Any

import botocore.session
from botocore.config import Config
from ministack.core.responses import get_region

from pictor_local.services.iam import service_role
from pictor_local.services.iam.role_session import RoleSession, assume
from pictor_local.services.stepfunctions.machines import PRINCIPAL

# A function may take 15 minutes to answer.
_CONFIG = Config(
    retries={"total_max_attempts": 1},
    connect_timeout=5,
    read_timeout=930,
    max_pool_connections=64,
    s3={"addressing_style": "path"},
)
_SESSION_NAME = "StepFunctions"


class RoleError(Exception):
    """The role cannot be assumed."""


class Sessions:
    """The sessions of roles that state machines run as."""

    def __init__(self) -> None:
        # Its loader keeps AWS's models, which take a second to read.
        self._botocore = botocore.session.get_session()
        self._sessions: dict[str, RoleSession] = {}
        self._clients: dict[tuple[str, str, str], Any] = {}
        self._lock = threading.Lock()

    def client(self, service: str, role_arn: str) -> Any:
        """Return a client of a service that acts as a role.

        Args:
            service: botocore's name of the service.
            role_arn: The role.

        Raises:
            RoleError: the role is missing, or does not trust Step Functions.
        """
        if not service_role.trusts(role_arn, PRINCIPAL):
            raise RoleError(f"The role {role_arn} cannot be assumed by {PRINCIPAL}.")
        place = (service, role_arn, get_region())
        with self._lock:
            if place not in self._clients:
                self._clients[place] = self._create(*place)
            return self._clients[place]

    def _create(self, service: str, role_arn: str, region: str) -> Any:
        if role_arn not in self._sessions:
            self._sessions[role_arn] = assume(role_arn, _SESSION_NAME)
        session = self._sessions[role_arn]
        return self._botocore.create_client(
            service,
            region_name=region,
            endpoint_url=f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}",
            aws_access_key_id=session.access_key_id,
            aws_secret_access_key=session.secret_access_key,
            aws_session_token=session.session_token,
            config=_CONFIG,
        )
