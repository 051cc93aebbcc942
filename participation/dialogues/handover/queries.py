"""Which dialogues wait to be handed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from participation import clock, db
from participation.bodies.models import Body
from participation.bodies.queries import mandates
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import stage_column
from participation.dialogues.rules import Kind, Stage
from participation.dialogues.statutory.reads import case_of


@dataclass(frozen=True)
class Waiting:
    """A dialogue whose body has ended (``ended``) or no longer has its area of activity."""

    dialogue: Dialogue
    ended: bool


def to_be_handed_over(now: datetime | None = None) -> list[Waiting]:
    """The dialogues that are not completed and whose body has ended or lost the mandate, oldest first."""
    at = now or clock.now()
    today = clock.local_date(at)
    held = {(m.body_id, m.policy_area_id) for m in mandates(today)}
    query = select(Dialogue).join(Body, Body.id == Dialogue.responsible_body_id)
    duties = {(m.body_id, m.legal_basis) for m in mandates(today) if m.legal_basis}
    found = []
    for dialogue in db.session().scalars(query.where(stage_column(at) != Stage.FED_BACK.value).order_by(Dialogue.id)):
        ended = not dialogue.responsible_body.exists_on(today)
        area = dialogue.policy_area_id if dialogue.kind == Kind.COMMITTEE.value else None
        if (
            ended
            or (area is not None and (dialogue.responsible_body_id, area) not in held)
            or (
                (case := case_of(dialogue)) is not None
                and any((dialogue.responsible_body_id, law.code) not in duties for law in case.laws.values())
            )
        ):
            found.append(Waiting(dialogue, ended))
    return found
