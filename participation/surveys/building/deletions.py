"""Taking answers out of every result: one person asks with a reason, another decides, for 30 days it can be undone.

The rows stay: what was sent in is a public record until a disposal decision says otherwise. They are counted, shown and
exported nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import exists, func, select, update

from participation import clock, db
from participation.access import Actor, Reason, Refused, require
from participation.dialogues.models import Dialogue
from participation.surveys.building.writing import log
from participation.surveys.given import read_all
from participation.surveys.models import Answer, AnswerDeletion, Question, StaffEntry, Survey, SurveyResponse
from participation.surveys.permissions import SurveyPermission
from participation.surveys.queries import definition_of
from participation.surveys.rules import UNDO_DAYS


def ask_deletion(
    actor: Actor,
    dialogue: Dialogue,
    survey: Survey,
    *,
    reason: str,
    question_key: str = "",
    response_id: int | None = None,
    entry: StaffEntry | None = None,
) -> AnswerDeletion:
    """Ask that answers be taken out: to one question, of one response, or (neither) of the whole survey. With
    ``entry``, what was typed in by mistake and waits for a second person, so that it counts as no answer yet.

    Nothing changes yet. Asking for the same twice gives the same request. Raises Refused (E-ROLE, E-STATE; E-S06 if
    there is nothing to take out), ValueError without a reason.
    """
    require(actor, SurveyPermission.ASK_DELETION, dialogue)
    if not reason.strip():
        raise ValueError("a deletion needs a reason")
    session = db.session()
    session.execute(select(Survey.id).where(Survey.id == survey.id).with_for_update(key_share=True))
    waiting = session.scalar(
        select(AnswerDeletion).where(
            AnswerDeletion.survey_id == survey.id,
            AnswerDeletion.question_key == question_key,
            AnswerDeletion.response_id.is_(None) if response_id is None else AnswerDeletion.response_id == response_id,
            AnswerDeletion.entry_id.is_(None) if entry is None else AnswerDeletion.entry_id == entry.id,
            AnswerDeletion.decided_at.is_(None),
        )
    )
    if waiting is not None:
        return waiting
    deletion = AnswerDeletion(
        survey_id=survey.id,
        question_key=question_key,
        response_id=response_id,
        entry_id=None if entry is None else entry.id,
        reason=reason.strip(),
        requested_by_id=actor.account_id,
        requested_at=clock.now(),
    )
    if entry is None:
        deletion.answers = session.scalar(select(func.count()).select_from(Answer).where(*_meant(deletion))) or 0
    else:
        deletion.answers = _count_typed(survey, entry)
    if not deletion.answers:
        raise Refused(Reason("E-S06"), by_guard=True)
    session.add(deletion)
    session.flush()
    log(actor, dialogue, "survey.deletion_asked", survey, deletion=deletion.id, answers=deletion.answers)
    return deletion


def decide_deletion(
    actor: Actor, dialogue: Dialogue, survey: Survey, deletion: AnswerDeletion, *, accept: bool, reason: str
) -> None:
    """Take the answers out, or leave them. Whoever asked cannot decide. Decided once; the same again changes nothing.

    Raises Refused (E-ROLE, E-STATE, E-S07 for whoever asked, E-S08 if it has been decided otherwise, E-S10 if what was
    typed has become a response meanwhile), ValueError without a reason.
    """
    require(actor, SurveyPermission.DECIDE_DELETION, dialogue)
    session = db.session()
    session.refresh(deletion, with_for_update=True)
    if deletion.requested_by_id == actor.account_id:
        raise Refused(Reason("E-S07"), by_guard=True)
    if deletion.decided_at is not None:
        if deletion.accepted is accept:
            return
        raise Refused(Reason("E-S08"), by_guard=True)
    if not reason.strip():
        raise ValueError("a decision needs a reason")
    if accept and deletion.entry_id is not None and not _still_waits(deletion.entry_id):
        raise Refused(Reason("E-S10"), by_guard=True)
    deletion.decided_at, deletion.decided_by_id = clock.now(), actor.account_id
    deletion.accepted, deletion.decision_reason = accept, reason.strip()
    session.flush()
    if accept and deletion.entry_id is None:
        session.execute(update(Answer).where(*_meant(deletion)).values(deletion_id=deletion.id))
        deletion.answers = _count_taken(deletion)
    action = "survey.answers_deleted" if accept else "survey.deletion_declined"
    log(actor, dialogue, action, survey, deletion=deletion.id, answers=deletion.answers)


def undo_deletion(actor: Actor, dialogue: Dialogue, survey: Survey, deletion: AnswerDeletion) -> None:
    """Bring the answers back, exactly as they were. Again changes nothing.

    Raises Refused (E-ROLE, E-STATE, E-S09 when the time for it has passed or there is nothing to undo).
    """
    require(actor, SurveyPermission.ASK_DELETION, dialogue)
    session = db.session()
    session.refresh(deletion, with_for_update=True)
    if deletion.undone_at is not None:
        return
    if not deletion.accepted or not can_undo(deletion):
        raise Refused(Reason("E-S09"), by_guard=True)
    session.execute(update(Answer).where(Answer.deletion_id == deletion.id).values(deletion_id=None))
    deletion.undone_at, deletion.undone_by_id = clock.now(), actor.account_id
    log(actor, dialogue, "survey.deletion_undone", survey, deletion=deletion.id, answers=deletion.answers)


def can_undo(deletion: AnswerDeletion) -> bool:
    """Whether the deletion stands and is younger than 30 days."""
    return (
        bool(deletion.accepted)
        and deletion.undone_at is None
        and deletion.decided_at is not None
        and clock.now() < deletion.decided_at + timedelta(days=UNDO_DAYS)
    )


def is_discarded() -> Any:
    """The condition that what was typed in has been taken out again."""
    return exists().where(
        AnswerDeletion.entry_id == StaffEntry.id,
        AnswerDeletion.accepted.is_(True),
        AnswerDeletion.undone_at.is_(None),
    )


def is_taken_out(entry: StaffEntry) -> bool:
    """Whether what was typed in has been taken out again."""
    return db.session().scalar(select(StaffEntry.id).where(StaffEntry.id == entry.id, is_discarded())) is not None


def deletion_of_entry(entry: StaffEntry) -> AnswerDeletion | None:
    """The deletion of what was typed in, asked for or carried out; not one that was declined or undone."""
    return db.session().scalar(
        select(AnswerDeletion)
        .where(
            AnswerDeletion.entry_id == entry.id,
            AnswerDeletion.accepted.is_not(False),
            AnswerDeletion.undone_at.is_(None),
        )
        .order_by(AnswerDeletion.id.desc())
        .limit(1)
    )


def _still_waits(entry_id: int) -> bool:
    """Whether no response has been made of what was typed; whoever makes one meanwhile is waited for."""
    entry = db.session().scalars(select(StaffEntry).where(StaffEntry.id == entry_id).with_for_update()).one()
    db.session().refresh(entry)
    return entry.response_id is None


def _count_typed(survey: Survey, entry: StaffEntry) -> int:
    """How many questions were answered in what was typed; none if it has become a response or is taken out."""
    db.session().refresh(entry)
    if entry.response_id is not None or deletion_of_entry(entry) is not None:
        return 0
    return max(1, sum(bool(given) for given in read_all(definition_of(survey), entry.raw)[0].values()))


def _meant(deletion: AnswerDeletion) -> list[Any]:
    """The live answers that the deletion is about."""
    of_survey = select(SurveyResponse.id).where(SurveyResponse.survey_id == deletion.survey_id)
    meant: list[Any] = [Answer.response_id.in_(of_survey), Answer.deletion_id.is_(None)]
    if deletion.question_key:
        versions = select(Question.id).where(
            Question.survey_id == deletion.survey_id, Question.key == deletion.question_key
        )
        meant.append(Answer.question_id.in_(versions))
    if deletion.response_id is not None:
        meant.append(Answer.response_id == deletion.response_id)
    return meant


def _count_taken(deletion: AnswerDeletion) -> int:
    taken = select(func.count()).select_from(Answer).where(Answer.deletion_id == deletion.id)
    return db.session().scalar(taken) or 0


def deletions_of(survey_id: int) -> Sequence[AnswerDeletion]:
    """The survey's deletions, asked for and decided, newest first."""
    return list(
        db.session().scalars(
            select(AnswerDeletion).where(AnswerDeletion.survey_id == survey_id).order_by(AnswerDeletion.id.desc())
        )
    )
