"""Reads of the clocks: a dialogue's due dates, why one is late, outreach, and whom to remind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import joinedload

from participation import clock, db, settings
from participation.access import Role
from participation.accounts.models import Account, StaffAssignment
from participation.bodies.models import Body
from participation.bodies.queries import periods_of_mandate
from participation.bodies.rules import first_day_outside
from participation.dialogues.models import Decision, Dialogue, TargetGroup
from participation.dialogues.queries import closes_on, current_stage, opens_on
from participation.dialogues.rules import PUBLIC_STAGES, DecisionKind, Kind, Stage
from participation.dialogues.statutory.reads import case_of
from participation.due_dates.models import DelayReason, Outreach
from participation.due_dates.rules import DueDate, DueFacts, Periods, Step, due_dates, overdue

RUNNING = PUBLIC_STAGES & {Stage.ANNOUNCED, Stage.OPEN, Stage.CLOSED, Stage.COMPILED, Stage.HANDLED}
"""The stages in which something is promised and not done yet."""


def periods() -> Periods:
    """The clocks of this installation."""
    clocks = settings.installed().clocks
    return Periods(clocks.announce_days, clocks.results_days, clocks.handling_days, clocks.feedback_days)


def facts_of(dialogue: Dialogue, handled_on: date | None = None) -> DueFacts:
    """What is promised and done; ``handled_on`` is when the decision on the results was taken, if that is known."""
    return DueFacts(
        responsible=dialogue.responsible_body_id,
        carrier=dialogue.executing_body_id,
        opens_on=opens_on(dialogue),
        closes_on=closes_on(dialogue),
        announced_on=_day(dialogue.announced_at),
        results_due=dialogue.results_due,
        compiled_on=_day(dialogue.compiled_at),
        handling_meeting=dialogue.handling_meeting,
        handled_on=(handled_on or _day(dialogue.handled_at)) if dialogue.handled_at else None,
        feedback_due=dialogue.feedback_due,
        fed_back_on=_day(dialogue.fed_back_at),
    )


def _day(instant: datetime | None) -> date | None:
    return clock.local_date(instant) if instant is not None else None


def dues_of(dialogue: Dialogue) -> list[DueDate]:
    """The dialogue's due dates as of today."""
    taken = db.session().scalar(
        select(Decision.taken_on).where(
            Decision.dialogue_id == dialogue.id, Decision.kind == DecisionKind.HANDLE_RESULTS.value
        )
    )
    return due_dates(facts_of(dialogue, taken), periods(), clock.today())


def overdue_of(dialogue: Dialogue) -> list[DueDate]:
    """The promises to residents that are broken today. No query: a decision that is taken is not late."""
    if current_stage(dialogue) not in RUNNING:
        return []
    return overdue(due_dates(facts_of(dialogue), periods(), clock.today()))


def running() -> list[Dialogue]:
    """Every public dialogue in which something is still to be done, by id, in one query and one for the periods."""
    found = db.session().scalars(
        select(Dialogue)
        .where(Dialogue.announced_at.is_not(None), Dialogue.fed_back_at.is_(None))
        .options(joinedload(Dialogue.executing_body))
        .order_by(Dialogue.id)
    )
    return [d for d in found.unique() if current_stage(d) in RUNNING]


def reasons_of(dialogue_id: int) -> dict[Step, DelayReason]:
    """What the body has said about each step that is, or was, late; read anew, since two may write at once."""
    found = select(DelayReason).where(DelayReason.dialogue_id == dialogue_id)
    rows = db.session().scalars(found.execution_options(populate_existing=True))
    return {Step(r.step): r for r in rows}


def outreach_of(dialogue_id: int) -> dict[int, Outreach]:
    """What is logged, by target group."""
    rows = db.session().scalars(select(Outreach).where(Outreach.dialogue_id == dialogue_id))
    return {r.target_group_id: r for r in rows}


def groups_not_reached(dialogue_id: int) -> list[TargetGroup]:
    """Seldom-heard groups for which nobody has logged that they were reached, in order."""
    reached = exists().where(Outreach.target_group_id == TargetGroup.id, Outreach.reached.is_(True))
    return list(
        db.session().scalars(
            select(TargetGroup)
            .where(TargetGroup.dialogue_id == dialogue_id, TargetGroup.seldom_heard.is_(True), ~reached)
            .order_by(TargetGroup.position, TargetGroup.id)
        )
    )


def staff_of(bodies: Iterable[int], dialogue_id: int, roles: Sequence[Role]) -> list[Account]:
    """The active people who hold one of the roles today for the bodies, for the dialogue, or everywhere; by id."""
    today = clock.today()
    everywhere = (StaffAssignment.body_id.is_(None)) & (StaffAssignment.dialogue_id.is_(None))
    query = (
        select(Account)
        .join(StaffAssignment, StaffAssignment.account_id == Account.id)
        .where(
            Account.active.is_(True),
            StaffAssignment.role.in_([r.value for r in roles]),
            StaffAssignment.valid_from <= today,
            or_(StaffAssignment.valid_to.is_(None), StaffAssignment.valid_to >= today),
            or_(
                StaffAssignment.body_id.in_(sorted(set(bodies))),
                StaffAssignment.dialogue_id == dialogue_id,
                everywhere,
            ),
        )
        .distinct()
        .order_by(Account.id)
    )
    return list(db.session().scalars(query))


def last_day_of_a_coordinator() -> date | None:
    """The last day on which somebody was a coordinator; None if nobody ever was."""
    query = (
        select(StaffAssignment.valid_to)
        .where(StaffAssignment.role == Role.COORDINATOR.value, StaffAssignment.valid_to < clock.today())
        .order_by(StaffAssignment.valid_to.desc())
        .limit(1)
    )
    return db.session().scalar(query)


def first_day_without_mandate(dialogue: Dialogue, until: date) -> date | None:
    """The first day from today on which the body has lost the dialogue's task, or does not exist; None if it keeps
    both ``until`` then. What no body ever had for its task is not lost."""
    body, today = dialogue.responsible_body, clock.today()
    gaps = [first_day_outside([(body.valid_from, body.valid_to)], today, until)]
    for matter in _matters(dialogue):
        periods = periods_of_mandate(body.id, **matter)
        if periods:
            gaps.append(first_day_outside(periods, today, until))
    return min((day for day in gaps if day is not None), default=None)


def _matters(dialogue: Dialogue) -> list[dict[str, Any]]:
    case = case_of(dialogue)
    if case is not None:
        return [{"legal_basis": row.code} for row in case.laws.values()]
    if dialogue.kind == Kind.COMMITTEE.value and dialogue.policy_area_id is not None:
        return [{"policy_area_id": dialogue.policy_area_id}]
    return []


def body_of(dialogue: Dialogue, due: DueDate) -> Body:
    """The body that answers for the step: both that it can be come with the dialogue."""
    carrier = dialogue.executing_body
    return carrier if carrier is not None and due.body == carrier.id else dialogue.responsible_body
