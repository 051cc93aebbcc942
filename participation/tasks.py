"""What a feature tells the staff start page: something that waits for whoever reads it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from participation.texts import Rendered


@dataclass(frozen=True)
class Task:
    """One thing to do, in the words of its reader.

    ``subject`` is what it is about (a dialogue's title) and leads to ``href``; ``what`` is what to do; ``whose`` is the
    body that answers for it. ``due`` is the last day on which it is in time, ``when`` says what that day is ("Answer
    promised on 17 June 2026"); the start page adds how long is left, or how late it is.
    """

    subject: Rendered
    what: str
    href: str
    whose: Rendered | None = None
    due: date | None = None
    when: str = ""
    badge: tuple[str, str] | None = None
    """The text and the kind of a badge (components/stage_badge.html)."""
