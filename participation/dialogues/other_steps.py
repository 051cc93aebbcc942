"""Steps that are no part of an ordinary life: what a dialogue's reader may do when something else has happened."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for

from participation.access import Role, allowed
from participation.dialogues.permissions import DialoguePermission
from participation.dialogues.rules import Stage
from participation.dialogues.workspace import Link, State
from participation.i18n import Lazy, lazy

_STEPS: tuple[tuple[DialoguePermission, Lazy, str], ...] = (
    (DialoguePermission.PAUSE, lazy("Pause the dialogue for a while"), "pause"),
    (DialoguePermission.EXTEND, lazy("Give people longer to take part"), "extend"),
    (DialoguePermission.AMEND, lazy("Record a decision that changes what is locked"), "amend"),
    (
        DialoguePermission.NOTE_DECISION,
        lazy("Note that the decision it informs has been moved or taken"),
        "decision_point",
    ),
    (DialoguePermission.CANCEL, lazy("Cancel the dialogue"), "cancel"),
)
"""In the order they are offered."""

_BY_SECRETARY = frozenset({DialoguePermission.CANCEL, DialoguePermission.AMEND})


def other_steps(state: State) -> tuple[Link, ...]:
    """What the reader may do besides what comes next."""
    return tuple(_links(state))


def _links(state: State) -> Iterator[Link]:
    dialogue = state.dialogue
    for permission, text, page in _STEPS:
        if permission in _BY_SECRETARY and not records_for(state):
            continue
        if allowed(state.actor, permission, dialogue):
            yield Link(str(text), url_for(f"officials.changes.{page}", dialogue_id=dialogue.id))


def records_for(state: State) -> bool:
    """Whether the reader is the secretary of the body whose dialogue it is."""
    return state.actor.holds(Role.COMMITTEE_SECRETARY, state.dialogue.responsible_body_id, state.dialogue.id)


def rejects(state: State) -> Link | None:
    """The way to record that the body says no, for its secretary while it is proposed."""
    if state.stage is not Stage.PROPOSED or not records_for(state):
        return None
    return Link(str(_REJECT), url_for("officials.changes.reject", dialogue_id=state.dialogue.id))


_REJECT = lazy("Record the rejection")
