"""The guards of changing or ending a dialogue under way: what must hold, as data (POLICY.md A5). Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from participation.access import Reason
from participation.dialogues.authority import within_cycle
from participation.dialogues.facts import BodyFacts, DialogueFacts
from participation.dialogues.guards import decision_ahead, schedule_adds_up
from participation.dialogues.rules import Kind, TakenBy
from participation.dialogues.statutory.facts import Law
from participation.legal.rules import LegalPhase
from participation.texts import Texts


@dataclass(frozen=True)
class ChangeFacts:
    """A decision to reject, amend or cancel, about to be recorded. None and "" mean that the field was left empty.

    ``effect``: what those who took part are told when a dialogue is cancelled.
    """

    kind: Kind
    responsible: BodyFacts
    body: BodyFacts | None
    taken_by: TakenBy | None
    taken_on: date | None
    paragraph: str
    registry_number: str
    minutes_announced_on: date | None = None
    motive: Texts = field(default_factory=Texts)
    effect: Texts = field(default_factory=Texts)


Guard = Callable[[ChangeFacts, date], list[Reason]]


def identified(f: ChangeFacts, day: date) -> list[Reason]:
    """E-G15: the decision has a date that has come, a paragraph and a registry number."""
    if f.taken_on is None or f.taken_on > day:
        return [Reason("E-G15", field="taken_on")]
    if not f.paragraph.strip():
        return [Reason("E-G15", field="paragraph")]
    return [] if f.registry_number.strip() else [Reason("E-G15", field="registry_number")]


def minutes_possible(f: ChangeFacts, day: date) -> list[Reason]:
    """E-G28: if minutes are said to be announced, it was on the day of the decision or later, and has happened."""
    on = f.minutes_announced_on
    if on is None or (on <= day and (f.taken_on is None or on >= f.taken_on)):
        return []
    return [Reason("E-G28", field="minutes_announced_on")]


def rejected_by_its_body(f: ChangeFacts, _day: date) -> list[Reason]:
    """E-G10, E-G15, E-G09: only the body that was asked says no, and not by delegation."""
    reasons = []
    if f.body is None:
        reasons.append(Reason("E-G15", field="body"))
    elif f.body.id != f.responsible.id:
        params = {"body": f.body.names, "kind": f.kind, "right_body": (f.responsible.names,)}
        reasons.append(Reason("E-G10", params, field="body"))
    if not elected(f.taken_by):
        reasons.append(Reason("E-G09", field="taken_by"))
    return reasons


def cancelled_with_reasons(f: ChangeFacts, _day: date) -> list[Reason]:
    """E-G34: the body itself cancels, says why, and has something to tell those who took part."""
    for fine, where in (
        (f.body is not None and f.body.id == f.responsible.id, "body"),
        (elected(f.taken_by), "taken_by"),
        (f.motive.sv, "motive_sv"),
        (f.effect.sv, "effect_sv"),
    ):
        if not fine:
            return [Reason("E-G34", {"body": f.responsible.names}, field=where)]
    return []


def amended_by_its_body(f: ChangeFacts, _day: date) -> list[Reason]:
    """E-G23: what is locked changes only with a decision of the body, not by delegation."""
    right = f.body is not None and f.body.id == f.responsible.id
    if right and elected(f.taken_by):
        return []
    return [Reason("E-G23", {"body": f.responsible.names}, field="body" if not right else "taken_by")]


def amended_with_reasons(f: ChangeFacts, _day: date) -> list[Reason]:
    """E-G23c: it is said why; residents read it beside what was changed."""
    return [] if f.motive.sv else [Reason("E-G23c", field="motive_sv")]


def elected(taken_by: TakenBy | None) -> bool:
    """Whether elected representatives took it (KL 6:37)."""
    return taken_by is not None and taken_by is not TakenBy.EMPLOYEE


REJECTION_GUARDS: Sequence[Guard] = (rejected_by_its_body, identified, minutes_possible)
CANCELLATION_GUARDS: Sequence[Guard] = (cancelled_with_reasons, identified, minutes_possible)
AMENDMENT_GUARDS: Sequence[Guard] = (amended_by_its_body, identified, amended_with_reasons, minutes_possible)


def failing(guards: Sequence[Guard], facts: ChangeFacts, day: date) -> list[Reason]:
    """Every reason of every failing guard, in the guards' order."""
    return [reason for guard in guards for reason in guard(facts, day)]


LONGEST_PAUSE = 30
"""The most days of one pause (E-G35)."""


def pause_stands(reason: Texts, resumes_on: date | None, day: date) -> list[Reason]:
    """E-G35: it is said why, and it goes on tomorrow at the earliest and in thirty days at the latest."""
    if resumes_on is None or not day < resumes_on <= day + timedelta(days=LONGEST_PAUSE):
        return [Reason("E-G35", field="resumes_on")]
    return [] if reason.sv else [Reason("E-G35", field="reason_sv")]


@dataclass(frozen=True)
class ExtensionFacts:
    """New dates of an open dialogue, beside everything else about it. ``opened_on`` and ``last_day`` are the first and
    the last day so far of the period that is open; ``phase`` is which one the law calls it, ``law`` what it demands.
    """

    dialogue: DialogueFacts
    opened_on: date
    last_day: date
    phase: LegalPhase | None
    closes_on: date | None
    results_due: date | None
    handling_meeting: date | None
    feedback_due: date | None

    @property
    def law(self) -> Law | None:
        known = self.dialogue.statutory
        return known.laws.get(self.phase) if known is not None and self.phase is not None else None


def not_closed_early(f: ExtensionFacts, day: date) -> list[Reason]:
    """E-G24: the last day is one that has not passed, no earlier than was decided, and none before the law's shortest
    period is over, whatever was decided."""
    demanded = f.law.minimum.last_day(f.opened_on) if f.law is not None and f.law.minimum is not None else day
    earliest = max(f.last_day, day, demanded)
    if f.closes_on is not None and f.closes_on >= earliest:
        return []
    return [Reason("E-G24", {"date": earliest}, field="closes_on")]


def still_adds_up(f: ExtensionFacts, day: date) -> list[Reason]:
    """E-G16, E-G03 and E-G11 of the new dates: it adds up, before the decision it informs, within its goal review."""
    known = f.dialogue.statutory
    reviewed = known is not None and f.phase is LegalPhase.GRANSKNING
    facts = replace(
        f.dialogue,
        closes_on=f.dialogue.closes_on if reviewed else f.closes_on,
        statutory=replace(known, review_closes_on=f.closes_on) if known is not None and reviewed else known,
        results_due=f.results_due,
        handling_meeting=f.handling_meeting,
        feedback_due=f.feedback_due,
    )
    return [*schedule_adds_up(facts, day), *decision_ahead(facts, day), *within_cycle(facts, day)]


EXTENSION_GUARDS: Sequence[Callable[[ExtensionFacts, date], list[Reason]]] = (not_closed_early, still_adds_up)


def decision_noted(meeting: date | None, taken_on: date | None, paragraph: str, day: date) -> list[Reason]:
    """E-G03, E-G15: what is noted of the decision is either a meeting to come, or a day that has been and a section."""
    if taken_on is None:
        return [] if meeting is not None and meeting >= day else [Reason("E-G03", field="meeting")]
    if taken_on > day:
        return [Reason("E-G15", field="taken_on")]
    return [] if paragraph.strip() else [Reason("E-G15", field="paragraph")]
