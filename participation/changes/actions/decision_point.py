"""Noting that the decision which a dialogue informs has been moved, or has been taken (N17).

It is a fact about another matter, not a change of the dialogue: anybody who works with it may note it, at once, so that
residents are told. What follows from it, a pause or an end, is for others to decide.
"""

from __future__ import annotations

from datetime import date

from participation import clock, db, event_log
from participation.access import Actor, Refused, Role, require
from participation.changes import emails
from participation.changes.guards import decision_noted
from participation.dialogues.actions import lock, make_visible
from participation.dialogues.models import Dialogue
from participation.dialogues.permissions import DialoguePermission
from participation.dialogues.public_notices import decided_too_early
from participation.dialogues.rules import is_public
from participation.due_dates.queries import staff_of

NOTED = "dialogue.decision_moved"

TOLD = (Role.OFFICER, Role.COORDINATOR, Role.COMMITTEE_SECRETARY, Role.ELECTED)
"""Who is written to: those who work with the dialogue, and the elected representatives of its body."""


def note_decision(
    actor: Actor, dialogue: Dialogue, *, meeting: date | None = None, taken_on: date | None = None, paragraph: str = ""
) -> bool:
    """Note the new meeting, or that the decision has been taken. False if just that is noted already.

    Raises Refused: E-ROLE, E-STATE; E-G03 without either or with a meeting that has been, E-G15 for a decision without
    a section or of a day that has not come.
    """
    lock(dialogue)
    require(actor, DialoguePermission.NOTE_DECISION, dialogue)
    reasons = decision_noted(meeting, taken_on, paragraph, clock.today())
    if reasons:
        raise Refused(*reasons, by_guard=True)
    noted = (meeting or dialogue.decision_meeting, taken_on, paragraph.strip() if taken_on else "")
    before = (dialogue.decision_meeting, dialogue.decision_taken_on, dialogue.decision_taken_paragraph)
    if noted == before:
        return False
    dialogue.decision_meeting, dialogue.decision_taken_on, dialogue.decision_taken_paragraph = noted
    dialogue.decision_moved_at = clock.now()
    db.session().flush()
    event = event_log.record(
        actor,
        NOTED,
        dialogue_id=dialogue.id,
        data={
            "was": before[0].isoformat() if before[0] else "",
            "meeting": meeting.isoformat() if meeting else "",
            "taken_on": taken_on.isoformat() if taken_on else "",
            "paragraph": noted[2],
        },
    )
    if decided_too_early(dialogue):
        bodies = [b for b in (dialogue.responsible_body_id, dialogue.executing_body_id) if b is not None]
        emails.decided_early(dialogue, event.id, staff_of(bodies, dialogue.id, TOLD))
    if is_public(dialogue.stage_facts, clock.now()):
        make_visible(dialogue)
    return True
