"""What the parts of the handbook are called."""

from __future__ import annotations

from collections.abc import Mapping

from participation.handbook.rules import Place
from participation.i18n import Lazy, lazy, name

name(
    {
        Place.PLAN: lazy("Planning"),
        Place.CARRY_OUT: lazy("Carrying out"),
        Place.FOLLOW_UP: lazy("Following up"),
        Place.ELECTED: lazy("For elected representatives"),
    }
)

IN_SHORT: Mapping[Place, Lazy] = {
    Place.PLAN: lazy("From the first idea to a proposal that the body can decide on."),
    Place.CARRY_OUT: lazy("From the invitation to the last day: to be there, and to reach those who are seldom heard."),
    Place.FOLLOW_UP: lazy("From the closing day to what it led to, and to what you learnt."),
    Place.ELECTED: lazy("What only you can decide, and what residents notice. Ten minutes."),
}
"""What each is about, in a sentence."""
