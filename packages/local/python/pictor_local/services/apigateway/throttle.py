"""Throttles of a stage, a usage plan and the account: token buckets on the emulator's clock.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import apigateway_v1 as gateway

from pictor_local.aws import Json
from pictor_local.clock import clock, drive

# A stage's -1 means no limit of its own.
_UNLIMITED = -1
_PRECISION = 1e-3


@dataclass
class TokenBucket:
    """Tokens that refill at a rate up to a burst; a request takes one."""

    rate: float
    """Tokens a second."""
    burst: float
    """Most tokens that it holds; it begins full."""
    tokens: float
    at: float
    """When it held so many, in seconds."""

    def take(self, now: float) -> bool:
        """Take a token, or tell that there is none."""
        self.tokens = min(self.burst, self.tokens + max(0.0, now - self.at) * self.rate)
        self.at = now
        # Seconds since the epoch have a quarter of a microsecond, which is more at a high rate.
        if self.tokens < 1 - _PRECISION:
            return False
        self.tokens -= 1
        return True


_buckets: dict[Any, TokenBucket] = {}


def install() -> None:
    """Put these buckets in the place of ministack's, and the account's limit before them."""
    drive(gateway)
    gateway._take_token = take_token
    gateway._check_throttle = within_account(gateway._check_throttle)


def take_token(slot: Any, limits: Json) -> bool:
    """Take a token of a bucket, which begins full and anew when its limits change."""
    rate, burst = limits.get("rateLimit"), limits.get("burstLimit")
    if rate in (None, _UNLIMITED) and burst in (None, _UNLIMITED):
        return True
    account = _account_limits()
    wanted = (
        float(account["rateLimit"] if rate in (None, _UNLIMITED) else rate),
        float(account["burstLimit"] if burst in (None, _UNLIMITED) else burst),
    )
    bucket = _buckets.get(slot)
    if bucket is None or (bucket.rate, bucket.burst) != wanted:
        bucket = _buckets[slot] = TokenBucket(*wanted, tokens=wanted[1], at=clock.now())
    return bucket.take(clock.now())


def within_account(check: Callable[..., Any]) -> Callable[..., Any]:
    """Put the account's limit before a check of the stage's and the usage plans'."""

    def check_throttle(*place: Any) -> Any:
        if not take_token(("account", get_account_id(), get_region()), _account_limits()):
            return gateway._gw_error("THROTTLED", "Too Many Requests")
        return check(*place)

    return check_throttle


def _account_limits() -> Json:
    limits: Json = gateway._ACCOUNT_DEFAULTS["throttleSettings"]
    return limits
