"""Who reads the access log. Pure. There is no thing: the log is of the whole municipality."""

from __future__ import annotations

from participation.access import Condition, Permission, Reason, Role, ways

_OVERSEES = Condition(
    "is dpo",
    lambda actor, _thing, _now: actor.holds(Role.DPO),
    lambda _actor, _thing: Reason("E-ROLE", {"role": Role.DPO}),
)


class AccessLogPermission(Permission):
    """The data protection officer alone: those whose reading is logged do not keep the log."""

    READ = ways("read access log", [_OVERSEES])
