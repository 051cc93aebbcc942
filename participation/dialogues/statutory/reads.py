"""Reads of statutory dialogues. Always ordered."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import or_, select

from participation import clock, db
from participation.access import NotFound
from participation.bodies.models import Mandate
from participation.bodies.queries import mandates
from participation.dialogues.models import Dialogue
from participation.dialogues.rules import Kind
from participation.dialogues.statutory.facts import Law, Published, StatutoryFacts
from participation.dialogues.statutory.models import StandingDecision, StatutoryCase, StatutoryDocument
from participation.legal.models import LegalBasis
from participation.legal.queries import version_of
from participation.legal.rules import LegalPhase, NoticeItem


def case_of(dialogue: Dialogue) -> StatutoryCase | None:
    """What a statutory dialogue has besides the others, its law with it; None for the other kinds. One query."""
    if dialogue.kind != Kind.STATUTORY.value:
        return None
    return db.session().get(StatutoryCase, dialogue.id)


def documents(dialogue_id: int) -> list[StatutoryDocument]:
    """The documents, in order."""
    query = select(StatutoryDocument).where(StatutoryDocument.dialogue_id == dialogue_id)
    return list(db.session().scalars(query.order_by(StatutoryDocument.position, StatutoryDocument.id)))


def owners_of(code: str, day: date | None = None) -> list[Mandate]:
    """The mandates for a duty of law that hold on the day."""
    return [m for m in mandates(day or clock.today()) if m.legal_basis == code]


def statutory_facts(dialogue: Dialogue, contact: bool) -> StatutoryFacts | None:
    """What the guards look at; None for the other kinds."""
    case = case_of(dialogue)
    if case is None:
        return None
    held = [m for m in mandates(clock.today()) if m.legal_basis is not None]
    # Once it is announced the period itself says when it is: it can have been extended, or paused.
    review = next((p for p in dialogue.phases if p.kind == LegalPhase.GRANSKNING.value), None)
    return StatutoryFacts(
        laws={phase: _law(row, held, dialogue.responsible_body_id) for phase, row in case.laws.items()},
        documents=tuple(
            Published(LegalPhase(d.phase), d.kind or d.title.sv, d.published_on)
            for d in documents(dialogue.id)
            if d.url and d.published_on is not None
        ),
        said=frozenset(_said(dialogue, case, contact)),
        review_opens_on=clock.local_date(review.opens_at) if review else case.review_opens_on,
        review_closes_on=clock.last_date_before(review.closes_at) if review else case.review_closes_on,
    )


def law_facts(row: LegalBasis, body_id: int) -> Law:
    """The law of one phase as the guards look at it, for the body."""
    return _law(row, [m for m in mandates(clock.today()) if m.legal_basis is not None], body_id)


def _law(row: LegalBasis, held: list[Mandate], body_id: int) -> Law:
    owners = [m for m in held if m.legal_basis == row.code]
    follower = version_of(row.next_code)
    return Law(
        code=row.code,
        provision=row.provision,
        minimum=row.shortest,
        minimum_provision=row.minimum_provision,
        documents=row.demanded,
        other_documents=tuple(row.other_documents),
        notice=row.notice,
        followed=follower is not None and follower.legal_phase is LegalPhase.GRANSKNING,
        mandated=any(m.body_id == body_id for m in owners),
        owners=tuple(dict.fromkeys(m.body.names for m in owners)),
    )


def _said(dialogue: Dialogue, case: StatutoryCase, contact: bool) -> list[NoticeItem]:
    """What the notice can say with what is written so far; the procedure and the loss of appeal follow from the law."""
    written: dict[NoticeItem, Any] = {
        NoticeItem.AREA: case.place.sv,
        NoticeItem.PURPOSE: dialogue.summary.sv,
        NoticeItem.PROCEDURE: True,
        NoticeItem.COMPREHENSIVE_PLAN: case.comprehensive_plan,
        NoticeItem.ENVIRONMENT: case.environment,
        NoticeItem.DOCUMENTS: case.available_at.sv,
        NoticeItem.PERIOD: dialogue.phases or (dialogue.draft_opens_on and dialogue.draft_closes_on),
        NoticeItem.SEND_TO: case.send_to.sv,
        NoticeItem.APPEAL: True,
        NoticeItem.DECIDER: dialogue.decision_body_id,
        NoticeItem.CONTACT: contact,
    }
    return [item for item, there in written.items() if there]


def standing_decisions(body_id: int | None = None, code: str | None = None) -> list[StandingDecision]:
    """Decisions that stand for many dialogues, those that hold today first, then the newest."""
    query = select(StandingDecision)
    if body_id is not None:
        query = query.where(StandingDecision.body_id == body_id)
    if code is not None:
        today = clock.today()
        query = query.where(
            StandingDecision.legal_code == code,
            or_(StandingDecision.valid_to.is_(None), StandingDecision.valid_to >= today),
        )
    return list(db.session().scalars(query.order_by(StandingDecision.taken_on.desc(), StandingDecision.id.desc())))


def standing_by_id(decision_id: int) -> StandingDecision:
    """The standing decision, or :class:`NotFound`."""
    found = db.session().get(StandingDecision, decision_id)
    if found is None:
        raise NotFound
    return found


def next_versions(basis: LegalBasis) -> dict[LegalPhase, LegalBasis]:
    """The law that begins with the row, and what follows it today, by phase."""
    found = {basis.legal_phase: basis}
    row = version_of(basis.next_code)
    while row is not None and row.legal_phase not in found:
        found[row.legal_phase] = row
        row = version_of(row.next_code)
    return found
