"""The form of a dialogue's checklists: a tick and a note for each line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from participation.checklists.rules import LONGEST_NOTE
from participation.forms import BaseForm, hidden, line, tick
from participation.i18n import lazy


def checklist_form(lines: Iterable[tuple[str, str]]) -> type[BaseForm]:
    """A form for the lines, each a key and its text: fields ``ticked-<key>``, ``note-<key>``, ``seen-<key>``."""
    made: dict[str, Any] = {}
    for key, text in lines:
        made[f"ticked-{key}"] = tick(text)
        made[f"note-{key}"] = line(lazy("Note"), LONGEST_NOTE)
        made[f"seen-{key}"] = hidden()
    return type("ChecklistForm", (BaseForm,), made)
