"""What the guards of a dialogue look at, and what they can find lacking: plain data. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from participation.bodies.rules import BodyKind
from participation.dialogues.principles import Answer, Principle
from participation.dialogues.rules import ActivityType, Influence, Kind, Participation, TakenBy
from participation.dialogues.statutory.facts import StatutoryFacts
from participation.texts import Texts


@dataclass(frozen=True)
class BodyFacts:
    """An organ as the guards need it."""

    id: int
    kind: BodyKind
    names: Texts


@dataclass(frozen=True)
class ActivityFacts:
    """A form of taking part as the guards need it."""

    type: ActivityType
    elected_present: bool = False


@dataclass(frozen=True)
class TargetGroupFacts:
    """A target group as the guards need it."""

    seldom_heard: bool
    outreach: Texts


@dataclass(frozen=True)
class CommitteeFacts:
    """A committee of the consultation as the guards need it."""

    names: Texts
    asked: bool = False
    answered: bool = False
    answer_by: date | None = None


@dataclass(frozen=True)
class Periods:
    """The periods an installation has set, in days."""

    announce_days: int = 14
    minimum_open_days: int = 21


@dataclass(frozen=True)
class AuthorityFacts:
    """What the registers say of the dialogue. ``area_owners``: who has the chosen area of activity."""

    body_exists: bool = True
    policy_area_id: int | None = None
    areas_kept: bool = False
    areas_of_body: frozenset[int | None] = frozenset()
    area_owners: tuple[BodyFacts, ...] = ()
    cycle: tuple[date, date] | None = None
    nearest_cycle: tuple[date, date] | None = None


@dataclass(frozen=True)
class DialogueFacts:
    """Everything the guards look at. Dates are the municipality's; ``closes_on`` is the last open day."""

    kind: Kind
    responsible_body: BodyFacts
    right_bodies: tuple[BodyFacts, ...] = ()
    title: Texts = field(default_factory=Texts)
    question: Texts = field(default_factory=Texts)
    summary: Texts = field(default_factory=Texts)
    open_items: tuple[Texts, ...] = ()
    closed_items: tuple[tuple[Texts, str | None], ...] = ()
    everything_open: bool = False
    goal: Texts = field(default_factory=Texts)
    goal_followup: Texts = field(default_factory=Texts)
    purpose: Texts = field(default_factory=Texts)
    target_groups: tuple[TargetGroupFacts, ...] = ()
    no_seldom_heard_motive: Texts = field(default_factory=Texts)
    participation: Participation | None = None
    influence: Influence | None = None
    frame_money: Texts = field(default_factory=Texts)
    frame_place: Texts = field(default_factory=Texts)
    frame_law: Texts = field(default_factory=Texts)
    decision_matter: Texts = field(default_factory=Texts)
    decision_body: BodyFacts | None = None
    decision_meeting: date | None = None
    decision_taken_on: date | None = None
    decision_taken_paragraph: str = ""
    representatives: int = 0
    contact: bool = False
    coordinator: bool = False
    opens_on: date | None = None
    closes_on: date | None = None
    results_due: date | None = None
    handling_meeting: date | None = None
    feedback_due: date | None = None
    activities: tuple[ActivityFacts, ...] = ()
    surveys_without_questions: int = 0
    has_survey: bool = False
    handling_plan: Texts = field(default_factory=Texts)
    self_check: tuple[Answer, ...] = tuple(Answer(p, Texts()) for p in Principle)
    legal_basis: str = ""
    privacy_notice: str = ""
    retention: str = ""
    dpia_screened: bool = False
    languages: tuple[str, ...] = ("sv", "sv-lattlast")
    first_day_without_moderator: date | None = None
    decided_on: date | None = None
    """The day of the body's decision, which the secretary records later."""
    minutes_announced_on: date | None = None
    committees: tuple[CommitteeFacts, ...] = ()
    periods: Periods = field(default_factory=Periods)
    authority: AuthorityFacts = field(default_factory=AuthorityFacts)
    statutory: StatutoryFacts | None = None


class Lack(StrEnum):
    """What a guard's list says is missing; the words are in ``words_of_guards``."""

    OPENING_DATE = "opening_date"
    CLOSING_DATE = "closing_date"
    RESULTS_DATE = "results_date"
    HANDLING_DATE = "handling_date"
    FEEDBACK_DATE = "feedback_date"
    REVIEW_DATES = "review_dates"
    REVIEW_LAW = "review_law"
    REVIEW_TOO_EARLY = "review_too_early"
    RESULTS_BEFORE_REVIEW = "results_before_review"
    CLOSES_BEFORE_OPENS = "closes_before_opens"
    OPEN_TOO_SHORT = "open_too_short"
    RESULTS_BEFORE_CLOSING = "results_before_closing"
    HANDLING_BEFORE_RESULTS = "handling_before_results"
    FEEDBACK_BEFORE_HANDLING = "feedback_before_handling"
    ANNOUNCED_TOO_LATE = "announced_too_late"
    LEGAL_BASIS = "legal_basis"
    PRIVACY_NOTICE = "privacy_notice"
    RETENTION = "retention"
    DPIA = "dpia"
    TITLE = "title"
    QUESTION = "question"
    SUMMARY = "summary"
    OPEN_ITEMS = "open_items"
    CLOSED_ITEMS = "closed_items"
    FRAME_MONEY = "frame_money"
    FRAME_PLACE = "frame_place"
    FRAME_LAW = "frame_law"
    FRAME = "frame"
    TWO_FORMS = "two_forms"
    NOT_DIGITAL = "not_digital"
    SURVEY_QUESTIONS = "survey_questions"


@dataclass(frozen=True)
class InLanguage:
    """A missing text and the locale it is missing in."""

    what: Lack
    locale: str


@dataclass(frozen=True)
class Days:
    """A lack that says how many days there must be."""

    what: Lack
    days: int


@dataclass(frozen=True)
class DecisionFacts:
    """A decision as it is about to be recorded. None and "" mean that the field was left empty."""

    body: BodyFacts | None
    taken_by: TakenBy | None
    taken_on: date | None
    paragraph: str
    registry_number: str
    openness_confirmed: bool
    participation: Participation | None
    influence: Influence | None
    may_be_started: bool = False
    """Whether a standing decision settles the degrees and lets an official start it (POLICY.md A10)."""


class Demand(StrEnum):
    """What a degree demands of the activities, in words for E-G07b."""

    ANSWERING = "answering"
    OWN_WORDS = "own_words"
    TALKING = "talking"
    WORKSHOP_SERIES = "workshop_series"
    ELECTED_PRESENT = "elected_present"
