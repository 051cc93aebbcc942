"""From the first period to the second: the consultation report, and the announcement of the review."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date

from participation import clock, db, event_log
from participation.access import Actor, Conflict, NotFound, Reason, Refused, require
from participation.dialogues.actions import lock, make_visible
from participation.dialogues.guards import decision_ahead, schedule_adds_up
from participation.dialogues.models import Dialogue, Phase
from participation.dialogues.permissions import wrong_stage
from participation.dialogues.public_parts import REPORTED, REVIEW_ANNOUNCED
from participation.dialogues.queries import facts_of, unmoderated_on
from participation.dialogues.statutory.reads import case_of, law_facts
from participation.legal.models import LegalBasis
from participation.legal.rules import LegalPhase, Output
from participation.statements.guards import REVIEW_GUARDS, ReviewFacts, answers_written
from participation.statements.models import PhaseReport
from participation.statements.permissions import StatementPermission
from participation.statements.queries import counts, report_of


def save_report(
    actor: Actor, dialogue: Dialogue, phase: LegalPhase, *, how: str, seen: str | None = None
) -> PhaseReport:
    """Keep how the phase was carried out, for its report. ``seen``: what it said when the form was made.

    Raises Refused (E-ROLE, E-STATE); Conflict if somebody else has written something else meanwhile.
    """
    lock(dialogue)
    require(actor, StatementPermission.ANSWER, dialogue)
    if case_of(dialogue) is None:
        raise NotFound
    report = report_of(dialogue.id, phase)
    if report is None:
        report = PhaseReport(dialogue_id=dialogue.id, phase=phase.value)
        db.session().add(report)
    elif report.published_at is not None:
        raise Refused(wrong_stage(dialogue, clock.now()), by_guard=True)
    if seen is not None and said_how(report) not in (seen, hashed(how)):
        raise Conflict
    report.how, report.written_by_id = how.strip(), actor.account_id
    db.session().flush()
    return report


def said_how(report: PhaseReport | None) -> str:
    """A short name for what is written about how the phase was carried out."""
    return hashed(report.how if report is not None and report.how else "")


def hashed(how: str) -> str:
    """The short name that such a text would have."""
    return hashlib.sha256(how.strip().encode()).hexdigest()[:16]


def publish_consultation_report(actor: Actor, dialogue: Dialogue) -> PhaseReport:
    """Publish what the first period brought and how it is answered. Published again, it stays as it is.

    Raises Refused: E-ROLE, E-STATE, then together E-G13f for statements without an answer and E-G13h without an
    account of how it was carried out.
    """
    lock(dialogue)
    require(actor, StatementPermission.REPORT, dialogue)
    if case_of(dialogue) is None or len(dialogue.phases) > 1:
        raise Refused(wrong_stage(dialogue, clock.now()), by_guard=True)
    report = report_of(dialogue.id, LegalPhase.SAMRAD)
    if report is not None and report.published_at is not None:
        return report
    found = counts(dialogue.id, LegalPhase.SAMRAD)
    reasons = answers_written(found.unanswered, found.all)
    if report is None or not report.how:
        reasons.append(Reason("E-G13h", field="how"))
    if reasons or report is None:
        raise Refused(*reasons, by_guard=True)
    report.published_at = clock.now()
    db.session().flush()
    event_log.record(actor, REPORTED, dialogue_id=dialogue.id, data={"statements": found.all})
    make_visible(dialogue)
    return report


def announce_review(
    actor: Actor,
    dialogue: Dialogue,
    *,
    basis: LegalBasis | None,
    opens_on: date | None,
    closes_on: date | None,
    results_due: date | None,
    handling_meeting: date | None,
    feedback_due: date | None,
) -> Phase:
    """Announce the second period; the clock opens it. Until it has opened, it can be announced anew with other dates;
    with the same ones it is announced once.

    Raises Refused: E-ROLE, E-STATE when it has opened, then together E-G13d, E-G13g, E-G13b, E-G13c, E-G21,
    E-G16 and E-G03.
    """
    lock(dialogue)
    require(actor, StatementPermission.REVIEW, dialogue)
    case = case_of(dialogue)
    if case is not None:
        db.session().refresh(case)  # it may have been announced while this waited
    second = next((p for p in dialogue.phases if p.kind == LegalPhase.GRANSKNING.value), None)
    if case is None or (second is not None and second.opens_at <= clock.now()):
        raise Refused(wrong_stage(dialogue, clock.now()), by_guard=True)
    if basis is not None and basis.legal_phase is not LegalPhase.GRANSKNING:
        raise NotFound
    report = report_of(dialogue.id, LegalPhase.SAMRAD)
    facts = facts_of(dialogue)
    review = ReviewFacts(
        dialogue=facts,
        law=law_facts(basis, dialogue.responsible_body_id) if basis else None,
        output=Output(case.samrad_basis.output),
        reported=report is not None and report.published_at is not None,
        opens_on=opens_on,
        closes_on=closes_on,
        unmoderated_on=unmoderated_on(dialogue.id, opens_on, closes_on) if opens_on and closes_on else None,
    )
    today = clock.today()
    reasons = [r for guard in REVIEW_GUARDS for r in guard(review, today)]
    if facts.statutory is not None and review.law is not None:
        laws = {**facts.statutory.laws, LegalPhase.GRANSKNING: review.law}
        dated = replace(facts.statutory, laws=laws, review_opens_on=opens_on, review_closes_on=closes_on)
        planned = replace(
            facts,
            statutory=dated,
            results_due=results_due,
            handling_meeting=handling_meeting,
            feedback_due=feedback_due,
        )
        reasons += [*schedule_adds_up(planned, today), *decision_ahead(planned, today)]
    if reasons or basis is None or opens_on is None or closes_on is None:
        raise Refused(*reasons, by_guard=True)
    planned_for = (results_due, handling_meeting, feedback_due)
    wanted = (basis.id, opens_on, closes_on, *planned_for)
    if second is not None and wanted == (
        case.granskning_basis_id,
        case.review_opens_on,
        case.review_closes_on,
        dialogue.results_due,
        dialogue.handling_meeting,
        dialogue.feedback_due,
    ):
        return second
    if second is None:
        second = Phase(dialogue_id=dialogue.id, position=2, kind=LegalPhase.GRANSKNING.value)
        dialogue.phases.append(second)
    second.opens_at, second.closes_at = clock.start_of_day(opens_on), clock.end_of_day(closes_on)
    case.granskning_basis_id, case.granskning_basis = basis.id, basis
    case.review_opens_on, case.review_closes_on = opens_on, closes_on
    dialogue.results_due, dialogue.handling_meeting, dialogue.feedback_due = planned_for
    db.session().flush()
    dates = {"opens_on": opens_on.isoformat(), "closes_on": closes_on.isoformat(), "law": basis.code}
    event_log.record(actor, REVIEW_ANNOUNCED, dialogue_id=dialogue.id, data=dates)
    make_visible(dialogue)
    return second


def publish_review_statement(dialogue: Dialogue, actor_id: int | None) -> None:
    """The report of the last phase is published with the results; the caller has checked the right and the guards."""
    if case_of(dialogue) is None or not dialogue.phases:
        return
    phase = LegalPhase(dialogue.phases[-1].kind)
    report = report_of(dialogue.id, phase)
    if report is None:
        report = PhaseReport(dialogue_id=dialogue.id, phase=phase.value, written_by_id=actor_id)
        db.session().add(report)
    if report.published_at is None:
        report.published_at = clock.now()
    db.session().flush()
