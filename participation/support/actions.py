"""Writes of support: asking and answering, once each, both on record."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from participation import clock, db, event_log
from participation.access import Actor, Conflict, require
from participation.bodies.models import Body
from participation.support import emails
from participation.support.models import SupportTicket
from participation.support.permissions import SupportPermission
from participation.support.queries import ticket_with

ASKED = "support.asked"
ANSWERED = "support.answered"


def ask(actor: Actor, body: Body, *, subject: str, question: str, key: str) -> SupportTicket:
    """Ask the coordinator for help, for a body. The same key gives the same question. Raises Refused (E-ROLE);
    ValueError without a subject and a question."""
    require(actor, SupportPermission.ASK, body.id)
    if not subject.strip() or not question.strip():
        raise ValueError("a question has a subject and a text")
    known = ticket_with(key)
    if known is not None:
        return known
    ticket = SupportTicket(
        body_id=body.id,
        body=body,
        subject=subject.strip(),
        question=question.strip(),
        asked_by_id=actor.account_id,
        asked_at=clock.now(),
        idempotency_key=key,
    )
    try:
        with db.session().begin_nested():
            db.session().add(ticket)
    except IntegrityError:
        # Sent twice at once: the other was first.
        same = ticket_with(key)
        if same is None:
            raise
        return same
    event_log.record(actor, ASKED, data={"ticket": ticket.id, "body": body.code})
    emails.asked(ticket)
    return ticket


def answer(actor: Actor, ticket: SupportTicket, *, text: str) -> SupportTicket:
    """Answer a body. Raises Refused (E-ROLE); Conflict if it is answered otherwise already; ValueError without a
    text."""
    db.session().refresh(ticket, with_for_update={"of": SupportTicket})
    require(actor, SupportPermission.ANSWER, ticket.body_id)
    if not text.strip():
        raise ValueError("an answer has a text")
    if ticket.answered_at is not None:
        if ticket.answer == text.strip():
            return ticket
        raise Conflict
    ticket.answer = text.strip()
    ticket.answered_by_id, ticket.answered_at = actor.account_id, clock.now()
    db.session().flush()
    event_log.record(actor, ANSWERED, data={"ticket": ticket.id, "body": ticket.body.code})
    emails.answered(ticket)
    return ticket
