"""Writing the result report, and publishing it (T7)."""

from __future__ import annotations

from collections.abc import Mapping

from participation import clock, db, event_log
from participation.access import Actor, Conflict, Refused, require
from participation.dialogues.actions import lock, log_move, make_visible
from participation.dialogues.models import Dialogue
from participation.dialogues.rules import Move
from participation.results import emails
from participation.results.actions.themes import cover_what_is_hidden, make_other
from participation.results.guards import COMPILE_GUARDS, failing
from participation.results.models import ResultReport
from participation.results.permissions import ResultsPermission
from participation.results.queries import REPORT_WRITTEN, compile_facts, fingerprint, report_of, sections_of
from participation.results.rules import ReportSection
from participation.statements.actions.phases import publish_review_statement
from participation.texts import Texts


def save_report(
    actor: Actor, dialogue: Dialogue, sections: Mapping[ReportSection, Texts], *, seen: str | None
) -> ResultReport:
    """Keep the sections, complete or not. ``seen`` is the fingerprint of what the form was made from.

    Raises Refused (E-ROLE, E-STATE), and Conflict if somebody else has written something else meanwhile.
    """
    lock(dialogue)
    require(actor, ResultsPermission.WRITE_REPORT, dialogue)
    report = report_of(dialogue.id)
    before = sections_of(report)
    after = {**before, **sections}
    if after == before and report is not None:
        return report
    if seen is not None and seen != fingerprint(report):
        raise Conflict
    if report is None:
        report = ResultReport(dialogue_id=dialogue.id)
        db.session().add(report)
    for section, texts in after.items():
        setattr(report, section.value, texts)
    report.written_by_id = actor.account_id
    db.session().flush()
    changed = sorted(s.value for s in after if after[s] != before[s])
    event_log.record(actor, REPORT_WRITTEN, dialogue_id=dialogue.id, data={"sections": changed})
    return report


def publish_report(actor: Actor, dialogue: Dialogue) -> ResultReport:
    """T7: publish what residents said, and tell those who left an address. Raises Refused with every failing guard."""
    lock(dialogue)
    require(actor, ResultsPermission.COMPILE, dialogue)
    facts = compile_facts(dialogue)
    reasons = failing(COMPILE_GUARDS, facts)
    if reasons:
        raise Refused(*reasons, by_guard=True)
    report = report_of(dialogue.id)
    if report is None:
        raise AssertionError("the guards let a report pass that nobody has written")
    cover_what_is_hidden(dialogue, make_other(actor, dialogue))
    now = clock.now()
    report.published_at = dialogue.compiled_at = now
    db.session().flush()
    log_move(actor, dialogue, Move.COMPILE, guards=[g.__name__ for g in COMPILE_GUARDS], counted=facts.counted)
    publish_review_statement(dialogue, actor.account_id)
    make_visible(dialogue)
    emails.report_published(dialogue)
    return report
