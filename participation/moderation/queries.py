"""Reads of moderation: rulings, reports, complaints, and who moderates what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, false, or_, select, true

from participation import clock, db, settings
from participation.access import Actor, NotFound, Reason, Refused, Role
from participation.accounts.models import Account, StaffAssignment
from participation.contributions.models import ContactAddress, Contribution
from participation.contributions.queries import visible
from participation.contributions.rules import ContributionKind, Visibility, tidy_code
from participation.dialogues.models import Dialogue
from participation.moderation.models import Complained, Complaint, Report, RulingRecord
from participation.moderation.rules import Ground, Ruling

PAGE = 30


def in_scope(actor: Actor) -> ColumnElement[bool]:
    """The dialogues whose queue the actor reads, as a condition on :class:`Dialogue`."""
    conditions: list[ColumnElement[bool]] = []
    for assignment in actor.assignments:
        if assignment.role not in (Role.MODERATOR, Role.COORDINATOR):
            continue
        if assignment.dialogue_id is not None:
            conditions.append(Dialogue.id == assignment.dialogue_id)
        elif assignment.body_id is not None:
            conditions.append(Dialogue.responsible_body_id == assignment.body_id)
            conditions.append(Dialogue.executing_body_id == assignment.body_id)
        else:
            return true()
    return or_(false(), *conditions)


def moderators_of(dialogue: Dialogue) -> list[Account]:
    """The active accounts that moderate the dialogue today: for it, for its bodies or everywhere; by id."""
    on = clock.today()
    bodies = [i for i in (dialogue.responsible_body_id, dialogue.executing_body_id) if i is not None]
    held = (
        select(StaffAssignment.account_id)
        .where(
            StaffAssignment.role == Role.MODERATOR.value,
            StaffAssignment.valid_from <= on,
            or_(StaffAssignment.valid_to.is_(None), StaffAssignment.valid_to >= on),
            or_(
                StaffAssignment.dialogue_id == dialogue.id,
                StaffAssignment.body_id.in_(bodies),
                StaffAssignment.dialogue_id.is_(None) & StaffAssignment.body_id.is_(None),
            ),
        )
        .distinct()
    )
    return list(
        db.session().scalars(select(Account).where(Account.active.is_(True), Account.id.in_(held)).order_by(Account.id))
    )


def newest_ruling(contribution_id: int) -> RulingRecord | None:
    """The last thing a moderator decided about the contribution."""
    return db.session().scalar(
        select(RulingRecord)
        .where(RulingRecord.contribution_id == contribution_id)
        .order_by(RulingRecord.id.desc())
        .limit(1)
    )


def open_reports(contribution_id: int, up_to: int | None = None) -> list[Report]:
    """The reports no moderator has ruled on, oldest first; ``up_to`` leaves out those with a higher id."""
    query = select(Report).where(Report.contribution_id == contribution_id, Report.settled_at.is_(None))
    if up_to is not None:
        query = query.where(Report.id <= up_to)
    return list(db.session().scalars(query.order_by(Report.id)))


def complaint_about(ruling_id: int) -> Complaint | None:
    """The complaint about a ruling, settled or not."""
    return db.session().scalar(select(Complaint).where(Complaint.ruling_id == ruling_id))


AComplaint = TypeVar("AComplaint", bound=Complained)


@dataclass(frozen=True)
class Hiding(Generic[AComplaint]):
    """Why something is hidden, as its author may know it, and what can be done about it."""

    ground: Ground
    reasons: str
    decided_at: datetime
    complaint: AComplaint | None

    @property
    def decided_on(self) -> date:
        return clock.local_date(self.decided_at)

    @property
    def complain_until(self) -> date:
        """The last day on which the author can complain."""
        return complaint_until(self.decided_at)

    @property
    def may_complain(self) -> bool:
        """Whether a complaint would be received today."""
        return self.complaint is None and clock.today() <= self.complain_until

    def received_before(self, text: str) -> AComplaint | None:
        """The complaint, when these are its words; None where nobody has complained. Raises Refused (E-M04) for other
        words, since one complaint is all that is read."""
        if self.complaint is None or self.complaint.text == text.strip():
            return self.complaint
        day = clock.local_date(self.complaint.received_at)
        raise Refused(Reason("E-M04", {"date": day}), by_guard=True)

    @property
    def waits(self) -> bool:
        """Whether there is a complaint that nobody has settled."""
        return self.complaint is not None and self.complaint.decided_at is None


def complaint_until(decided_at: datetime) -> date:
    """The last day on which the author can complain about what was decided then."""
    return clock.local_date(decided_at) + timedelta(days=settings.installed().clocks.complaint_open_days)


def answer_by(complaint: Complained) -> date:
    """The day by which the author is to have an answer."""
    return clock.local_date(complaint.received_at) + timedelta(days=settings.installed().clocks.complaint_answer_days)


@dataclass(frozen=True)
class AuthorsRuling(Hiding[Complaint]):
    """Why a contribution is hidden, and the ruling that hides it."""

    ruling: RulingRecord


def authors_ruling(contribution: Contribution) -> AuthorsRuling | None:
    """The ruling that hides the contribution; None while it is not hidden."""
    if contribution.visibility != Visibility.HIDDEN.value:
        return None
    ruling = newest_ruling(contribution.id)
    if ruling is None or ruling.ruling != Ruling.HIDE.value or ruling.ground is None:
        return None
    return AuthorsRuling(
        ground=Ground(ruling.ground),
        reasons=ruling.reasons,
        decided_at=ruling.decided_at,
        complaint=complaint_about(ruling.id),
        ruling=ruling,
    )


def reportable(contribution_id: int) -> Contribution:
    """The contribution that somebody wants to report; :class:`NotFound` unless everybody can see it."""
    found = db.session().scalar(
        select(Contribution).where(
            Contribution.id == contribution_id,
            Contribution.kind != ContributionKind.SURVEY_RESPONSE.value,
            visible(),
        )
    )
    if found is None:
        raise NotFound
    return found


def report_by(contribution_id: int, reporter_key: str) -> Report | None:
    """What this browser has already reported about the contribution."""
    return db.session().scalar(
        select(Report).where(Report.contribution_id == contribution_id, Report.reporter_key == reporter_key)
    )


def report_by_code(code: str) -> tuple[Report, Contribution, RulingRecord | None]:
    """The report whose receipt carries the code, what it is about and what came of it; else :class:`NotFound`."""
    found = (
        db.session()
        .execute(
            select(Report, Contribution, RulingRecord)
            .join(Contribution, Contribution.id == Report.contribution_id)
            .outerjoin(RulingRecord, RulingRecord.id == Report.ruling_id)
            .where(Report.receipt_code == tidy_code(code))
        )
        .first()
    )
    if found is None:
        raise NotFound
    report, contribution, ruling = found
    return report, contribution, ruling


def contacts_under(contribution: Contribution) -> list[ContactAddress]:
    """The addresses left with visible comments under the contribution and not unsubscribed, in order."""
    return list(
        db.session().scalars(
            select(ContactAddress)
            .join(Contribution, Contribution.id == ContactAddress.contribution_id)
            .where(
                Contribution.subject_id == contribution.id,
                visible(),
                ContactAddress.unsubscribed_at.is_(None),
            )
            .order_by(ContactAddress.id)
        )
    )


class FoundComplaint(NamedTuple):
    """A complaint with what it is about, and the name of whoever hid that."""

    complaint: Complaint
    contribution: Contribution
    dialogue: Dialogue
    ruling: RulingRecord
    hidden_by: str


def complaint_by_id(actor: Actor, complaint_id: int) -> FoundComplaint:
    """A complaint in the actor's dialogues; else :class:`NotFound`."""
    found = _complaints(_with_complaints(actor).where(Complaint.id == complaint_id))
    if not found:
        raise NotFound
    return found[0]


def open_complaints(actor: Actor, after: int = 0) -> list[FoundComplaint]:
    """The complaints that wait in the actor's dialogues, oldest first: at most a page and one, after an id."""
    waiting = _with_complaints(actor).where(Complaint.decided_at.is_(None), Complaint.id > after)
    return _complaints(waiting.order_by(Complaint.id).limit(PAGE + 1))


def _with_complaints(actor: Actor) -> Any:
    return (
        select(Complaint, Contribution, Dialogue, RulingRecord, Account.name)
        .join(Contribution, Contribution.id == Complaint.contribution_id)
        .join(Dialogue, Dialogue.id == Contribution.dialogue_id)
        .join(RulingRecord, RulingRecord.id == Complaint.ruling_id)
        .outerjoin(Account, Account.id == RulingRecord.decided_by_id)
        .where(in_scope(actor))
    )


def _complaints(query: Any) -> list[FoundComplaint]:
    return [FoundComplaint(row[0], row[1], row[2], row[3], row[4] or "") for row in db.session().execute(query)]


def of_several(actor: Actor, ids: Iterable[int]) -> list[tuple[Contribution, Dialogue]]:
    """Contributions in the actor's dialogues, by id; :class:`NotFound` if one of them is not there."""
    wanted = set(ids)
    rows = (
        db.session()
        .execute(
            select(Contribution, Dialogue)
            .join(Dialogue, Dialogue.id == Contribution.dialogue_id)
            .where(
                Contribution.id.in_(wanted),
                Contribution.kind != ContributionKind.SURVEY_RESPONSE.value,
                in_scope(actor),
            )
            .order_by(Contribution.id)
        )
        .all()
    )
    if len(rows) != len(wanted):
        raise NotFound
    return [(contribution, dialogue) for contribution, dialogue in rows]
