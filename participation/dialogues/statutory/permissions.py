"""Who does what with statutory dialogues, besides what all dialogues have. Pure."""

from __future__ import annotations

from participation.access import Condition, Permission, Reason, Role, ways

_SECRETARY = Condition(
    "is committee_secretary of the body",
    lambda actor, body_id, _now: actor.holds(Role.COMMITTEE_SECRETARY, body_id),
    lambda _actor, _thing: Reason("E-ROLE", {"role": Role.COMMITTEE_SECRETARY}),
)


class StandingPermission(Permission):
    """The body's secretary records what it has decided once for many. The thing is the id of the body."""

    RECORD = ways("record a standing decision", [_SECRETARY])
