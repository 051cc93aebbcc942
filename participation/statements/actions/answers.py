"""What the officials make of a statement."""

from __future__ import annotations

import hashlib

from participation import clock, db, event_log
from participation.access import Actor, Conflict, Refused, require
from participation.dialogues.actions import lock, make_visible
from participation.dialogues.models import Dialogue
from participation.dialogues.permissions import wrong_stage
from participation.legal.rules import LegalPhase
from participation.statements.models import StatementAnswer
from participation.statements.permissions import StatementPermission
from participation.statements.queries import Statement, report_of, statement
from participation.statements.rules import Met


def answer_statement(
    actor: Actor,
    dialogue: Dialogue,
    number: int,
    *,
    summary: str,
    comment: str,
    proposal: str,
    met: Met | None,
    seen: str | None = None,
) -> StatementAnswer:
    """Keep the summary and the answer, complete or not. ``seen``: what the form was made from.

    Raises Refused (E-ROLE, E-STATE), also once the report of its phase is published with the answer: one that came on
    paper and was typed in later is still answered, and then stands in the report. NotFound for a statement of another
    dialogue; Conflict if somebody else has written meanwhile.
    """
    lock(dialogue)
    require(actor, StatementPermission.ANSWER, dialogue)
    found = statement(dialogue.id, number)
    published = report_of(dialogue.id, found.phase)
    is_public = published is not None and published.published_at is not None and found.phase is LegalPhase.SAMRAD
    if is_public and found.answered:
        raise Refused(wrong_stage(dialogue, clock.now()), by_guard=True)
    wanted = (summary.strip(), comment.strip(), proposal.strip(), met.value if met else None)
    row = db.session().get(StatementAnswer, found.id)
    if row is not None and (row.summary, row.comment, row.proposal, row.met) == wanted:
        return row
    if seen is not None and seen != fingerprint(found):
        raise Conflict
    if row is None:
        row = StatementAnswer(contribution_id=found.id)
        db.session().add(row)
    row.summary, row.comment, row.proposal, row.met = wanted
    row.written_by_id, row.written_at = actor.account_id, clock.now()
    db.session().flush()
    event_log.record(actor, "statement.answered", dialogue_id=dialogue.id, contribution_id=found.id)
    if is_public:
        make_visible(dialogue)
    return row


def fingerprint(found: Statement) -> str:
    """A short name for what is written about a statement, to notice that somebody else has written."""
    text = "\x00".join((found.summary, found.comment, found.proposal, found.met or ""))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
