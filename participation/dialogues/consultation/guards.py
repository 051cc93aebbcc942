"""The guards of the consultation: all asked before it is announced, all heard before it opens. Pure."""

from __future__ import annotations

from datetime import date

from participation.access import Reason
from participation.dialogues.facts import DialogueFacts


def committees_asked(f: DialogueFacts, _day: date) -> list[Reason]:
    """E-G12a: in a dialogue on societal development every other committee has been sent the question."""
    missing = tuple(c.names for c in f.committees if not c.asked)
    return [Reason("E-G12a", {"list": missing}, field="consultation")] if missing else []


def committees_heard(f: DialogueFacts, day: date) -> list[Reason]:
    """E-G12: when it opens, every committee has answered or its answer date has passed."""
    opens = max(day, f.opens_on) if f.opens_on else day
    silent = [c for c in f.committees if not c.answered and c.answer_by is not None and c.answer_by >= opens]
    if not silent:
        return []
    until = max(c.answer_by for c in silent if c.answer_by)
    return [Reason("E-G12", {"list": tuple(c.names for c in silent), "date": until}, field="consultation")]
