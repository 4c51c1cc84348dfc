"""A session of a role, with credentials that what a service runs signs with."""

from dataclasses import dataclass

from ministack.core.arn import parse_arn
from ministack.services import sts

from pictor_local import enforcement


@dataclass(frozen=True)
class RoleSession:
    """Temporary credentials; without a time at which they expire."""

    access_key_id: str
    secret_access_key: str
    session_token: str


def assume(role_arn: str, name: str) -> RoleSession:
    """Begin a session of a role, for which IAM is enforced whatever the emulator's setting is.

    Args:
        role_arn: The role; whether the service may assume it is the caller's to check.
        name: Name of the session, which AWS's refusals show.
    """
    session = RoleSession(
        sts._gen_session_access_key(), sts._gen_secret(), sts._gen_session_token()
    )
    arn, _ = sts._assumed_role_arn(role_arn, name)
    kept = {
        "Arn": arn,
        "UserId": f"{sts._role_id(role_arn)}:{name}",
        "SecretAccessKey": session.secret_access_key,
        "SessionToken": session.session_token,
        "AccountId": parse_arn(role_arn).account_id,
        "PrincipalType": "AssumedRole",
        "SessionTags": [],
        "SessionPolicies": None,
    }
    sts.register_session(session.access_key_id, kept)
    enforcement.enforce(session.access_key_id)
    return session
