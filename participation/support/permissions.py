"""Who asks the coordinator for help, who answers, who reads. Pure. The thing is the id of the body that asks."""

from __future__ import annotations

from participation.access import Condition, Permission, Reason, Role, ways

_OF_BODY = (Role.OFFICER, Role.COMMITTEE_SECRETARY, Role.ELECTED)

_WORKS_FOR_BODY = Condition(
    "is " + " or ".join(_OF_BODY) + " of the body",
    lambda actor, body_id, _now: any(actor.holds(role, body_id) for role in _OF_BODY),
    lambda _actor, _thing: Reason("E-ROLE", {"role": Role.OFFICER}),
)
_COORDINATES = Condition(
    "is coordinator of the body",
    lambda actor, body_id, _now: actor.holds(Role.COORDINATOR, body_id),
    lambda _actor, _thing: Reason("E-ROLE", {"role": Role.COORDINATOR}),
)


class SupportPermission(Permission):
    """A body asks, the coordinator answers; both read."""

    ASK = ways("ask for help", [_WORKS_FOR_BODY])
    ANSWER = ways("answer a body", [_COORDINATES])
    READ = ways("read a body's questions", [_WORKS_FOR_BODY], [_COORDINATES])
