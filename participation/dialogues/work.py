"""The dialogues as work: where each one is, whose step comes next and by when. Light, so that lists can be long.

One statement reads what the lists are sorted by, for all dialogues together; the texts are read for those that are
shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, case, exists, func, select

from participation import clock, db, i18n, settings
from participation.access import Actor, Role
from participation.dialogues.models import Decision, Dialogue, Phase
from participation.dialogues.queries import staff_readable, stage_column
from participation.dialogues.rules import NEXT_STEP, OPENING_STAGE, DecisionKind, NextStep, Stage
from participation.i18n import Lazy, gettext, lazy
from participation.texts import Texts

SOON = timedelta(days=14)

STEPS: Mapping[Stage, tuple[tuple[Role, Lazy], ...]] = {
    Stage.DRAFT: (
        (Role.OFFICER, lazy("Complete the draft and propose it")),
        (Role.COORDINATOR, lazy("Complete the draft and propose it")),
    ),
    Stage.PROPOSED: (
        (Role.COMMITTEE_SECRETARY, lazy("Record the body’s decision")),
        (Role.ELECTED, lazy("Read the proposal before your body decides")),
    ),
    Stage.DECIDED: ((Role.OFFICER, lazy("Announce it")), (Role.COORDINATOR, lazy("Announce it"))),
    Stage.CLOSED: ((Role.OFFICER, lazy("Compile the results")),),
    Stage.COMPILED: (
        (Role.COMMITTEE_SECRETARY, lazy("Record the decision on the results")),
        (Role.ELECTED, lazy("Read the results before your body handles them")),
    ),
    Stage.HANDLED: ((Role.OFFICER, lazy("Give feedback to participants and to citizens at large")),),
    Stage.FED_BACK: (
        (Role.OFFICER, lazy("Evaluate it")),
        (Role.COMMITTEE_SECRETARY, lazy("Write the body’s note for the evaluation")),
    ),
}
"""Whose step it is in each stage that waits for somebody, and what it is called."""

WAITING: Mapping[NextStep, Lazy] = {
    NextStep.PROPOSE: lazy("The case officer is writing the draft"),
    NextStep.DECIDE: lazy("Waits for the body’s decision"),
    NextStep.ANNOUNCE: lazy("Waits to be announced"),
    NextStep.OPENS: lazy("Opens by itself"),
    NextStep.CLOSES: lazy("Closes by itself"),
    NextStep.COMPILE: lazy("The results are being compiled"),
    NextStep.HANDLE: lazy("Waits for the body’s decision on the results"),
    NextStep.FEED_BACK: lazy("Waits for feedback"),
    NextStep.EVALUATE: lazy("Completed"),
    NextStep.RESUMES: lazy("Resumes by itself"),
    NextStep.NOTHING: lazy("Completed"),
    NextStep.ENDED: lazy("Ended"),
}
"""What a dialogue waits for, for those whose step it is not."""

_WHEN: Mapping[Stage, Lazy] = {
    Stage.DRAFT: lazy("Must be announced on %(date)s at the latest"),
    Stage.PROPOSED: lazy("Must be announced on %(date)s at the latest"),
    Stage.DECIDED: lazy("Must be announced on %(date)s at the latest"),
    Stage.ANNOUNCED: lazy("Opens on %(date)s"),
    Stage.OPEN: lazy("Closes on %(date)s"),
    Stage.CLOSED: lazy("Results promised on %(date)s"),
    Stage.COMPILED: lazy("Meeting on %(date)s"),
    Stage.HANDLED: lazy("Feedback promised on %(date)s"),
    Stage.PAUSED: lazy("Resumes on %(date)s"),
}


class Work(NamedTuple):
    """A dialogue in the lists of the back office."""

    id: int
    body_id: int
    executing_body_id: int | None
    created_by_id: int | None
    stage: Stage
    due: date | None
    overdue: bool
    """Whether a step that people take should have been taken; openings and closings are the clock's."""
    lacks_minutes: bool


def work(actor: Actor, *conditions: ColumnElement[bool], now: datetime | None = None) -> list[Work]:
    """Every dialogue the actor reads in the back office, newest first, in one statement."""
    at = now or clock.now()
    today = clock.local_date(at)
    stage = stage_column(at)
    inner = select(Dialogue.id, stage.label("stage")).where(staff_readable(actor, at), *conditions).subquery()
    of = Phase.dialogue_id == inner.c.id
    before = inner.c.stage.in_([s.value for s in (*OPENING_STAGE, Stage.ANNOUNCED)])
    # One instant and one date a row: which of them the next step hangs on is settled here, not row by row in Python.
    instant = case(
        (before, select(func.min(Phase.opens_at)).where(of).scalar_subquery()),
        (inner.c.stage == Stage.OPEN.value, select(func.max(Phase.closes_at)).where(of).scalar_subquery()),
        (inner.c.stage == Stage.PAUSED.value, Dialogue.resumes_at),
    )
    day = case(
        (before, Dialogue.draft_opens_on),
        (inner.c.stage == Stage.CLOSED.value, Dialogue.results_due),
        (inner.c.stage == Stage.COMPILED.value, Dialogue.handling_meeting),
        (inner.c.stage == Stage.HANDLED.value, Dialogue.feedback_due),
    )
    undated = exists().where(
        Decision.dialogue_id == inner.c.id,
        Decision.kind == DecisionKind.INITIATE.value,
        Decision.minutes_announced_on.is_(None),
    )
    rows = db.session().execute(
        select(
            Dialogue.id,
            Dialogue.responsible_body_id,
            Dialogue.executing_body_id,
            Dialogue.created_by_id,
            inner.c.stage,
            instant,
            day,
            and_(inner.c.stage == Stage.DECIDED.value, undated),
        )
        .join(inner, inner.c.id == Dialogue.id)
        .order_by(Dialogue.id.desc())
    )
    notice = timedelta(days=settings.installed().clocks.announce_days)
    found = []
    for identity, body, executing, creator, named, moment, due, undone in rows:
        reached = Stage(named)
        if moment is not None:
            due = clock.last_date_before(moment) if reached is Stage.OPEN else clock.local_date(moment)
        if due is not None and reached in OPENING_STAGE:
            due -= notice
        overdue = due is not None and due < today and reached in STEPS
        found.append(Work(identity, body, executing, creator, reached, due, overdue, bool(undone)))
    return found


def titles_of(ids: Iterable[int]) -> dict[int, Texts]:
    """The titles of the dialogues by id."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = db.session().execute(select(Dialogue.id, Dialogue.title).where(Dialogue.id.in_(wanted)))
    return {identity: title for identity, title in rows}  # noqa: C416 - rows are not pairs to mypy


def steps_for(actor: Actor, items: Iterable[Work]) -> list[str]:
    """For each dialogue what the actor is to do with it now, or "" if it is somebody else's turn."""
    # Hundreds of dialogues are of a few sorts: who may do what is asked once a sort.
    known: dict[tuple[object, ...], str] = {}
    named = {a.dialogue_id for a in actor.assignments}
    found = []
    for item in items:
        own = item.created_by_id == actor.account_id
        by_itself = item.id if item.id in named else None
        sort = (item.stage, item.body_id, item.executing_body_id, own, item.lacks_minutes, by_itself)
        step = known.get(sort)
        if step is None:
            step = known[sort] = step_for(actor, item)
        found.append(step)
    return found


def step_for(actor: Actor, item: Work) -> str:
    """What the actor is to do with the dialogue now, or "" if it is somebody else's turn."""
    if item.lacks_minutes and _is(actor, Role.COMMITTEE_SECRETARY, item):
        return gettext("Note when the minutes were announced")
    for role, text in STEPS.get(item.stage, ()):
        if _is(actor, role, item):
            return str(text)
    return ""


def waits_for(item: Work) -> str:
    """What the dialogue waits for, for those whose step it is not."""
    return str(WAITING[NEXT_STEP[item.stage]])


def _is(actor: Actor, role: Role, item: Work) -> bool:
    """Whether it is the actor's step: a secretary's only for the body that decides, a draft whoever's began it if that
    was a coordinator, who otherwise would have everybody's."""
    if role is Role.COORDINATOR and item.stage is Stage.DRAFT and item.created_by_id != actor.account_id:
        return False
    bodies = [item.body_id]
    if role is not Role.COMMITTEE_SECRETARY and item.executing_body_id is not None:
        bodies.append(item.executing_body_id)
    return any(actor.holds(role, body, item.id) for body in bodies)


def when(item: Work) -> str:
    """What the next date is; "" without one."""
    return str(_WHEN[item.stage]) % {"date": i18n.format_date(item.due)} if item.due and item.stage in _WHEN else ""


def how_far(due: date, *, step: bool = True) -> str:
    """How long is left until the day, or, if it is a step that somebody takes, how late it is; "" when it is far."""
    days = (due - clock.today()).days
    if days < 0 and step:
        return i18n.ngettext("%(n)s day late", "%(n)s days late", -days)
    if days == 0:
        return gettext("today")
    return i18n.ngettext("in %(n)s day", "in %(n)s days", days) if 0 < days <= SOON.days else ""
