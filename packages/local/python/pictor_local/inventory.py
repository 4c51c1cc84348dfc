"""What exists in every store, so that a test can tell that nothing was left behind."""

import sys
from collections.abc import Sequence
from typing import Any

from ministack.core.responses import AccountRegionScopedDict, AccountScopedDict
from ministack.services import kms

from pictor_local.services.service import Service

_PREFIX = "ministack.services."
# Stores whose entries are no resources: what happened, what was cached, or the part of a resource
# that is listed elsewhere and that ministack forgets to drop with it.
_NO_RESOURCES = frozenset(
    {
        "apigateway_v1._account_settings",
        "cloudtrail._events",
        "cloudwatch._alarm_history",
        "cloudwatch._metrics",
        "eventbridge._event_buses",
        "eventbridge._events_log",
        "kms._keys",
    }
)


def resources(services: Sequence[Service]) -> dict[str, list[str]]:
    """Return ids by service or store; what is empty is left out."""
    found = {name: _ids(store) for name, store in _stores() if name not in _NO_RESOURCES}
    keys = kms._keys.all_items() if hasattr(kms._keys, "all_items") else []
    found["kms.keys"] = [key[-1] for key, record in keys if record["KeyState"] != "PendingDeletion"]
    found["kms.pendingDeletion"] = [
        key[-1] for key, record in keys if record["KeyState"] == "PendingDeletion"
    ]
    for service in services:
        for kind, ids in service.holds().items():
            found[f"{service.name}.{kind}" if kind else service.name] = ids
    return {name: sorted(ids) for name, ids in sorted(found.items()) if ids}


# ministack's own EC2 is covered by moto's and holds but a default VPC.
def _stores() -> list[tuple[str, Any]]:
    return [
        (f"{module_name.removeprefix(_PREFIX)}.{name}", value)
        for module_name, module in list(sys.modules.items())
        if module_name.startswith(_PREFIX) and module_name != f"{_PREFIX}ec2"
        for name, value in vars(module).items()
        if isinstance(value, AccountScopedDict | AccountRegionScopedDict)
    ]


def _ids(store: Any) -> list[str]:
    # Both kinds of store key by account first, and by region too if they are regional.
    return [
        _text(key[-1])
        for key, value in list(store._data.items())
        if value or not isinstance(value, dict | list)
    ]


def _text(key: Any) -> str:
    return key if isinstance(key, str) else "/".join(str(part) for part in key)
