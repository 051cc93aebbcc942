"""What the registers of organs, mandates and goal review periods say of a dialogue."""

from __future__ import annotations

from participation import clock
from participation.bodies.models import Body, Mandate
from participation.bodies.queries import bodies_of_kind, goal_review_cycles, mandates
from participation.dialogues.facts import AuthorityFacts, BodyFacts
from participation.dialogues.models import Dialogue
from participation.dialogues.rules import DECIDING_BODIES, Kind


def authority_of(dialogue: Dialogue) -> AuthorityFacts:
    """What the guards of authority look at, today."""
    today = clock.today()
    kind = Kind(dialogue.kind)
    held = mandates(today) if kind is Kind.COMMITTEE else []
    areas = [m for m in held if m.policy_area_id is not None]
    cycles = goal_review_cycles() if kind is Kind.MUNICIPALITY_WIDE else []
    linked = next(((c.starts, c.ends) for c in cycles if c.id == dialogue.goal_review_cycle_id), None)
    nearest = next(((c.starts, c.ends) for c in cycles if c.starts <= today <= c.ends), None)
    return AuthorityFacts(
        body_exists=dialogue.responsible_body.exists_on(today),
        policy_area_id=dialogue.policy_area_id,
        areas_kept=bool(areas),
        areas_of_body=frozenset(m.policy_area_id for m in areas if m.body_id == dialogue.responsible_body_id),
        area_owners=tuple(_facts(b) for b in _owners(areas, dialogue.policy_area_id)),
        cycle=linked,
        nearest_cycle=nearest or next(((c.starts, c.ends) for c in cycles), None),
    )


def area_owners(policy_area_id: int) -> list[Body]:
    """Whose area of activity it is today."""
    return _owners(mandates(clock.today()), policy_area_id)


def _owners(held: list[Mandate], policy_area_id: int | None) -> list[Body]:
    """Those whose area it is; nobody's, while no area is chosen."""
    owners = {m.body_id: m.body for m in held if policy_area_id is not None and m.policy_area_id == policy_area_id}
    return list(owners.values())


def _facts(body: Body) -> BodyFacts:
    return BodyFacts(id=body.id, kind=body.body_kind, names=body.names)


def right_bodies(kind: Kind) -> list[Body]:
    """The bodies of today that may decide on the kind."""
    return bodies_of_kind(sorted(DECIDING_BODIES[kind]))


def only_area_of(body: Body) -> int | None:
    """The organ's area of activity, if it has exactly one: then nobody needs to choose it."""
    found = {m.policy_area_id for m in mandates(clock.today()) if m.body_id == body.id and m.policy_area_id}
    return found.pop() if len(found) == 1 else None


def present_cycle() -> int | None:
    """The goal review period that today lies in, if there is exactly one."""
    today = clock.today()
    found = [c.id for c in goal_review_cycles() if c.starts <= today <= c.ends]
    return found[0] if len(found) == 1 else None
