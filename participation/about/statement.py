"""What the accessibility statement says, as data: the page lists all of it (DOS-lagen 13 §, MDFFS 2019:2).

Whoever assesses the service anew changes this: the date, how it was done, and what was found.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from participation.i18n import Lazy, lazy


class Compliance(StrEnum):
    """How far the service meets the law."""

    FULLY = "fully"
    PARTLY = "partly"
    NOT = "not"


@dataclass(frozen=True)
class Shortcoming:
    """Something that not everybody can use: what, why it is so, and which requirement of WCAG it concerns."""

    what: Lazy
    why: Lazy
    requirement: str = ""


@dataclass(frozen=True)
class Statement:
    """One assessment of the service."""

    compliance: Compliance
    shortcomings: tuple[Shortcoming, ...]
    disproportionate: tuple[Shortcoming, ...]
    outside: tuple[Shortcoming, ...]
    assessed_on: date
    updated_on: date
    method: tuple[Lazy, ...]


DIGG_COMPLAINT = "https://www.digg.se/tdosanmalan"

STATEMENT = Statement(
    compliance=Compliance.PARTLY,
    shortcomings=(
        Shortcoming(
            lazy("A contribution that mixes languages is marked with one language only."),
            lazy("The writer says which language it is in. A screen reader may read the other words wrongly."),
            "WCAG 3.1.2",
        ),
        Shortcoming(
            lazy("Minutes that we link to can be PDF files that do not work with all aids."),
            lazy("They come from other systems of the municipality. Ask us, and you get the text in another way."),
            "WCAG 1.3.1",
        ),
    ),
    disproportionate=(),
    outside=(
        Shortcoming(
            lazy("What residents write themselves."),
            lazy("The law does not cover content from others that we neither pay for nor control."),
        ),
    ),
    assessed_on=date(2026, 11, 23),
    updated_on=date(2026, 11, 23),
    method=(
        lazy("We have assessed the service ourselves."),
        lazy(
            "Every page is tested with a tool (axe) each time the service is changed: in each language and direction, "
            "in light and dark, on a phone and on a large screen."
        ),
        lazy("Taking part is tested with the keyboard only, and without scripts."),
        lazy("We have not yet tested it together with people who use aids such as screen readers."),
    ),
)
