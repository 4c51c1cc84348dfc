"""Changes of IAM are seen some seconds later: until then roles and users are what they were."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from ministack.core import iam_evaluator as evaluator
from ministack.core.responses import get_account_id
from ministack.services import iam

from pictor_local.clock import clock
from pictor_local.delays import Delays
from pictor_local.services.call import Call

_READS = ("Get", "List", "Simulate", "Generate")
_gather_role = evaluator._gather_role_policies
_gather_user = evaluator._gather_user_policies


@dataclass(frozen=True)
class _Before:
    """What a role or user was before a change, and until when it is still seen so."""

    until: float
    policies: Any
    trust: Any
    """A role's AssumeRolePolicyDocument; None for a user, or where there was no role."""


_past: dict[tuple[str, str, str], list[_Before]] = {}


def install() -> None:
    """Let policies be seen late."""
    evaluator._gather_role_policies = _late("role", _gather_role)
    evaluator._gather_user_policies = _late("user", _gather_user)


def remember(call: Call, delays: Delays) -> None:
    """Keep for a while what the role or user of a change was before it."""
    form = parse_qs(call.request.body.decode("latin-1"))
    if not call.operation.startswith(_READS):
        for kind, name in _touched(form):
            _remember(kind, name, clock.now() + delays["iam"])


def trust_of(role: str) -> Any:
    """Return the trust policy that a role is seen with; None where no role is seen."""
    before = _seen("role", role, get_account_id())
    return before.trust if before else _trust(role)


def _touched(form: dict[str, list[str]]) -> list[tuple[str, str]]:
    if "RoleName" in form:
        return [("role", form["RoleName"][0])]
    if "UserName" in form:
        return [("user", form["UserName"][0])]
    policy = form.get("PolicyArn", [""])[0]
    return [
        *(("role", name) for name, role in iam._roles.items() if _has(role, policy)),
        *(("user", name) for name, user in iam._users.items() if _has(user, policy)),
    ]


def _has(principal: Any, policy: str) -> bool:
    return policy in principal.get("AttachedPolicies", [])


def _remember(kind: str, name: str, until: float) -> None:
    account = get_account_id()
    gather = _gather_role if kind == "role" else _gather_user
    before = _Before(until, gather(name, account), _trust(name) if kind == "role" else None)
    seen = _past.setdefault((account, kind, name), [])
    seen[:] = [one for one in seen if one.until > clock.now()] + [before]


def _seen(kind: str, name: str, account: str) -> _Before | None:
    before = _past.get((account, kind, name), [])
    return next((one for one in before if one.until > clock.now()), None)


def _trust(role: str) -> Any:
    return (iam._roles.get(role) or {}).get("AssumeRolePolicyDocument")


def _late(kind: str, gather: Callable[[str, str], Any]) -> Callable[[str, str], Any]:
    def policies(name: str, account: str) -> Any:
        before = _seen(kind, name, account)
        return before.policies if before else gather(name, account)

    return policies
