"""Dashboards, which are of an account and in no region."""

from ministack.core.responses import AccountScopedDict
from ministack.services import cloudwatch


def install() -> None:
    """Keep dashboards by account alone; ministack keeps them by region too."""
    cloudwatch._dashboards = AccountScopedDict()
