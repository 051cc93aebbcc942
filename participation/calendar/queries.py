"""Reads of the calendars: public dialogues with what has a date, and everything that the staff plan."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from participation import clock, db
from participation.access import Actor
from participation.calendar.rules import Span
from participation.dialogues.models import Activity, Dialogue, TargetGroup
from participation.dialogues.public_parts import CHANGED, STEPS
from participation.dialogues.queries import closes_on, opens_on, staff_readable, stage_column
from participation.dialogues.rules import PUBLIC_STAGES, Stage
from participation.event_log import Event
from participation.texts import Texts

KEPT = timedelta(days=365)
"""How long what is completed stays in the calendar of the whole site."""


@dataclass(frozen=True)
class Revision:
    """How often what residents read of a dialogue has been changed by its staff, and when it last was."""

    number: int
    at: datetime


def public_now() -> list[Dialogue]:
    """The public dialogues that are not long over, by id."""
    now = clock.now()
    recently = or_(Dialogue.fed_back_at.is_(None), Dialogue.fed_back_at > now - KEPT)
    still = or_(Dialogue.cancelled_at.is_(None), Dialogue.cancelled_at > now - KEPT)
    found = db.session().scalars(
        select(Dialogue)
        .where(
            stage_column(now).in_([s.value for s in PUBLIC_STAGES]),
            # Whatever was cancelled before it was announced has never been public.
            Dialogue.announced_at.is_not(None),
            recently,
            still,
        )
        .order_by(Dialogue.id)
    )
    return list(found.unique())


def activities_of(dialogue_ids: Collection[int]) -> dict[int, list[Activity]]:
    """What has a time, by dialogue, the soonest first."""
    found: dict[int, list[Activity]] = {}
    if dialogue_ids:
        rows = db.session().scalars(
            select(Activity)
            .where(Activity.dialogue_id.in_(dialogue_ids), Activity.starts_at.is_not(None))
            .order_by(Activity.starts_at, Activity.id)
        )
        for activity in rows:
            found.setdefault(activity.dialogue_id, []).append(activity)
    return found


def revisions_of(dialogue_ids: Collection[int]) -> dict[int, Revision]:
    """How often each dialogue has been changed in public."""
    if not dialogue_ids:
        return {}
    rows = db.session().execute(
        select(Event.dialogue_id, func.count(Event.id), func.max(Event.at))
        .where(Event.dialogue_id.in_(dialogue_ids), Event.action.in_((*STEPS, CHANGED)))
        .group_by(Event.dialogue_id)
    )
    return {identity: Revision(number, at) for identity, number, at in rows if identity is not None}


_PLANNED = frozenset(Stage) - {Stage.CANCELLED, Stage.REJECTED}


def planned_for(actor: Actor) -> list[Dialogue]:
    """Every dialogue with dates that the actor may know of: those read in the back office, and what is public."""
    now = clock.now()
    stage = stage_column(now)
    found = db.session().scalars(
        select(Dialogue)
        .where(
            or_(staff_readable(actor, now), stage.in_([s.value for s in PUBLIC_STAGES])),
            stage.in_([s.value for s in _PLANNED]),
        )
        .order_by(Dialogue.id)
    )
    return list(found.unique())


def readable_for(actor: Actor) -> frozenset[int]:
    """The ids of the dialogues that the actor reads in the back office."""
    return frozenset(db.session().scalars(select(Dialogue.id).where(staff_readable(actor, clock.now()))))


def spans_of(dialogues: Collection[Dialogue]) -> list[Span]:
    """When each is open, whom it wants to hear, and what area it is about. One query."""
    dated = {d.id: d for d in dialogues if opens_on(d) and closes_on(d)}
    groups: dict[int, set[str]] = {}
    if dated:
        rows = db.session().execute(
            select(TargetGroup.dialogue_id, TargetGroup.label).where(TargetGroup.dialogue_id.in_(dated))
        )
        for identity, label in rows:
            groups.setdefault(identity, set()).add(_name(label))
    made = []
    for identity, dialogue in dated.items():
        first, last = opens_on(dialogue), closes_on(dialogue)
        if first is not None and last is not None:
            names = frozenset(n for n in groups.get(identity, ()) if n)
            made.append(Span(identity, first, last, names, dialogue.policy_area_id))
    return made


def _name(label: Texts) -> str:
    return label.sv
