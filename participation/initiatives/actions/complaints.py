"""Complaints about hidden initiatives: from the author, once for each hiding; settled by another than who hid it."""

from __future__ import annotations

from participation import clock, db, event_log
from participation.access import Actor, NotFound, Reason, Refused, require
from participation.initiatives import emails
from participation.initiatives.actions.minding import show_again
from participation.initiatives.actions.moves import lock
from participation.initiatives.models import Initiative, InitiativeComplaint
from participation.initiatives.permissions import InitiativePermission
from participation.initiatives.queries import hiding_of
from participation.moderation.rules import ComplaintOutcome, stated

RECEIVED = "initiative.complaint_received"
SETTLED = "initiative.complaint_settled"


def complain(actor: Actor, initiative: Initiative, *, text: str) -> InitiativeComplaint:
    """Receive the author's complaint about the hiding; one each, so the same words again give the first. Whoever has
    the return code may: the page has checked it.

    Raises NotFound if it is not hidden; Refused: E-M02 when the time has passed, E-M04 for other words than the first;
    ValueError without words.
    """
    require(actor, InitiativePermission.COMPLAIN)
    lock(initiative)
    hiding = hiding_of(initiative)
    if hiding is None or initiative.hidden_at is None:
        raise NotFound
    if (first := hiding.received_before(text)) is not None:
        return first
    if not hiding.may_complain:
        raise Refused(Reason("E-M02", {"date": hiding.complain_until}), by_guard=True)
    complaint = InitiativeComplaint(
        initiative_id=initiative.id, hidden_at=initiative.hidden_at, text=stated(text), received_at=clock.now()
    )
    db.session().add(complaint)
    db.session().flush()
    event_log.record(actor, RECEIVED, data={"initiative": initiative.id, "complaint": complaint.id})
    return complaint


def settle_complaint(actor: Actor, initiative: Initiative, *, outcome: ComplaintOutcome, reasons: str) -> Initiative:
    """Decide the complaint that waits: upheld, the initiative is shown again; rejected, it stays hidden. The author
    is told.

    Raises Refused: E-ROLE for whoever hid it and for those who do not moderate, E-M01 if it is settled; NotFound
    where nobody has complained.
    """
    lock(initiative)
    require(actor, InitiativePermission.SETTLE_COMPLAINT, initiative)
    hiding = hiding_of(initiative)
    if hiding is None or hiding.complaint is None:
        raise NotFound
    complaint = hiding.complaint
    if complaint.outcome is not None:
        raise Refused(Reason("E-M01", {"ruling": ComplaintOutcome(complaint.outcome)}), by_guard=True)
    complaint.outcome, complaint.reasons = outcome.value, stated(reasons)
    complaint.decided_by_id, complaint.decided_at = actor.account_id, clock.now()
    db.session().flush()
    data = {"initiative": initiative.id, "complaint": complaint.id, "outcome": outcome.value}
    event_log.record(actor, SETTLED, data=data)
    if outcome is ComplaintOutcome.UPHELD:
        show_again(actor, initiative)
    emails.complaint_settled(initiative, complaint)
    return initiative
