"""Reads of the municipality's organs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select

from participation import clock, db
from participation.access import NotFound
from participation.bodies.models import Body, ElectedPerson, GoalReviewCycle, Mandate, MandateChange, PolicyArea
from participation.bodies.rules import BodyKind

_KIND_ORDER = {BodyKind.COUNCIL: 0, BodyKind.EXECUTIVE_BOARD: 1, BodyKind.COMMITTEE: 2}


def valid_bodies(day: date | None = None) -> list[Body]:
    """The organs that exist on the day (today by default): council, executive board, then committees by code."""
    on = day or clock.today()
    found: Sequence[Body] = (
        db.session()
        .scalars(
            select(Body)
            .where(Body.valid_from <= on, or_(Body.valid_to.is_(None), Body.valid_to >= on))
            .order_by(Body.code, Body.id)
        )
        .all()
    )
    return sorted(found, key=lambda b: _KIND_ORDER[b.body_kind])


def all_bodies() -> list[Body]:
    """Every organ there is, was or will be, by code: what is kept still names those that are gone."""
    return list(db.session().scalars(select(Body).order_by(Body.code, Body.id)))


def body_by_id(body_id: int) -> Body:
    """The organ, or :class:`NotFound`."""
    body = db.session().get(Body, body_id)
    if body is None:
        raise NotFound
    return body


def body_by_code(code: str) -> Body | None:
    """The organ with the code, or None."""
    return db.session().scalar(select(Body).where(Body.code == code))


def bodies_of_kind(kinds: Sequence[BodyKind]) -> list[Body]:
    """The organs of the kinds that exist today."""
    return [b for b in valid_bodies() if b.body_kind in kinds]


def council_on(day: date) -> Body | None:
    """The council on the day."""
    return next((b for b in valid_bodies(day) if b.body_kind is BodyKind.COUNCIL), None)


def policy_areas() -> list[PolicyArea]:
    """The areas of activity, by code."""
    return list(db.session().scalars(select(PolicyArea).order_by(PolicyArea.code, PolicyArea.id)))


def area_by_id(area_id: int) -> PolicyArea:
    """The area of activity, or :class:`NotFound`."""
    area = db.session().get(PolicyArea, area_id)
    if area is None:
        raise NotFound
    return area


def mandates(day: date | None = None) -> list[Mandate]:
    """The mandates: those that hold on the day, or every one; by organ, then the oldest first."""
    query = select(Mandate).join(Body, Body.id == Mandate.body_id)
    if day is not None:
        query = query.where(Mandate.valid_from <= day, or_(Mandate.valid_to.is_(None), Mandate.valid_to >= day))
    return list(db.session().scalars(query.order_by(Body.code, Mandate.valid_from, Mandate.id)))


def mandate_by_id(mandate_id: int) -> Mandate:
    """The mandate, or :class:`NotFound`."""
    mandate = db.session().get(Mandate, mandate_id)
    if mandate is None:
        raise NotFound
    return mandate


def has_mandate_row(body_id: int, policy_area_id: int | None, legal_basis: str | None, day: date) -> bool:
    """Whether the organ has that very mandate on the day."""
    held = select(Mandate.id).where(
        Mandate.body_id == body_id,
        Mandate.policy_area_id == policy_area_id if policy_area_id else Mandate.policy_area_id.is_(None),
        Mandate.legal_basis == legal_basis if legal_basis else Mandate.legal_basis.is_(None),
        Mandate.valid_from <= day,
        or_(Mandate.valid_to.is_(None), Mandate.valid_to >= day),
    )
    return db.session().scalars(held.limit(1)).first() is not None


def periods_of_mandate(
    body_id: int, *, policy_area_id: int | None = None, legal_basis: str | None = None
) -> list[tuple[date, date | None]]:
    """When the organ has, had or will have the matter for its task: (from, to or None)."""
    query = select(Mandate.valid_from, Mandate.valid_to).where(
        Mandate.body_id == body_id,
        Mandate.policy_area_id == policy_area_id if policy_area_id else Mandate.legal_basis == legal_basis,
    )
    return [(start, end) for start, end in db.session().execute(query.order_by(Mandate.valid_from, Mandate.id))]


def mandate_changes(*, pending: bool, limit: int = 100) -> list[MandateChange]:
    """The changes of the register that wait to be settled, oldest first, or the settled ones, newest first."""
    query = select(MandateChange)
    if pending:
        query = query.where(MandateChange.settled_at.is_(None)).order_by(MandateChange.id)
    else:
        query = query.where(MandateChange.settled_at.is_not(None)).order_by(MandateChange.id.desc())
    return list(db.session().scalars(query.limit(limit)))


def change_by_id(change_id: int) -> MandateChange:
    """The change of the register, or :class:`NotFound`."""
    change = db.session().get(MandateChange, change_id)
    if change is None:
        raise NotFound
    return change


def elected_persons(body_ids: Sequence[int] | None = None, day: date | None = None) -> list[ElectedPerson]:
    """The elected representatives of the organs (or of all), in office on the day if one is given, by name."""
    query = select(ElectedPerson).join(Body, Body.id == ElectedPerson.body_id)
    if body_ids is not None:
        query = query.where(ElectedPerson.body_id.in_(body_ids))
    if day is not None:
        query = query.where(
            ElectedPerson.term_from <= day, or_(ElectedPerson.term_to.is_(None), ElectedPerson.term_to >= day)
        )
    return list(db.session().scalars(query.order_by(Body.code, ElectedPerson.name, ElectedPerson.id)))


def elected_by_id(person_id: int) -> ElectedPerson:
    """The elected representative, or :class:`NotFound`."""
    person = db.session().get(ElectedPerson, person_id)
    if person is None:
        raise NotFound
    return person


def goal_review_cycles() -> list[GoalReviewCycle]:
    """The periods for the review of orientation goals, the latest first."""
    return list(
        db.session().scalars(select(GoalReviewCycle).order_by(GoalReviewCycle.starts.desc(), GoalReviewCycle.id.desc()))
    )
