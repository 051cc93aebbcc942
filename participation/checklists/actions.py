"""Writes of a dialogue's checklists: ticking a line, with a note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from participation import clock, db, event_log
from participation.access import Actor, Conflict, require
from participation.checklists.models import ChecklistTick
from participation.checklists.permissions import ChecklistPermission
from participation.checklists.queries import Line, fingerprint, lines_of
from participation.checklists.rules import LONGEST_NOTE
from participation.dialogues.actions import lock
from participation.dialogues.models import Dialogue

TICKED = "checklist.ticked"
UNTICKED = "checklist.unticked"
NOTED = "checklist.noted"


@dataclass(frozen=True)
class Said:
    """What somebody says of a line; ``seen`` is the fingerprint of what they saw, None if they saw nothing."""

    ticked: bool
    note: str = ""
    seen: str | None = None

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.ticked, self.note.strip()[:LONGEST_NOTE])

    def touches(self, line: Line) -> bool:
        """Whether it changes the line: not what was seen said once more, nor what is stored already."""
        return self.fingerprint not in (self.seen, line.fingerprint)


def tick(actor: Actor, dialogue: Dialogue, said: Mapping[str, Said]) -> int:
    """Note what is said of the lines, by their keys; returns how many changed. Keys that no line has are left alone.

    Raises Refused (E-ROLE); :class:`Conflict` if somebody else has said something else of a line meanwhile: then
    nothing is written.
    """
    lock(dialogue)
    require(actor, ChecklistPermission.TICK, dialogue)
    touched = [(line, new) for line in lines_of(dialogue) if (new := said.get(line.item.key)) and new.touches(line)]
    if any(new.seen not in (None, line.fingerprint) for line, new in touched):
        raise Conflict
    for line, new in touched:
        _write(actor, dialogue, line, ticked=new.ticked, note=new.note.strip()[:LONGEST_NOTE])
    db.session().flush()
    return len(touched)


def _write(actor: Actor, dialogue: Dialogue, line: Line, *, ticked: bool, note: str) -> None:
    action = NOTED if line.ticked is ticked else TICKED if ticked else UNTICKED
    found = line.tick
    if found is None:
        found = ChecklistTick(dialogue_id=dialogue.id, key=line.item.key)
        db.session().add(found)
    found.ticked, found.note = ticked, note
    found.by_id, found.by_name, found.at = actor.account_id, actor.name, clock.now()
    event_log.record(
        actor,
        action,
        dialogue_id=dialogue.id,
        data={"item": line.item.key, "text": dict(line.item.text), "note": note},
    )
