"""What the registers of organs, mandates and goal review periods say of a dialogue."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select
from sqlalchemy.orm import lazyload

from participation import clock, db
from participation.bodies.models import Body, GoalReviewCycle, Mandate
from participation.bodies.queries import bodies_of_kind, goal_review_cycles, mandates
from participation.bodies.rules import add_months
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


def bodies_and_lacking_cycles(alert_months: int) -> tuple[list[Body], list[GoalReviewCycle]]:
    """Every body there is, was or will be, by code, and the goal review periods that the council is to be told of, in
    one query: those of :func:`lacking_cycles`."""
    rows = (
        db.session()
        .execute(
            select(Body, GoalReviewCycle)
            .outerjoin(GoalReviewCycle, and_(GoalReviewCycle.body_id == Body.id, _lacks(alert_months)))
            .options(lazyload(GoalReviewCycle.body))
            .order_by(Body.code, Body.id, GoalReviewCycle.starts)
        )
        .all()
    )
    return list(dict.fromkeys(row[0] for row in rows)), [row[1] for row in rows if row[1] is not None]


def lacking_cycles(alert_months: int) -> list[GoalReviewCycle]:
    """The goal review periods of today with fewer months left than these, and in which the council has decided on no
    municipality-wide dialogue, or only on such as were cancelled (POLICY.md R3)."""
    query = select(GoalReviewCycle).where(_lacks(alert_months)).order_by(GoalReviewCycle.starts, GoalReviewCycle.id)
    return list(db.session().scalars(query))


def _lacks(alert_months: int) -> ColumnElement[bool]:
    today = clock.today()
    held = exists().where(
        _in_cycle(), Dialogue.decided_at.is_not(None), Dialogue.cancelled_at.is_(None), Dialogue.rejected_at.is_(None)
    )
    return and_(
        GoalReviewCycle.starts <= today,
        GoalReviewCycle.ends >= today,
        GoalReviewCycle.ends < add_months(today, alert_months),
        not_(held),
    )


def _in_cycle() -> ColumnElement[bool]:
    wide = Dialogue.kind == Kind.MUNICIPALITY_WIDE.value
    return and_(wide, Dialogue.goal_review_cycle_id == GoalReviewCycle.id)


def dialogues_of_cycles() -> dict[int, CycleDialogues]:
    """How many municipality-wide dialogues each goal review period has, by the period's id."""
    fell = or_(Dialogue.cancelled_at.is_not(None), Dialogue.rejected_at.is_not(None))
    decided = Dialogue.decided_at.is_not(None)
    rows = db.session().execute(
        select(
            GoalReviewCycle.id,
            func.count(Dialogue.id).filter(and_(decided, not_(fell))),
            func.count(Dialogue.id).filter(and_(not_(decided), not_(fell))),
            func.count(Dialogue.id).filter(fell),
        )
        .outerjoin(Dialogue, _in_cycle())
        .group_by(GoalReviewCycle.id)
    )
    return {cycle: CycleDialogues(*counted) for cycle, *counted in rows}


@dataclass(frozen=True)
class CycleDialogues:
    """Municipality-wide dialogues of a goal review period: those that the council has decided to hold, those that are
    prepared, and those that fell away."""

    decided: int = 0
    prepared: int = 0
    fell_away: int = 0


def present_cycle() -> int | None:
    """The goal review period that today lies in, if there is exactly one."""
    today = clock.today()
    found = [c.id for c in goal_review_cycles() if c.starts <= today <= c.ends]
    return found[0] if len(found) == 1 else None
