"""One-time codes: made when they are handed out, known afterwards by their hash only."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import delete, func, select

from participation import clock, db
from participation.access import Actor, Reason, Refused, require
from participation.contributions.actions import new_code
from participation.dialogues.models import Dialogue
from participation.surveys.building.writing import log
from participation.surveys.invitation_codes import code_hash
from participation.surveys.models import Invitation, InvitationBatch, Survey
from participation.surveys.permissions import SurveyPermission

MOST_CODES = 5000
"""How many codes are made at once: what one print run and one page of letters can carry."""


class ExportForm(StrEnum):
    """How codes are handed out."""

    LETTERS = "letters"
    LIST = "list"


def create_batch(
    actor: Actor, dialogue: Dialogue, survey: Survey, *, label: str, size: int, key: str
) -> InvitationBatch:
    """Plan a batch of codes; the codes themselves are made when they are handed out. The same key: the same batch.

    Raises Refused (E-ROLE, E-STATE), ValueError for a size that cannot be.
    """
    require(actor, SurveyPermission.INVITE, dialogue)
    if not 1 <= size <= MOST_CODES:
        raise ValueError("the number of codes cannot be")
    session = db.session()
    session.execute(select(Survey.id).where(Survey.id == survey.id).with_for_update(key_share=True))
    found = session.scalar(
        select(InvitationBatch).where(InvitationBatch.survey_id == survey.id, InvitationBatch.idempotency_key == key)
    )
    if found is not None:
        return found
    batch = InvitationBatch(
        survey_id=survey.id,
        label=label.strip(),
        size=size,
        idempotency_key=key,
        created_at=clock.now(),
        created_by_id=actor.account_id,
    )
    session.add(batch)
    log(actor, dialogue, "survey.invitations_planned", survey, n=size)
    return batch


def hand_out(
    actor: Actor, dialogue: Dialogue, survey: Survey, batch: InvitationBatch, *, form: ExportForm
) -> list[str]:
    """Make the batch's codes and return them, in clear text, this once. Only their hashes are kept.

    Raises Refused (E-ROLE, E-STATE, E-S05 if they have been handed out or withdrawn).
    """
    require(actor, SurveyPermission.INVITE, dialogue)
    session = db.session()
    session.refresh(batch, with_for_update=True)
    if batch.exported_at is not None or batch.withdrawn_at is not None:
        raise Refused(Reason("E-S05"), by_guard=True)
    codes: set[str] = set()
    while len(codes) < batch.size:
        codes.add(new_code())
    session.add_all(Invitation(batch_id=batch.id, code_hash=code_hash(survey.id, code)) for code in sorted(codes))
    batch.exported_at, batch.exported_by_id, batch.exported_as = clock.now(), actor.account_id, form.value
    log(actor, dialogue, "survey.invitations_handed_out", survey, batch=batch.id, n=batch.size, form=form.value)
    return sorted(codes)


def withdraw_batch(actor: Actor, dialogue: Dialogue, survey: Survey, batch: InvitationBatch) -> int:
    """Let the batch's unused codes open nothing any more, for letters that were lost; returns how many. What has been
    answered stays. Raises Refused (E-ROLE, E-STATE)."""
    require(actor, SurveyPermission.INVITE, dialogue)
    session = db.session()
    session.refresh(batch, with_for_update=True)
    if batch.withdrawn_at is not None:
        return 0
    unused = (Invitation.batch_id == batch.id, Invitation.used.is_(False))
    n = session.scalar(select(func.count()).select_from(Invitation).where(*unused)) or 0
    session.execute(delete(Invitation).where(*unused))
    batch.withdrawn_at = clock.now()
    log(actor, dialogue, "survey.invitations_withdrawn", survey, batch=batch.id, n=n)
    return n


def batches_of(survey_id: int) -> Sequence[tuple[InvitationBatch, int]]:
    """The survey's batches, newest first, each with how many of its codes have been used."""
    used = (
        select(func.count())
        .select_from(Invitation)
        .where(Invitation.batch_id == InvitationBatch.id, Invitation.used.is_(True))
        .scalar_subquery()
    )
    rows = db.session().execute(
        select(InvitationBatch, used).where(InvitationBatch.survey_id == survey_id).order_by(InvitationBatch.id.desc())
    )
    return [(batch, n) for batch, n in rows]
