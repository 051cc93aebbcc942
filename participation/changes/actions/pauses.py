"""Pausing a dialogue for a while, letting it go on, and giving people longer."""

from __future__ import annotations

from datetime import date, timedelta

from participation import clock, db
from participation.access import Actor, Reason, Refused, Role, require
from participation.changes.guards import EXTENSION_GUARDS, ExtensionFacts, pause_stands
from participation.dialogues.actions import lock, log_move, make_visible
from participation.dialogues.models import Dialogue
from participation.dialogues.permissions import DialoguePermission
from participation.dialogues.queries import closes_on, current_stage, facts_of
from participation.dialogues.rules import Kind, Move
from participation.legal.rules import LegalPhase
from participation.texts import Texts


def pause(actor: Actor, dialogue: Dialogue, *, reason: Texts, resumes_on: date | None) -> None:
    """T13: nobody can take part until ``resumes_on``, when it goes on by itself; the days are added to its closing.

    Raises Refused (E-ROLE, E-STATE, E-G35).
    """
    lock(dialogue)
    require(actor, DialoguePermission.PAUSE, dialogue)
    reasons = pause_stands(reason, resumes_on, clock.today())
    if reasons or resumes_on is None:
        raise Refused(*reasons, by_guard=True)
    source = current_stage(dialogue)
    dialogue.pause_reason = reason
    dialogue.paused_at = clock.now()
    dialogue.resumes_at = clock.start_of_day(resumes_on)
    _move_closing(dialogue, clock.today(), resumes_on, back=False)
    db.session().flush()
    closing = closes_on(dialogue)
    log_move(
        actor,
        dialogue,
        Move.PAUSE,
        source=source,
        resumes_on=resumes_on.isoformat(),
        closes_on=closing.isoformat() if closing else "",
    )
    make_visible(dialogue)


def resume(actor: Actor, dialogue: Dialogue) -> None:
    """T13, back: it goes on now, earlier than planned; days it is not paused after all are taken off its closing.

    Raises Refused (E-ROLE, E-STATE).
    """
    lock(dialogue)
    require(actor, DialoguePermission.RESUME, dialogue)
    if dialogue.paused_at is None or dialogue.resumes_at is None:
        raise AssertionError("a paused dialogue has both ends of its pause")
    source = current_stage(dialogue)
    # A day during which it was paused at all counts whole: residents lose nothing by it.
    first_whole_day = clock.today() + timedelta(days=1)
    _move_closing(dialogue, first_whole_day, clock.local_date(dialogue.resumes_at), back=True)
    dialogue.resumes_at = clock.now()
    db.session().flush()
    log_move(actor, dialogue, Move.RESUME, source=source)
    make_visible(dialogue)


def _move_closing(dialogue: Dialogue, first: date, resumes: date, *, back: bool) -> None:
    """Add the days from ``first`` until it resumes to each period that loses them, or take them off again.

    Going back, the periods are those with the pause still in them, so what is compared is where they would end.
    """
    if resumes <= first:
        return
    for phase in dialogue.phases:
        opens = clock.local_date(phase.opens_at)
        last = clock.last_date_before(phase.closes_at)
        lost = (resumes - max(first, opens)).days
        if lost <= 0 or last < first:
            continue
        phase.closes_at = clock.end_of_day(last - timedelta(days=lost) if back else last + timedelta(days=lost))


def extend(
    actor: Actor,
    dialogue: Dialogue,
    *,
    closes_on: date | None,
    results_due: date | None,
    handling_meeting: date | None,
    feedback_due: date | None,
) -> None:
    """T6e: people get longer. The schedule must still add up, before the decision it informs.

    The secretary records what the body has decided, and may move what is promised for later; the coordinator extends
    within the plan. Raises Refused: E-STATE, then E-G24, E-G16, E-G03 together; E-ROLE.
    """
    lock(dialogue)
    require(actor, DialoguePermission.EXTEND, dialogue)
    period = dialogue.phases[-1]
    last = clock.last_date_before(period.closes_at)
    later = (results_due, handling_meeting, feedback_due)
    promised = (dialogue.results_due, dialogue.handling_meeting, dialogue.feedback_due)
    if later != promised and not actor.holds(Role.COMMITTEE_SECRETARY, dialogue.responsible_body_id, dialogue.id):
        raise Refused(Reason("E-ROLE", {"role": Role.COMMITTEE_SECRETARY, "body": dialogue.responsible_body.names}))
    phase = LegalPhase(period.kind) if dialogue.kind == Kind.STATUTORY.value else None
    opened = clock.local_date(period.opens_at)
    facts = ExtensionFacts(facts_of(dialogue), opened, last, phase, closes_on, *later)
    reasons = [r for guard in EXTENSION_GUARDS for r in guard(facts, clock.today())]
    if reasons or closes_on is None:
        raise Refused(*reasons, by_guard=True)
    if closes_on == last and later == promised:
        return
    source = current_stage(dialogue)
    period.closes_at = clock.end_of_day(closes_on)
    dialogue.results_due, dialogue.handling_meeting, dialogue.feedback_due = later
    db.session().flush()
    moved = {
        name: [was.isoformat() if was else "", now.isoformat() if now else ""]
        for name, was, now in zip(("results_due", "handling_meeting", "feedback_due"), promised, later, strict=True)
        if was != now
    }
    log_move(
        actor, dialogue, Move.EXTEND, source=source, was=last.isoformat(), closes_on=closes_on.isoformat(), moved=moved
    )
    make_visible(dialogue)
