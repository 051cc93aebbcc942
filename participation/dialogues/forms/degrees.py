"""Both degrees as choices, each with what it means."""

from __future__ import annotations

from typing import Any

from participation import i18n
from participation.dialogues.rules import (
    Influence,
    Participation,
)
from participation.dialogues.words import PARTICIPATION_MEANS, PROMISE
from participation.i18n import Lazy, lazy

_INFORMATION = lazy("Not possible here: to inform is not a dialogue. Publish it as information instead.")


def participation_choices() -> list[Any]:
    """The degrees of participation, each with what it means."""
    return [(d.value, text, {"hint": PARTICIPATION_MEANS[Participation(d)]}) for d, text in _named(Participation)]


def influence_choices() -> list[Any]:
    """The degrees of influence, each with its promise; information is shown, and why it is not one of them."""
    return [
        (d.value, text, {"hint": PROMISE[d]} if d in PROMISE else {"hint": _INFORMATION, "disabled": True})
        for d, text in _named(Influence)
    ]


def _named(members: Any) -> list[tuple[Any, Lazy]]:
    return [(members(value), text) for value, text in i18n.choices(members)]
