"""Who may do what with an initiative. Pure. The thing is the initiative; for the staff's own ones, the body's id.

Whether a move can be made from where the initiative is, is a guard (rules.py): it answers E-I01.
"""

from __future__ import annotations

from typing import Any

from participation.access import Actor, Condition, Permission, Reason, Role, ways
from participation.initiatives.rules import MOVES, Move
from participation.moderation.rules import Decider


def _reason(role: Role | Decider) -> Any:
    def reason(_actor: Actor, thing: Any) -> Reason:
        body = getattr(thing, "body", None)
        return Reason("E-ROLE", {"role": role, **({"body": body.names} if body is not None else {})})

    return reason


def _holds(*roles: Role) -> Condition:
    return Condition(
        "is " + " or ".join(roles) + " of the body it lies with",
        lambda actor, initiative, _now: any(actor.holds(role, initiative.body_id) for role in roles),
        _reason(roles[0]),
    )


def _holds_anywhere(*roles: Role) -> Condition:
    return Condition(
        "is " + " or ".join(roles) + " of any body",
        lambda actor, _thing, _now: bool(actor.roles & set(roles)),
        _reason(roles[0]),
    )


def _of_body(role: Role) -> Condition:
    return Condition(f"is {role} of the body", lambda actor, body_id, _now: actor.holds(role, body_id), _reason(role))


_ANOTHER_PERSON = Condition(
    "is not the one who hid it",
    lambda actor, initiative, _now: actor.signed_in and actor.account_id != initiative.hidden_by_id,
    _reason(Decider.ANOTHER_MODERATOR),
)

_STAFF = (
    Role.OFFICER,
    Role.COORDINATOR,
    Role.COMMITTEE_SECRETARY,
    Role.ELECTED,
    Role.MODERATOR,
    Role.REGISTRAR,
    Role.ARCHIVIST,
    Role.DPO,
)


def _move(move: Move) -> tuple[str, Any]:
    return ways(move.value, [_holds(*MOVES[move].roles)])


class InitiativePermission(Permission):
    """Anyone sends an initiative, takes it back and complains by its return code; the staff review, the body decides.
    Nobody settles a complaint about what they have hidden themselves."""

    SUBMIT = ways("submit", [])
    SUBMIT_AS_ELECTED = ways("submit as elected", [_of_body(Role.ELECTED)])
    SUBMIT_AS_OFFICIAL = ways("submit as official", [_of_body(Role.OFFICER)], [_of_body(Role.COORDINATOR)])
    READ_STAFF = ways("read staff view", [_holds_anywhere(*_STAFF)])
    REVIEW = _move(Move.REVIEW)
    FORWARD = _move(Move.FORWARD)
    ACCEPT = _move(Move.ACCEPT)
    DECLINE = _move(Move.DECLINE)
    DECLINE_OUTSIDE = _move(Move.DECLINE_OUTSIDE)
    REDIRECT = _move(Move.REDIRECT)
    WITHDRAW = ways("withdraw", [])
    EXPLAIN = ways("explain delay", [_holds(Role.OFFICER, Role.COORDINATOR, Role.COMMITTEE_SECRETARY)])
    HIDE = ways("hide initiative", [_holds_anywhere(Role.MODERATOR, Role.COORDINATOR)])
    COMPLAIN = ways("complain", [])
    SETTLE_COMPLAINT = ways("settle complaint", [_holds_anywhere(Role.MODERATOR), _ANOTHER_PERSON])


PERMISSION_OF = {move: InitiativePermission[move.name] for move in Move}
