"""Vocabulary and limits of results: stances, measures, sections of the report, feedback. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from participation.dialogues.rules import Influence, Participation
from participation.texts import Texts


class StanceValue(StrEnum):
    """What the body says to a theme."""

    ADOPTED = "adopted"
    PARTLY_ADOPTED = "partly_adopted"
    NOT_ADOPTED = "not_adopted"
    ALREADY_IN_PLACE = "already_in_place"
    OUTSIDE_MANDATE = "outside_mandate"
    FORWARDED = "forwarded"


class MeasureStatus(StrEnum):
    """How far a measure has come."""

    PLANNED = "planned"
    DOING = "doing"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True)
class StanceChoice:
    """What the body says to a theme, as the secretary has entered it."""

    value: StanceValue | None = None
    motive: Texts = field(default_factory=Texts)
    forwarded_to_id: int | None = None
    measure_status: MeasureStatus | None = None
    measure_due: date | None = None


class FeedbackKind(StrEnum):
    """The two feedbacks; a dialogue is completed only with both."""

    PARTICIPANTS = "participants"
    PUBLIC = "public"


class ReportSection(StrEnum):
    """The parts of a result report that officials write; the numbers are generated."""

    SUMMARY = "summary"
    HOW = "how"
    MINORITY_VIEWS = "minority_views"
    SELDOM_HEARD = "seldom_heard"
    LIMITS = "limits"
    PRIORITIES = "priorities"
    PARTICIPANTS_DRAFT = "participants_draft"


class GoalReached(StrEnum):
    """Whether the dialogue led to what was its goal."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class EvaluationPart(StrEnum):
    """What an evaluation says in words (E-G31). The officials write all but the note, which is the body's own.

    HEARD, UNDERSTOOD and AGAIN sum up what participants said to three questions: whether they were heard, whether they
    understood what could be influenced, and whether they would take part again.
    """

    GOAL = "goal"
    HEARD = "heard"
    UNDERSTOOD = "understood"
    AGAIN = "again"
    LESSONS = "lessons"
    BODY_NOTE = "body_note"


OFFICIALS_PARTS = tuple(part for part in EvaluationPart if part is not EvaluationPart.BODY_NOTE)

RANKED = frozenset({Influence.INFLUENCE, Influence.CO_DETERMINATION})
"""The degrees whose report ranks the themes by the residents' priority (POLICY.md A3.2)."""


def sections_for(participation: Participation | None, influence: Influence | None) -> tuple[ReportSection, ...]:
    """The parts of the report that the degrees demand: how the priorities were ranked, what residents drafted."""
    left_out = set()
    if influence not in RANKED:
        left_out.add(ReportSection.PRIORITIES)
    if participation is not Participation.CO_CREATE:
        left_out.add(ReportSection.PARTICIPANTS_DRAFT)
    return tuple(section for section in ReportSection if section not in left_out)


def departs(value: StanceValue | None) -> bool:
    """Whether the stance goes against a priority of the residents: then it is never without reasons."""
    return value is not None and value in MOTIVE_ALWAYS


EASY_READ = "sv-lattlast"

MOTIVE_ALWAYS = frozenset(
    {
        StanceValue.PARTLY_ADOPTED,
        StanceValue.NOT_ADOPTED,
        StanceValue.OUTSIDE_MANDATE,
        StanceValue.FORWARDED,
    }
)
"""Stances that are never without reasons, whatever was promised (POLICY.md P2)."""

OTHER_TITLE = Texts(
    {"sv": "Övrigt", "sv-lattlast": "Annat", "en": "Other matters", "fi": "Muut asiat", "ar": "أمور أخرى"}
)
"""What the theme for all that fits nowhere else is called; it is there from the start."""

MAXIMUM_THEME_TITLE = 120
MAXIMUM_THEME_TEXT = 2000
MAXIMUM_THEMES = 40
MAXIMUM_SECTION = 8000
MAXIMUM_MOTIVE = 2000
MAXIMUM_EFFECT = 3000
MAXIMUM_FEEDBACK = 5000
MAXIMUM_EVALUATION = 3000
MAXIMUM_CHANNEL = 200
MAXIMUM_CHANNELS = 20
MAXIMUM_SORTED = 500
"""The most characters of each sort of text, and the most themes, channels, and contributions sorted at a time."""


def languages_of(promised: Iterable[str]) -> tuple[str, ...]:
    """The languages results are told in: Swedish and easy-read always, then those the dialogue promises."""
    return tuple(dict.fromkeys(("sv", EASY_READ, *promised)))


def is_web_address(text: str) -> bool:
    """Whether the text can safely be linked to: only ``http`` and ``https`` lead out of the platform."""
    return text.startswith(("https://", "http://")) and not any(ch.isspace() for ch in text)
