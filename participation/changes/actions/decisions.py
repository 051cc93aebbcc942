"""Recording what a body has decided about a dialogue under way: it says no, or it cancels."""

from __future__ import annotations

from participation import clock, db
from participation.access import Actor, require
from participation.changes import emails
from participation.changes.guards import CANCELLATION_GUARDS, REJECTION_GUARDS
from participation.changes.recording import ChangeDecision, guard, is_same, record
from participation.dialogues.actions import lock, log_move, make_visible
from participation.dialogues.models import Decision, Dialogue
from participation.dialogues.permissions import DialoguePermission
from participation.dialogues.queries import current_stage, decision_of_kind
from participation.dialogues.rules import DecisionKind, Move, is_public


def reject(actor: Actor, dialogue: Dialogue, taken: ChangeDecision) -> Decision:
    """T2x: the body has decided not to hold the dialogue. The same decision sent again gives the one recorded.

    Raises Refused: E-STATE, then every failing guard together, then E-ROLE for a secretary of another body.
    ValueError without a motive.
    """
    lock(dialogue)
    recorded = _recorded(actor, dialogue, DecisionKind.REJECT, taken)
    if recorded is not None:
        return recorded
    require(actor, DialoguePermission.REJECT, dialogue)
    guard(dialogue, taken, REJECTION_GUARDS)
    if not taken.motive.sv:
        raise ValueError("a rejection says why")
    decision = record(actor, dialogue, DecisionKind.REJECT, taken)
    dialogue.rejected_at = clock.now()
    db.session().flush()
    log_move(actor, dialogue, Move.REJECT, decision=decision.id, note=taken.motive.sv)
    return decision


def cancel(actor: Actor, dialogue: Dialogue, taken: ChangeDecision) -> Decision:
    """T14: the body has cancelled the dialogue, says why, and tells those who took part. Public if it ever was.

    Whoever left an address is written to, in their language. The same decision sent again gives the one recorded.
    Raises Refused: E-STATE, then every failing guard together, then E-ROLE for a secretary of another body.
    """
    lock(dialogue)
    recorded = _recorded(actor, dialogue, DecisionKind.CANCEL, taken)
    if recorded is not None:
        return recorded
    require(actor, DialoguePermission.CANCEL, dialogue)
    guard(dialogue, taken, CANCELLATION_GUARDS)
    source = current_stage(dialogue)
    decision = record(actor, dialogue, DecisionKind.CANCEL, taken)
    dialogue.cancelled_at = clock.now()
    db.session().flush()
    told = emails.cancelled(dialogue, decision)
    log_move(actor, dialogue, Move.CANCEL, source=source, decision=decision.id, recipients=told)
    if is_public(dialogue.stage_facts, clock.now()):
        make_visible(dialogue)
    return decision


def _recorded(actor: Actor, dialogue: Dialogue, kind: DecisionKind, taken: ChangeDecision) -> Decision | None:
    """The decision already recorded, if it is the same, by the same secretary: a button pressed twice is no error."""
    found = decision_of_kind(dialogue.id, kind)
    if found is None or found.recorded_by_id != actor.account_id or not is_same(found, taken):
        return None
    return found
