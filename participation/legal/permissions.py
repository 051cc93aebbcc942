"""Who keeps the legal register: a table. Pure."""

from __future__ import annotations

from participation.access import Condition, Permission, Reason, Role, ways

_ADMIN = Condition(
    "is admin",
    lambda actor, _thing, _now: actor.is_system or actor.holds(Role.ADMIN),
    lambda _actor, _thing: Reason("E-ROLE", {"role": Role.ADMIN}),
)


class LegalPermission(Permission):
    """The administrator enters what the municipality's lawyer has confirmed."""

    KEEP = ways("keep the legal register", [_ADMIN])
