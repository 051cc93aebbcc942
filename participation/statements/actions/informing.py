"""Informing those whose written views were not met: by mail where they left an address, else by letter post."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from participation import clock, db, event_log, outbox
from participation.access import Actor, NotFound, require
from participation.dialogues.actions import lock
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import decision_of_kind
from participation.dialogues.rules import DecisionKind
from participation.legal.rules import LegalPhase
from participation.statements import emails
from participation.statements.models import StatementAnswer
from participation.statements.permissions import StatementPermission
from participation.statements.queries import must_be_told, statement
from participation.statements.rules import DECIDED

INFORMED = "statement.informed"
REVIEW_SENT = "statement.review_sent"


def send_review_statement(actor: Actor, dialogue: Dialogue) -> int:
    """Write to those whose views were not met and who left an e-mail address that the review statement is there (PBL
    5:24). Returns how many letters that made: sent again, it writes to nobody twice. Raises Refused (E-ROLE, E-STATE).
    """
    lock(dialogue)
    require(actor, StatementPermission.SEND_REVIEW, dialogue)
    phase = LegalPhase(dialogue.phases[-1].kind)
    sent = sum(emails.reviewed(dialogue, phase, found) for found in must_be_told(dialogue.id) if found.email)
    if sent:
        event_log.record(actor, REVIEW_SENT, dialogue_id=dialogue.id, data={"number": sent})
    return sent


def inform_by_mail(actor: Actor, dialogue: Dialogue, *, appeal: str) -> int:
    """Write to those of them who left an e-mail address what is decided and how to appeal (PBL 5:30-31), and note that
    they are informed, which holds once the letter is sent. Returns how many letters that made: sent again, it writes to
    nobody twice.

    Raises Refused (E-ROLE, E-STATE); ValueError without how to appeal.
    """
    lock(dialogue)
    require(actor, StatementPermission.INFORM, dialogue)
    if not appeal.strip():
        raise ValueError("whoever is informed of a decision is told how to appeal")
    decision = decision_of_kind(dialogue.id, DecisionKind.HANDLE_RESULTS)
    if decision is None:
        raise NotFound
    reached = [found for found in must_be_told(dialogue.id) if found.email]
    sent = sum(emails.decided(dialogue, decision, found, appeal=appeal.strip()) for found in reached)
    _note(actor, dialogue, [found.number for found in reached], on=clock.today(), by="mail")
    return sent


def note_informed(actor: Actor, dialogue: Dialogue, numbers: Iterable[int], *, on: date) -> int:
    """Note when those to whom a letter was posted were informed of the decision; returns how many were new. Where an
    e-mail to them still waits or has failed, it is taken back: they are told once.

    Raises Refused (E-ROLE, E-STATE); NotFound for a statement of another dialogue; ValueError for a day to come.
    """
    lock(dialogue)
    require(actor, StatementPermission.INFORM, dialogue)
    if on > clock.today():
        raise ValueError("nobody has been informed on a day that has not come")
    return _note(actor, dialogue, numbers, on=on, by="post")


def _note(actor: Actor, dialogue: Dialogue, numbers: Iterable[int], *, on: date, by: str) -> int:
    done = 0
    for number in numbers:
        found = statement(dialogue.id, number)
        row = db.session().get(StatementAnswer, found.id)
        instead = by == "post" and bool(found.email) and outbox.take_back(found.email, f"{DECIDED}{found.id}")
        if row is not None and (row.informed_on is None or instead):
            row.informed_on, row.informed_by_id = on, actor.account_id
            done += 1
    db.session().flush()
    if done:
        data = {"number": done, "on": on.isoformat(), "by": by}
        event_log.record(actor, INFORMED, dialogue_id=dialogue.id, data=data)
    return done
