"""Writes of moderation: rulings with grounds, reports from anyone, complaints settled by somebody else.

Nothing is ever deleted. Each ruling is stored, logged, and told once to whom it concerns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import or_, select
from sqlalchemy.dialects import postgresql, sqlite

from participation import clock, db, event_log
from participation.access import Actor, NotFound, Reason, Refused, require
from participation.contributions.actions import new_code, set_visibility
from participation.contributions.models import Contribution
from participation.contributions.queries import by_id, is_visible
from participation.contributions.rules import NEVER_SHOWN, ContributionKind, Visibility
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import dialogue_by_id
from participation.moderation import emails
from participation.moderation.models import Complaint, Report, RulingRecord
from participation.moderation.permissions import ComplaintMatter, ModerationPermission
from participation.moderation.queries import (
    authors_ruling,
    newest_ruling,
    open_reports,
)
from participation.moderation.rules import (
    MAXIMUM_REPORT,
    ComplaintOutcome,
    Ground,
    Ruling,
    Seen,
    stated,
)


def approve(actor: Actor, contribution: Contribution, *, seen: Seen | None = None) -> RulingRecord:
    """Let a contribution stand, and settle the reports the moderator has seen. Raises Refused: E-ROLE, or E-M01 if
    it is already settled."""
    dialogue = _begin(actor, contribution, seen)
    reports = open_reports(contribution.id, up_to=seen.report_id if seen else None)
    if not is_visible(contribution) or (contribution.reviewed_at is not None and not reports):
        raise _already_settled(contribution)
    contribution.reviewed_at = clock.now()
    ruling = _rule(actor, contribution, Ruling.APPROVE)
    _settle_reports(contribution, dialogue, reports, ruling)
    return ruling


def hide(
    actor: Actor, contribution: Contribution, *, ground: Ground, reasons: str, seen: Seen | None = None
) -> RulingRecord:
    """Hide a contribution on a ground, with the statement of reasons its author gets; every open report is settled.

    Raises Refused: E-ROLE, or E-M01 if somebody has ruled since; ValueError without reasons.
    """
    dialogue = _begin(actor, contribution, seen)
    if not is_visible(contribution):
        raise _already_settled(contribution)
    contribution.reviewed_at = clock.now()
    set_visibility(contribution, Visibility.HIDDEN)
    ruling = _rule(actor, contribution, Ruling.HIDE, ground=ground, reasons=stated(reasons))
    _settle_reports(contribution, dialogue, open_reports(contribution.id), ruling)
    emails.tell_author_hidden(contribution, dialogue, ruling)
    return ruling


def hide_several(
    actor: Actor, chosen: Mapping[int, Seen], *, ground: Ground, reasons: str
) -> tuple[list[Contribution], list[Contribution]]:
    """Hide several on one ground, each with its own ruling; returns those hidden and those already settled."""
    hidden: list[Contribution] = []
    settled: list[Contribution] = []
    # Always in the same order, so that two moderators with the same list wait for each other instead of locking up.
    for contribution_id in sorted(chosen):
        contribution = by_id(contribution_id)
        try:
            hide(actor, contribution, ground=ground, reasons=reasons, seen=chosen[contribution_id])
        except Refused as error:
            if any(r.code != "E-M01" for r in error.reasons):
                raise
            settled.append(contribution)
        else:
            hidden.append(contribution)
    return hidden, settled


def restore(actor: Actor, contribution: Contribution, *, reasons: str = "", seen: Seen | None = None) -> RulingRecord:
    """Show a hidden contribution again. Raises Refused: E-ROLE, E-M01 if somebody has ruled since, E-M03 while a
    complaint waits: that is another moderator's to settle."""
    dialogue = _begin(actor, contribution, seen)
    hiding = authors_ruling(contribution)
    if hiding is None:
        raise _already_settled(contribution)
    if hiding.complaint is not None and hiding.complaint.decided_at is None:
        raise Refused(Reason("E-M03"), by_guard=True)
    ruling = _show_again(actor, contribution, reasons)
    emails.tell_author_restored(contribution, dialogue, ruling)
    return ruling


def report(
    actor: Actor,
    contribution: Contribution,
    *,
    ground: Ground,
    text: str,
    email: str,
    locale: str,
    reporter_key: str,
    key: str,
) -> tuple[Report, bool]:
    """Receive a report; returns it and whether it is new: a browser reports a contribution once, a form counts once.

    Whoever reports child abuse material is not asked who they are: an address is not kept. Raises NotFound for what
    is not visible.
    """
    dialogue = dialogue_by_id(contribution.dialogue_id)
    require(actor, ModerationPermission.REPORT, dialogue)
    _lock(contribution)
    if not is_visible(contribution) or contribution.contribution_kind is ContributionKind.SURVEY_RESPONSE:
        raise NotFound
    session = db.session()
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    made = session.scalar(
        insert(Report)
        .values(
            contribution_id=contribution.id,
            ground=ground.value,
            text=text.strip()[:MAXIMUM_REPORT],
            email="" if ground is Ground.CHILD_ABUSE_MATERIAL else email.strip().lower(),
            locale=locale,
            reporter_key=reporter_key,
            idempotency_key=key,
            receipt_code=new_code(),
            reported_at=clock.now(),
        )
        .on_conflict_do_nothing()
        .returning(Report.id)
    )
    if made is None:
        return _earlier_report(contribution.id, reporter_key, key), False
    received = session.get_one(Report, made)
    _log(actor, contribution, "report.received", report=received.id, ground=ground.value)
    emails.tell_reporter_received(contribution, dialogue, received)
    emails.tell_moderators_reported(contribution, dialogue, received)
    return received, True


def complain(actor: Actor, contribution: Contribution, *, text: str) -> tuple[Complaint, bool]:
    """Receive the author's complaint about the ruling that hides their contribution; one a ruling, so the same words
    again give the first.

    Raises NotFound if it is not hidden; Refused: E-M02 when the time has passed, E-M04 for other words than the first.
    """
    require(actor, ModerationPermission.COMPLAIN)
    _lock(contribution)
    hiding = authors_ruling(contribution)
    if hiding is None:
        raise NotFound
    if (first := hiding.received_before(text)) is not None:
        return first, False
    if not hiding.may_complain:
        raise Refused(Reason("E-M02", {"date": hiding.complain_until}), by_guard=True)
    complaint = Complaint(
        ruling_id=hiding.ruling.id, contribution_id=contribution.id, text=stated(text), received_at=clock.now()
    )
    db.session().add(complaint)
    db.session().flush()
    _log(actor, contribution, "complaint.received", complaint=complaint.id, ruling=hiding.ruling.id)
    return complaint, True


def settle_complaint(actor: Actor, complaint: Complaint, *, outcome: ComplaintOutcome, reasons: str) -> Complaint:
    """Decide a complaint: upheld, the contribution is shown again; rejected, it stays hidden. The author is told.

    Raises Refused: E-ROLE for whoever hid it and for those who do not moderate the dialogue, E-M01 if it is settled.
    """
    contribution = by_id(complaint.contribution_id)
    dialogue = dialogue_by_id(contribution.dialogue_id)
    hiding = db.session().get_one(RulingRecord, complaint.ruling_id)
    require(actor, ModerationPermission.SETTLE_COMPLAINT, ComplaintMatter(dialogue, hiding.decided_by_id))
    _lock(contribution)
    db.session().refresh(complaint, with_for_update=True)
    if complaint.outcome is not None:
        raise Refused(Reason("E-M01", {"ruling": ComplaintOutcome(complaint.outcome)}), by_guard=True)
    complaint.outcome = outcome.value
    complaint.reasons = stated(reasons)
    complaint.decided_by_id = actor.account_id
    complaint.decided_at = clock.now()
    _log(actor, contribution, "complaint.settled", complaint=complaint.id, outcome=outcome.value)
    if outcome is ComplaintOutcome.UPHELD:
        _show_again(actor, contribution, reasons)
    db.session().flush()
    emails.tell_author_complaint_settled(contribution, dialogue, complaint)
    return complaint


def _begin(actor: Actor, contribution: Contribution, seen: Seen | None) -> Dialogue:
    """Check the right, lock, and refuse to rule on what somebody has ruled on since it was read."""
    dialogue = dialogue_by_id(contribution.dialogue_id)
    require(actor, ModerationPermission.RULE, dialogue)
    if contribution.contribution_kind in NEVER_SHOWN:
        raise NotFound
    _lock(contribution)
    if seen is not None:
        newest = newest_ruling(contribution.id)
        if (newest.id if newest else 0) != seen.ruling_id:
            raise _already_settled(contribution)
    return dialogue


def _lock(contribution: Contribution) -> None:
    """Read the contribution anew; rulings, reports and complaints about it follow one another from here."""
    db.session().refresh(contribution, with_for_update={"of": Contribution})


def _already_settled(contribution: Contribution) -> Refused:
    newest = newest_ruling(contribution.id)
    return Refused(Reason("E-M01", {"ruling": Ruling(newest.ruling) if newest else Ruling.APPROVE}), by_guard=True)


def _rule(
    actor: Actor, contribution: Contribution, ruling: Ruling, *, ground: Ground | None = None, reasons: str = ""
) -> RulingRecord:
    record = RulingRecord(
        contribution_id=contribution.id,
        ruling=ruling.value,
        ground=ground.value if ground else None,
        reasons=reasons,
        decided_by_id=actor.account_id,
        decided_at=clock.now(),
    )
    db.session().add(record)
    db.session().flush()
    data = {"ruling": record.id, "ground": ground.value} if ground else {"ruling": record.id}
    _log(actor, contribution, f"contribution.{ruling.value}", **data)
    return record


def _show_again(actor: Actor, contribution: Contribution, reasons: str) -> RulingRecord:
    set_visibility(contribution, Visibility.VISIBLE)
    return _rule(actor, contribution, Ruling.RESTORE, reasons=reasons.strip())


def _settle_reports(
    contribution: Contribution, dialogue: Dialogue, reports: Sequence[Report], ruling: RulingRecord
) -> None:
    for settled in reports:
        settled.settled_at = ruling.decided_at
        settled.ruling_id = ruling.id
        emails.tell_reporter_settled(contribution, dialogue, settled, ruling)
    db.session().flush()


def _earlier_report(contribution_id: int, reporter_key: str, key: str) -> Report:
    same_browser = (Report.contribution_id == contribution_id) & (Report.reporter_key == reporter_key)
    return (
        db.session()
        .scalars(select(Report).where(or_(same_browser, Report.idempotency_key == key)).order_by(Report.id).limit(1))
        .one()
    )


def _log(actor: Actor, contribution: Contribution, action: str, **data: object) -> None:
    event_log.record(
        actor, action, dialogue_id=contribution.dialogue_id, contribution_id=contribution.id, data=dict(data)
    )
