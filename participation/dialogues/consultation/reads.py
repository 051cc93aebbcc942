"""Which committees are consulted on a dialogue, in the order of their codes. Asks for no stage: stages ask for it."""

from __future__ import annotations

from sqlalchemy import select

from participation import db
from participation.access import NotFound
from participation.bodies.models import Body
from participation.bodies.queries import valid_bodies
from participation.bodies.rules import BodyKind
from participation.dialogues.consultation.models import CommitteeConsultation
from participation.dialogues.facts import CommitteeFacts
from participation.dialogues.models import Dialogue
from participation.dialogues.rules import Kind


def other_committees(dialogue: Dialogue) -> list[Body]:
    """Every committee that exists today, but for one whose own dialogue it is."""
    return [b for b in valid_bodies() if b.body_kind is BodyKind.COMMITTEE and b.id != dialogue.responsible_body_id]


def consultations_of(dialogue_id: int) -> list[CommitteeConsultation]:
    """Every committee of the dialogue's consultation."""
    return list(
        db.session().scalars(
            select(CommitteeConsultation)
            .join(Body, Body.id == CommitteeConsultation.body_id)
            .where(CommitteeConsultation.dialogue_id == dialogue_id)
            .order_by(Body.code, CommitteeConsultation.id)
        )
    )


def consultation_with(dialogue_id: int, body_id: int) -> CommitteeConsultation:
    """The consultation with one committee, or :class:`NotFound`; a committee not asked yet has nothing to see. Read
    anew, since two of its people may answer at once."""
    found = db.session().scalar(
        select(CommitteeConsultation)
        .where(
            CommitteeConsultation.dialogue_id == dialogue_id,
            CommitteeConsultation.body_id == body_id,
            CommitteeConsultation.asked_at.is_not(None),
        )
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


def committee_facts(dialogue: Dialogue) -> tuple[CommitteeFacts, ...]:
    """The consultation as the guards need it; empty for kinds that have none.

    A dialogue that was decided before there was a consultation has none recorded: then nobody has been asked.
    """
    if dialogue.kind != Kind.DEVELOPMENT.value or dialogue.decided_at is None:
        return ()
    found = consultations_of(dialogue.id)
    if not found:
        return tuple(CommitteeFacts(b.names) for b in other_committees(dialogue))
    return tuple(
        CommitteeFacts(c.body.names, c.asked_at is not None, c.answered_at is not None, c.answer_by) for c in found
    )
