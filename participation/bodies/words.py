"""What the vocabulary of the registers is called. Swedish words are those of the glossary (CONTEXT.md B7)."""

from __future__ import annotations

from participation import i18n
from participation.bodies.rules import BodyKind, MandateStep, Outcome
from participation.i18n import Lazy, lazy, name

name(
    {
        BodyKind.COUNCIL: lazy("municipal council"),
        BodyKind.EXECUTIVE_BOARD: lazy("municipal executive board"),
        BodyKind.COMMITTEE: lazy("committee"),
    }
)
name({MandateStep.ENTER: lazy("A new mandate"), MandateStep.END: lazy("A mandate ends")})
name({Outcome.CONFIRMED: lazy("Confirmed"), Outcome.DECLINED: lazy("Declined")})


def kinds_of_body() -> list[tuple[str, Lazy]]:
    """The kinds of bodies as choices."""
    return i18n.choices(BodyKind)
