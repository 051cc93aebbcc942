"""Who writes the handbook (POLICY.md A6): the coordinator of the whole municipality. Pure."""

from __future__ import annotations

from participation.access import Condition, Permission, Reason, Role, ways

_COORDINATOR = Condition(
    "is coordinator of the whole municipality",
    lambda actor, _thing, _now: actor.is_system or actor.holds(Role.COORDINATOR),
    lambda _actor, _thing: Reason("E-ROLE", {"role": Role.COORDINATOR}),
)


class HandbookPermission(Permission):
    """What can be done with the handbook. Everybody reads what is published."""

    EDIT = ways("write a new version of the handbook", [_COORDINATOR])
    PUBLISH = ways("publish a new version of the handbook", [_COORDINATOR])
