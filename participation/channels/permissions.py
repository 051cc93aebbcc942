"""Who keeps the list of other channels. Pure. There is no thing."""

from __future__ import annotations

from participation.access import Condition, Permission, Reason, Role, ways

_COORDINATOR = Condition(
    "is coordinator of the whole municipality",
    lambda actor, _thing, _now: actor.is_system or actor.holds(Role.COORDINATOR),
    lambda _actor, _thing: Reason("E-ROLE", {"role": Role.COORDINATOR}),
)


class ChannelPermission(Permission):
    """The coordinator keeps the list."""

    KEEP = ways("keep other channels", [_COORDINATOR])
