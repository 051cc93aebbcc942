"""The guards of compiling, handling and feeding back: what must hold, as data (POLICY.md A5). Pure.

The same guards make the checklist in the back office and the refusal of a move.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from participation.access import Reason
from participation.dialogues.facts import BodyFacts
from participation.dialogues.rules import Influence, Kind, TakenBy
from participation.results.rules import (
    EASY_READ,
    MOTIVE_ALWAYS,
    EvaluationPart,
    GoalReached,
    MeasureStatus,
    ReportSection,
    StanceValue,
    languages_of,
)
from participation.statements.guards import answers_written
from participation.texts import Texts


class Lack(StrEnum):
    """What a guard's list says is missing, besides texts and themes by their names."""

    EFFECT = "effect"
    AFTER_REPORT = "after_report"
    OUTSIDE_CHANNEL = "outside_channel"
    GOAL_REACHED = "goal_reached"


@dataclass(frozen=True)
class SectionIn:
    """A section of the report that is missing in a language."""

    section: ReportSection
    locale: str


@dataclass(frozen=True)
class Language:
    """A language by its locale, to be named in the reader's."""

    locale: str


class OtherPerson(StrEnum):
    """Whom E-ROLE points to when the actor holds the role, but has already done the other half of the work."""

    NOT_THE_WRITER = "not_the_writer"


# -- compiling (T7) ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CompileFacts:
    """What publishing the report rests on. ``half_typed``: answers on paper that a second person has yet to type, or
    to settle; ``counted`` and ``without_theme``: visible contributions of residents."""

    waiting: int
    half_typed: int
    counted: int
    without_theme: int
    languages: tuple[str, ...]
    sections: dict[ReportSection, Texts]
    demanded: tuple[ReportSection, ...] = tuple(ReportSection)
    ranked_themes: int | None = None
    review_pending: bool = False
    statements: int = 0
    statements_unanswered: int = 0


def queue_empty(f: CompileFacts) -> list[Reason]:
    """E-G25: no contribution waits for review, and no report about one is open."""
    return [Reason("E-G25", {"n": f.waiting}, field="queue")] if f.waiting else []


def paper_typed_in(f: CompileFacts) -> list[Reason]:
    """E-G25b: no answer on paper waits to be typed a second time, or to be settled."""
    return [Reason("E-G25b", {"n": f.half_typed}, field="offline")] if f.half_typed else []


def everything_covered(f: CompileFacts) -> list[Reason]:
    """E-G26: every contribution is in a theme, be it "other"."""
    if not f.without_theme:
        return []
    return [Reason("E-G26", {"n": f.without_theme, "m": f.counted}, field="themes")]


def report_complete(f: CompileFacts) -> list[Reason]:
    """E-G26b: every section is written in Swedish, the summary also in easy-read and in the dialogue's languages."""
    missing: list[ReportSection | SectionIn] = []
    for section in f.demanded:
        texts = f.sections.get(section, Texts())
        wanted = languages_of(f.languages) if section is ReportSection.SUMMARY else ("sv",)
        missing += [section if code == "sv" else SectionIn(section, code) for code in wanted if code not in texts]
    if not missing:
        return []
    first = missing[0]
    where = f"{first.section.value}_{first.locale}" if isinstance(first, SectionIn) else f"{first.value}_sv"
    return [Reason("E-G26b", {"list": tuple(missing)}, field=where)]


def priorities_ranked(f: CompileFacts) -> list[Reason]:
    """E-G26c: where the degree of influence promises to follow priorities, there are themes besides "other"."""
    return [Reason("E-G26c", field="themes")] if f.ranked_themes == 0 else []


def review_held(f: CompileFacts) -> list[Reason]:
    """E-G13e: the review that the law demands has been held and is closed."""
    return [Reason("E-G13e", field="review")] if f.review_pending else []


def statements_answered(f: CompileFacts) -> list[Reason]:
    """E-G13f: every written statement has a summary and an answer in the report."""
    return answers_written(f.statements_unanswered, f.statements)


COMPILE_GUARDS: Sequence[Callable[[CompileFacts], list[Reason]]] = (
    queue_empty,
    paper_typed_in,
    everything_covered,
    priorities_ranked,
    report_complete,
    review_held,
    statements_answered,
)


# -- handling (T9) -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class StanceFacts:
    """A theme of the report and what is about to be recorded of it. None means that nothing was chosen."""

    theme_id: int
    theme: Texts
    value: StanceValue | None = None
    motive: Texts = field(default_factory=Texts)
    forwarded_to_id: int | None = None
    measure_status: MeasureStatus | None = None
    measure_due: date | None = None


@dataclass(frozen=True)
class HandlingFacts:
    """A handling decision about to be recorded. None and "" mean that the field was left empty."""

    kind: Kind
    influence: Influence | None
    handled_by: tuple[BodyFacts, ...]
    compiled_on: date
    body: BodyFacts | None
    taken_by: TakenBy | None
    taken_on: date | None
    paragraph: str
    registry_number: str
    minutes_announced_on: date | None
    effect: Texts
    stances: tuple[StanceFacts, ...]


def handling_bodies(
    kind: Kind, responsible: BodyFacts, decides: BodyFacts | None, council: BodyFacts | None
) -> tuple[BodyFacts, ...]:
    """Which bodies may handle the results: the responsible one; in a development dialogue also the council, if the
    decision that the dialogue informs is the council's; where the council adopts, only the council (POLICY.md A3.1)."""
    by_council = council is not None and decides is not None and decides.id == council.id
    if kind is Kind.DEVELOPMENT and council is not None and by_council:
        return (responsible, council)
    if kind is Kind.STATUTORY and council is not None and by_council:
        return (council,)  # it adopts what the law does not let the committee adopt
    return (responsible,)


def handled_by_the_right_body(f: HandlingFacts, _day: date) -> list[Reason]:
    """E-G10: the body is one that handles the results of this dialogue; E-G15 if none is named."""
    if f.body is None:
        return [Reason("E-G15", field="body")]
    if f.body.id in {b.id for b in f.handled_by}:
        return []
    names = tuple(b.names for b in f.handled_by)
    return [Reason("E-G10", {"body": f.body.names, "kind": f.kind, "right_body": names}, field="body")]


def taken_by_the_body(f: HandlingFacts, _day: date) -> list[Reason]:
    """E-G27c: the body itself, not its subcommittee, chair or an employee (POLICY.md A3.1)."""
    return [] if f.taken_by is TakenBy.BODY else [Reason("E-G27c", {"body": _body(f)}, field="taken_by")]


def decision_identified(f: HandlingFacts, day: date) -> list[Reason]:
    """E-G15: the decision has a date that has come, a paragraph and a registry number."""
    if f.taken_on is None or f.taken_on > day:
        return [Reason("E-G15", field="taken_on")]
    if not f.paragraph.strip():
        return [Reason("E-G15", field="paragraph")]
    return [] if f.registry_number.strip() else [Reason("E-G15", field="registry_number")]


def handled_politically(f: HandlingFacts, _day: date) -> list[Reason]:
    """E-G27: decided after the report, with a stance on every theme, and saying how the dialogue shaped it."""
    missing: list[tuple[Lack | Texts, str]] = []
    if f.taken_on is not None and f.taken_on < f.compiled_on:
        missing.append((Lack.AFTER_REPORT, "taken_on"))
    if not f.effect.sv:
        missing.append((Lack.EFFECT, "effect_sv"))
    missing += [(s.theme, f"theme_{s.theme_id}_value") for s in f.stances if s.value is None]
    if not missing:
        return []
    return [Reason("E-G27", {"body": _body(f), "list": tuple(m for m, _ in missing)}, field=missing[0][1])]


def reasons_given(f: HandlingFacts, _day: date) -> list[Reason]:
    """E-G27b: a motive wherever the stance or the promised degree of influence demands one."""
    return [
        Reason("E-G27b", {"theme": s.theme}, field=f"theme_{s.theme_id}_motive_sv")
        for s in f.stances
        if s.value is not None and needs_motive(s.value, f.influence) and not s.motive.sv
    ]


def needs_motive(value: StanceValue, influence: Influence | None) -> bool:
    """From the degree ``dialogue`` up, every stance; below it, those that do not simply say yes."""
    return value in MOTIVE_ALWAYS or influence not in (None, Influence.INFORMATION, Influence.CONSULTATION)


def minutes_there(f: HandlingFacts, day: date) -> list[Reason]:
    """E-G28: the minutes are approved and announced, not before the decision and not in the future."""
    announced = f.minutes_announced_on
    if announced is not None and announced <= day and (f.taken_on is None or announced >= f.taken_on):
        return []
    return [Reason("E-G28", field="minutes_announced_on")]


def _body(f: HandlingFacts) -> Texts:
    return f.handled_by[0].names


HANDLING_GUARDS: Sequence[Callable[[HandlingFacts, date], list[Reason]]] = (
    handled_by_the_right_body,
    taken_by_the_body,
    decision_identified,
    handled_politically,
    reasons_given,
    minutes_there,
)


# -- feeding back (T10) ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ParticipantsFacts:
    """Feedback to participants. ``contactable``: how many left an address and still want to be told."""

    contactable: int
    text: Texts = field(default_factory=Texts)
    motive: str = ""
    published: bool = False
    uninformed: int = 0
    """How many senders of written statements the law has informed, and are not yet."""


@dataclass(frozen=True)
class PublicFacts:
    """Feedback to citizens at large; ``channels`` are those outside the platform."""

    languages: tuple[str, ...]
    text: Texts = field(default_factory=Texts)
    channels: tuple[str, ...] = ()
    published: bool = False


def participants_told(f: ParticipantsFacts) -> list[Reason]:
    """E-G29 before sending: there is a text, or nobody can be reached and the reason is stated."""
    if f.contactable:
        return [] if f.text.sv else [Reason("E-G29", field="participants_text_sv")]
    return [] if f.motive.strip() else [Reason("E-G29", field="participants_motive")]


def public_told(f: PublicFacts) -> list[Reason]:
    """E-G30 before publishing: the text is there in every language, and one channel outside the platform."""
    missing: list[Language | Lack] = [Language(code) for code in languages_of(f.languages) if code not in f.text]
    where = f"public_text_{missing[0].locale}" if missing and isinstance(missing[0], Language) else "public_channels"
    if not f.channels:
        missing.append(Lack.OUTSIDE_CHANNEL)
    return [Reason("E-G30", {"languages": tuple(missing)}, field=where)] if missing else []


def fed_back(participants: ParticipantsFacts, public: PublicFacts) -> list[Reason]:
    """E-G29 and E-G30 together: both feedbacks are out. Easy-read Swedish is one of the languages, always."""
    reasons = []
    if not participants.published:
        reasons.append(Reason("E-G29", field="participants_text_sv"))
    if participants.uninformed:
        reasons.append(Reason("E-G29b", {"n": participants.uninformed}, field="statements"))
    if not public.published:
        lacking = public_told(public)
        languages = tuple(Language(code) for code in languages_of(public.languages))
        reasons += lacking or [Reason("E-G30", {"languages": languages}, field=f"public_text_{EASY_READ}")]
    return reasons


Facts = TypeVar("Facts")


# -- evaluating (T11) --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class EvaluationFacts:
    """An evaluation as far as it is written."""

    goal_reached: GoalReached | None = None
    parts: dict[EvaluationPart, Texts] = field(default_factory=dict)


def evaluation_complete(f: EvaluationFacts) -> list[Reason]:
    """E-G31: every question is answered in Swedish, the goal with a yes or no, and the body has written its note."""
    missing: list[tuple[Lack | EvaluationPart, str]] = []
    if f.goal_reached is None:
        missing.append((Lack.GOAL_REACHED, "goal_reached"))
    missing += [(part, f"{part.value}_sv") for part in EvaluationPart if not f.parts.get(part, Texts()).sv]
    if not missing:
        return []
    return [Reason("E-G31", {"list": tuple(what for what, _ in missing)}, field=missing[0][1])]


def failing(guards: Sequence[Callable[[Facts], list[Reason]]], facts: Facts) -> list[Reason]:
    """Every reason of every failing guard, in the guards' order."""
    return [reason for guard in guards for reason in guard(facts)]


def failing_on(guards: Sequence[Callable[[Facts, date], list[Reason]]], facts: Facts, day: date) -> list[Reason]:
    """As :func:`failing`, for guards that ask what day it is."""
    return [reason for guard in guards for reason in guard(facts, day)]
