"""What the changes put on the start page: a dialogue that cannot go on as it is."""

from __future__ import annotations

from typing import Any

from flask import url_for
from sqlalchemy import select

from participation import clock, db, i18n
from participation.access import Actor, Role
from participation.bodies.models import Body
from participation.dialogues.models import Dialogue
from participation.dialogues.public_notices import decided_too_early
from participation.dialogues.queries import staff_readable, stage_column
from participation.dialogues.rules import MOVES, Move, Stage
from participation.i18n import gettext
from participation.tasks import Task

_STOPPING = (Role.OFFICER, Role.COORDINATOR, Role.COMMITTEE_SECRETARY)
_RUNNING = tuple(s.value for s in MOVES[Move.CANCEL].sources if s is not Stage.PAUSED)


def stopping_tasks(actor: Actor) -> list[Task]:
    """One task for each dialogue whose decision comes too early, until its body has had it paused or cancelled."""
    if not actor.roles & set(_STOPPING):
        return []
    now = clock.now()
    rows = db.session().execute(
        select(
            Dialogue.id,
            Dialogue.title,
            Dialogue.responsible_body_id,
            Dialogue.executing_body_id,
            Dialogue.decision_meeting,
            Dialogue.decision_taken_on,
            Dialogue.handling_meeting,
            Body.names,
        )
        .join(Body, Body.id == Dialogue.responsible_body_id)
        .where(
            Dialogue.decision_moved_at.is_not(None),
            stage_column(now).in_(_RUNNING),
            staff_readable(actor, now),
        )
        .order_by(Dialogue.id)
    )
    locale = i18n.current().code
    return [
        Task(
            subject=row.title.in_(locale),
            what=_what(actor, row),
            href=url_for("officials.dialogues.show", dialogue_id=row.id),
            whose=row.names.in_(locale),
            badge=(gettext("The decision comes too early"), "cancelled"),
        )
        for row in rows
        if decided_too_early(row) and _works_with(actor, row)
    ]


def _works_with(actor: Actor, row: Any) -> bool:
    bodies = (row.responsible_body_id, row.executing_body_id)
    return any(actor.holds(role, b, row.id) for role in _STOPPING for b in bodies if b)


def _what(actor: Actor, row: Any) -> str:
    if actor.holds(Role.COMMITTEE_SECRETARY, row.responsible_body_id, row.id):
        return gettext("Have the body decide whether it is cancelled, or ask the coordinator to pause it")
    if Role.COORDINATOR in actor.roles:
        return gettext("Pause it, or have the body cancel it")
    return gettext("Have it paused or cancelled")
