"""Where AWS accepts what its own model forbids: one operation, one field, why, how it is known."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Exemption:
    """One rule that need not hold for one field of one operation."""

    service: str
    operation: str
    field: str
    rule: str
    reason: str
    proof: str
    """Where it is shown that AWS accepts it."""


EXEMPTIONS: tuple[Exemption, ...] = ()
