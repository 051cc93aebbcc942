"""Writes of the consultation: ask the committees, answer for one, remind those who have not answered."""

from __future__ import annotations

import hashlib
from datetime import date

from participation import clock, db, event_log
from participation.access import SYSTEM, Actor, Conflict, Refused, require
from participation.dialogues.actions import lock, make_visible
from participation.dialogues.consultation import emails
from participation.dialogues.consultation.models import CommitteeConsultation
from participation.dialogues.consultation.opening import open_consultation
from participation.dialogues.consultation.permissions import ConsultationPermission
from participation.dialogues.consultation.queries import to_be_reminded
from participation.dialogues.consultation.reads import consultation_with, consultations_of
from participation.dialogues.consultation.rules import Answer, answer_complete, consulted_at, date_fits
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import current_stage, opens_on
from participation.dialogues.rules import PUBLIC_STAGES, Kind

ASKED = "consultation.asked"
ANSWERED = "consultation.answered"
REMINDED = "consultation.reminded"


def ask_committees(actor: Actor, dialogue: Dialogue, *, question: str, answer_by: date) -> int:
    """Send the question to every committee that has not been asked; each one's secretaries get a letter.

    Returns how many committees were asked: none if everybody had been. Raises Refused (E-ROLE, E-STATE, E-G12c);
    ValueError without a question, or for a kind of dialogue that has no consultation.
    """
    lock(dialogue)
    require(actor, ConsultationPermission.ASK, dialogue)
    if dialogue.kind != Kind.DEVELOPMENT.value:
        raise ValueError("only a dialogue on societal development is consulted on")
    if not question.strip():
        raise ValueError("committees are asked a question")
    reasons = date_fits(answer_by, clock.today(), opens_on(dialogue))
    if reasons:
        raise Refused(*reasons, by_guard=True)
    open_consultation(dialogue)
    asked = [c for c in consultations_of(dialogue.id) if c.asked_at is None]
    for consultation in asked:
        consultation.question = question.strip()
        consultation.answer_by = answer_by
        consultation.asked_at = clock.now()
        consultation.asked_by_id = actor.account_id
    db.session().flush()
    _settle(dialogue)
    for consultation in asked:
        emails.ask(dialogue, consultation)
    if asked:
        codes = [c.body.code for c in asked]
        data = {"bodies": codes, "answer_by": answer_by.isoformat()}
        event_log.record(actor, ASKED, dialogue_id=dialogue.id, data=data)
    return len(asked)


def answer_for_committee(
    actor: Actor, dialogue: Dialogue, body_id: int, answer: Answer, *, seen: str | None
) -> CommitteeConsultation:
    """Record a committee's answer, or a correction of it until the dialogue opens.

    ``seen`` is :func:`version` of what the form was made from; raises Conflict if the committee has answered
    otherwise since. Raises Refused (E-ROLE, E-STATE, E-G12b), NotFound if the committee has not been asked.
    """
    lock(dialogue)
    consultation = consultation_with(dialogue.id, body_id)
    require(actor, ConsultationPermission.ANSWER, consultation)
    reasons = answer_complete(answer)
    if reasons:
        raise Refused(*reasons, by_guard=True)
    if answer_in(consultation) == (kept := _kept(answer, consultation)):
        return consultation
    if seen is not None and seen != version(consultation):
        raise Conflict
    consultation.participates = kept.participates
    consultation.motive = kept.motive
    consultation.part = kept.part
    consultation.handles = kept.handles
    consultation.contact_name = kept.contact_name
    consultation.contact_email = kept.contact_email
    consultation.answered_at = consultation.answered_at or clock.now()
    consultation.answered_by_id = actor.account_id
    db.session().flush()
    _settle(dialogue)
    data = {"body": consultation.body.code, "participates": bool(kept.participates)}
    event_log.record(actor, ANSWERED, dialogue_id=dialogue.id, data=data)
    if current_stage(dialogue) in PUBLIC_STAGES:
        make_visible(dialogue)
    return consultation


def version(consultation: CommitteeConsultation) -> str:
    """Tells one answer from the next, and from none."""
    return hashlib.sha256(repr(answer_in(consultation)).encode()).hexdigest()[:32]


def answer_in(consultation: CommitteeConsultation) -> Answer | None:
    """The answer as it is stored."""
    if consultation.participates is None:
        return None
    return Answer(
        consultation.participates,
        consultation.motive,
        consultation.part,
        consultation.handles,
        consultation.contact_name,
        consultation.contact_email,
    )


def _kept(answer: Answer, consultation: CommitteeConsultation) -> Answer:
    """What is stored of an answer: a committee that stays out has no role; other languages of the motive stay."""
    motive = consultation.motive
    for locale, text in answer.motive.items():
        motive = motive.put(locale, text.strip())
    if not answer.participates:
        return Answer(False, motive)
    return Answer(
        True,
        motive,
        answer.part.strip(),
        answer.handles.strip(),
        answer.contact_name.strip(),
        answer.contact_email.strip(),
    )


def _settle(dialogue: Dialogue) -> None:
    """Work out anew from when the consultation no longer keeps the dialogue shut."""
    dialogue.consulted_at = consulted_at(
        (c.answered_at, clock.end_of_day(c.answer_by) if c.answer_by else None) for c in consultations_of(dialogue.id)
    )
    db.session().flush()


def remind_committees(days: int) -> int:
    """Remind each committee once that has not answered and has at most so many days left. Returns how many."""
    found = to_be_reminded(days)
    for consultation in found:
        consultation.reminded_at = clock.now()
        emails.remind(consultation.dialogue, consultation)
        data = {"bodies": [consultation.body.code]}
        event_log.record(SYSTEM, REMINDED, dialogue_id=consultation.dialogue_id, data=data)
    db.session().flush()
    return len(found)
