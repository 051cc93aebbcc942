"""Opening the consultation: what deciding on a dialogue about societal development brings with it (T3)."""

from __future__ import annotations

from participation import clock, db
from participation.dialogues.consultation.models import CommitteeConsultation
from participation.dialogues.consultation.reads import consultations_of, other_committees
from participation.dialogues.models import Dialogue
from participation.dialogues.rules import Kind


def open_consultation(dialogue: Dialogue) -> int:
    """Enter every other committee that exists now and is not entered yet; returns how many. Only for its kind."""
    if dialogue.kind != Kind.DEVELOPMENT.value:
        return 0
    known = {c.body_id for c in consultations_of(dialogue.id)}
    new = [b for b in other_committees(dialogue) if b.id not in known]
    db.session().add_all(
        CommitteeConsultation(dialogue_id=dialogue.id, body_id=b.id, body=b, opened_at=clock.now()) for b in new
    )
    db.session().flush()
    return len(new)
