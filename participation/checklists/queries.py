"""Reads of a dialogue's checklists: the lines of its version of the handbook, with what has been said of each."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import select

from participation import db
from participation.checklists.models import ChecklistTick
from participation.dialogues.models import Dialogue
from participation.handbook import queries as handbook
from participation.handbook.models import HandbookItem
from participation.handbook.rules import Place


@dataclass(frozen=True)
class Line:
    """A line of a list, with the latest that has been said of it."""

    item: HandbookItem
    tick: ChecklistTick | None

    @property
    def place(self) -> Place:
        return Place(self.item.place)

    @property
    def ticked(self) -> bool:
        return self.tick is not None and self.tick.ticked

    @property
    def note(self) -> str:
        return self.tick.note if self.tick is not None else ""

    @property
    def fingerprint(self) -> str:
        """A short name for what is said of the line now."""
        return fingerprint(self.ticked, self.note)


def fingerprint(ticked: bool, note: str) -> str:
    """A short name for something said of a line."""
    return hashlib.sha256(f"{int(ticked)}|{note}".encode()).hexdigest()[:10]


def version_of(dialogue: Dialogue) -> int | None:
    """The version of the handbook that the dialogue follows: the one it began with, or the first there was after."""
    return dialogue.handbook_version or handbook.current_number()


def lines_of(dialogue: Dialogue) -> list[Line]:
    """Every line of the three lists, part by part, in order; read anew, since two officials may tick at once."""
    version = version_of(dialogue)
    if version is None:
        return []
    said = db.session().scalars(
        select(ChecklistTick)
        .where(ChecklistTick.dialogue_id == dialogue.id)
        .order_by(ChecklistTick.id)
        .execution_options(populate_existing=True)
    )
    ticks = {tick.key: tick for tick in said}
    return [Line(item, ticks.get(item.key)) for item in handbook.items(version)]
