"""Reads of written statements. Only the back office reads them; residents read the report that is made of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, exists, func, literal, not_, or_, select

from participation import clock, db
from participation.access import NotFound
from participation.contributions.models import Contribution
from participation.contributions.rules import Channel, ContributionKind
from participation.dialogues.models import Dialogue
from participation.dialogues.statutory.reads import case_of
from participation.legal.rules import LegalPhase
from participation.outbox import Message
from participation.statements.models import PhaseReport, StatementAnswer, StatementSender
from participation.statements.rules import DECIDED, MUST_BE_TOLD, PAGE, Met, SenderKind


@dataclass(frozen=True)
class Statement:
    """A statement with its sender, and what the officials make of it so far."""

    id: int
    number: int
    phase: LegalPhase
    body: str
    language: str
    channel: Channel
    received_at: datetime
    sender_kind: SenderKind
    name: str
    postal_address: str
    email: str
    property_name: str
    summary: str
    comment: str
    proposal: str
    met: Met | None
    informed_on: date | None

    @property
    def answered(self) -> bool:
        """Whether it has a summary, a comment, and is said to be met or not."""
        return bool(self.summary and self.comment and self.met)


def _query() -> Any:
    answer = StatementAnswer
    return (
        select(
            Contribution.id,
            Contribution.number,
            StatementSender.phase,
            Contribution.body,
            Contribution.language,
            Contribution.channel,
            Contribution.received_at,
            StatementSender.kind.label("sender_kind"),
            StatementSender.name,
            StatementSender.postal_address,
            StatementSender.email,
            StatementSender.property_name,
            answer.summary,
            answer.comment,
            answer.proposal,
            answer.met,
            answer.informed_on,
        )
        .join(StatementSender, StatementSender.contribution_id == Contribution.id)
        .outerjoin(answer, answer.contribution_id == Contribution.id)
        .where(Contribution.kind == ContributionKind.WRITTEN_STATEMENT.value)
    )


def _made(row: Any) -> Statement:
    return Statement(
        id=row.id,
        number=row.number,
        phase=LegalPhase(row.phase),
        body=row.body,
        language=row.language,
        channel=Channel(row.channel),
        received_at=row.received_at,
        sender_kind=SenderKind(row.sender_kind),
        name=row.name,
        postal_address=row.postal_address,
        email=row.email,
        property_name=row.property_name,
        summary=row.summary or "",
        comment=row.comment or "",
        proposal=row.proposal or "",
        met=Met(row.met) if row.met else None,
        informed_on=row.informed_on,
    )


def statements(dialogue_id: int, phase: LegalPhase | None = None) -> list[Statement]:
    """Every statement of the dialogue, or of a phase, in the order of their numbers."""
    query = _query().where(Contribution.dialogue_id == dialogue_id)
    if phase is not None:
        query = query.where(StatementSender.phase == phase.value)
    return [_made(r) for r in db.rows(query.order_by(Contribution.number))]


def statements_page(dialogue_id: int, after: int) -> tuple[list[Statement], int | None]:
    """A page of statements by number, after one, and the number that the next page comes after; one query."""
    query = _query().where(Contribution.dialogue_id == dialogue_id, Contribution.number > after)
    found = [_made(r) for r in db.rows(query.order_by(Contribution.number).limit(PAGE + 1))]
    return found[:PAGE], found[PAGE - 1].number if len(found) > PAGE else None


def statement(dialogue_id: int, number: int) -> Statement:
    """The dialogue's statement with the number; :class:`NotFound` also for one of another dialogue."""
    query = _query().where(Contribution.dialogue_id == dialogue_id, Contribution.number == number)
    row = db.rows(query).one_or_none()
    if row is None:
        raise NotFound
    return _made(row)


@dataclass(frozen=True)
class Counts:
    """How many statements there are, how many lack an answer, and how many senders wait to be informed."""

    all: int = 0
    unanswered: int = 0
    uninformed: int = 0


def counts(dialogue_id: int, phase: LegalPhase | None = None) -> Counts:
    """Of the dialogue, or of a phase; one query."""
    answer = StatementAnswer
    answered = and_(answer.summary != "", answer.comment != "", answer.met.is_not(None))
    told = or_(answer.met.not_in([m.value for m in MUST_BE_TOLD]), _is_informed())
    query = (
        select(
            func.count(),
            func.count().filter(answered),
            func.count().filter(told),
        )
        .select_from(StatementSender)
        .outerjoin(answer, answer.contribution_id == StatementSender.contribution_id)
        .where(StatementSender.dialogue_id == dialogue_id)
    )
    if phase is not None:
        query = query.where(StatementSender.phase == phase.value)
    n, done, informed = db.session().execute(query).one()
    return Counts(n, n - done, n - informed)


def report_of(dialogue_id: int, phase: LegalPhase) -> PhaseReport | None:
    """The report of the phase, published or not; read anew, since two officials may write at once."""
    return db.session().scalar(
        select(PhaseReport)
        .where(PhaseReport.dialogue_id == dialogue_id, PhaseReport.phase == phase.value)
        .execution_options(populate_existing=True)
    )


def must_be_told(dialogue_id: int) -> list[Statement]:
    """Those whose senders the law has informed and who have not been informed of the decision yet, by number."""
    query = _query().where(
        Contribution.dialogue_id == dialogue_id,
        StatementAnswer.met.in_([m.value for m in MUST_BE_TOLD]),
        not_(_is_informed()),
    )
    return [_made(r) for r in db.rows(query.order_by(Contribution.number))]


def informed(dialogue_id: int) -> list[Statement]:
    """Those whose senders have been informed of the decision, by number."""
    query = _query().where(Contribution.dialogue_id == dialogue_id, _is_informed())
    return [_made(r) for r in db.rows(query.order_by(Contribution.number))]


def _is_informed() -> ColumnElement[bool]:
    """It is noted, and no letter that it rests on still waits in the outbox or has failed: what is written is not told
    before the mail server has taken it."""
    waits = exists().where(
        Message.recipient == StatementSender.email,
        Message.event == literal(DECIDED) + cast(StatementSender.contribution_id, String),
        Message.sent_at.is_(None),
    )
    return and_(StatementAnswer.informed_on.is_not(None), not_(waits))


def review_pending(dialogue: Dialogue) -> bool:
    """Whether the law has a review follow that has not been held and closed yet."""
    case = case_of(dialogue)
    if case is None or case.granskning_basis_id is None:
        return False
    held = next((p for p in dialogue.phases if p.kind == LegalPhase.GRANSKNING.value), None)
    return held is None or held.closes_at > clock.now()
