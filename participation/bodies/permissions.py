"""Who keeps the registers of organs: a table. Pure."""

from __future__ import annotations

from participation.access import Actor, Condition, Permission, Reason, Role, ways

_ADMIN = Condition(
    "is admin",
    lambda actor, _thing, _now: actor.is_system or actor.holds(Role.ADMIN),
    lambda _actor, _thing: Reason("E-ROLE", {"role": Role.ADMIN}),
)


def _is_another(actor: Actor, change: object) -> bool:
    return bool(actor.account_id != getattr(change, "proposed_by_id", None))


_ANOTHER = Condition(
    "is not whoever proposed it",
    lambda actor, change, _now: _is_another(actor, change),
    lambda _actor, _change: Reason("E-B01"),
)

_SECRETARY = Condition(
    "is committee_secretary of the body",
    lambda actor, body_id, _now: actor.holds(Role.COMMITTEE_SECRETARY, body_id),
    lambda _actor, _thing: Reason("E-ROLE", {"role": Role.COMMITTEE_SECRETARY}),
)

_COORDINATOR = Condition(
    "is coordinator of the whole municipality",
    lambda actor, _thing, _now: actor.is_system or actor.holds(Role.COORDINATOR),
    lambda _actor, _thing: Reason("E-ROLE", {"role": Role.COORDINATOR}),
)


class BodyPermission(Permission):
    """Who keeps the registers of organs. The thing of KEEP_ELECTED and KEEP_CYCLES is the id of the organ."""

    REGISTER = ways("register", [_ADMIN])
    PROPOSE_MANDATE = ways("propose a mandate", [_ADMIN])
    SETTLE_MANDATE = ways("settle a mandate", [_ADMIN, _ANOTHER])
    KEEP_ELECTED = ways("keep elected representatives", [_SECRETARY], [_ADMIN])
    KEEP_CYCLES = ways("keep goal review periods", [_SECRETARY], [_COORDINATOR])
