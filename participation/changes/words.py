"""What the vocabulary of the changes is called, and what the log says of them."""

from __future__ import annotations

from participation.changes.rules import Happening
from participation.i18n import lazy, name

name(
    {
        Happening.MOVED: lazy("It has been moved to another meeting"),
        Happening.TAKEN: lazy("It has been taken already"),
    }
)
