"""What waits in the consultations with committees: for a secretary's answer, for a reminder."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import exists, select

from participation import clock, db
from participation.access import Actor, Role
from participation.dialogues.consultation.models import CommitteeConsultation
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import stage_column
from participation.dialogues.rules import Stage

ANSWERABLE = (Stage.DECIDED.value, Stage.ANNOUNCED.value)
"""While a committee's answer still decides something; then the dialogue has opened."""


def waiting_for(actor: Actor, now: datetime | None = None) -> list[tuple[CommitteeConsultation, Dialogue]]:
    """What the actor, as a committee's secretary, has been asked and not answered while it matters; soonest first."""
    held = actor.bodies_as(Role.COMMITTEE_SECRETARY)
    if held is not None and not held:
        return []
    query = (
        select(CommitteeConsultation, Dialogue)
        .join(Dialogue, Dialogue.id == CommitteeConsultation.dialogue_id)
        .where(
            CommitteeConsultation.asked_at.is_not(None),
            CommitteeConsultation.answered_at.is_(None),
            stage_column(now or clock.now()).in_(ANSWERABLE),
        )
        .order_by(CommitteeConsultation.answer_by, CommitteeConsultation.id)
    )
    if held is not None:
        query = query.where(CommitteeConsultation.body_id.in_(held))
    return [(asked, dialogue) for asked, dialogue in db.session().execute(query)]


def to_be_reminded(days: int) -> list[CommitteeConsultation]:
    """Who has been asked, neither answered nor been reminded, and has at most so many days left."""
    today = clock.today()
    return list(
        db.session().scalars(
            select(CommitteeConsultation)
            .where(
                CommitteeConsultation.asked_at.is_not(None),
                CommitteeConsultation.answered_at.is_(None),
                CommitteeConsultation.reminded_at.is_(None),
                CommitteeConsultation.answer_by >= today,
                CommitteeConsultation.answer_by <= today + timedelta(days=days),
                exists().where(
                    Dialogue.id == CommitteeConsultation.dialogue_id, stage_column(clock.now()).in_(ANSWERABLE)
                ),
            )
            .order_by(CommitteeConsultation.id)
            .with_for_update(skip_locked=True)
        )
    )
