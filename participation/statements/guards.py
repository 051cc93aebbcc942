"""The guards of the two phases: what must hold before the review, and before the results (POLICY.md A4). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from participation.access import Reason
from participation.dialogues.statutory.facts import Law, StatutoryFacts
from participation.dialogues.statutory.guards import lacking, too_short
from participation.legal.rules import LegalPhase, Output


@dataclass(frozen=True)
class ReviewFacts:
    """A review about to be announced, after a first phase that ended with ``output``."""

    dialogue: Any
    law: Law | None
    output: Output
    reported: bool
    opens_on: date | None
    closes_on: date | None
    unmoderated_on: date | None = None


def answers_written(n: int, m: int) -> list[Reason]:
    """E-G13f: each of ``m`` statements has a summary, a comment and an answer; ``n`` lack one."""
    return [Reason("E-G13f", {"n": n, "m": m}, field="statements")] if n else []


def report_published(f: ReviewFacts, _day: date) -> list[Reason]:
    """E-G13d: where the law demands a consultation report, it is published before the review."""
    if f.output is not Output.CONSULTATION_REPORT or f.reported:
        return []
    return [Reason("E-G13d", {"report": Output.CONSULTATION_REPORT}, field="report")]


def review_dated(f: ReviewFacts, day: date) -> list[Reason]:
    """E-G13g, E-G13b: it opens tomorrow at the earliest, and is open as long as the law demands."""
    if f.law is None or f.opens_on is None or f.closes_on is None or f.closes_on < f.opens_on or f.opens_on <= day:
        where = "basis" if f.law is None else "closes_on" if f.opens_on and f.opens_on > day else "opens_on"
        return [Reason("E-G13g", field=where)]
    return too_short(f.law, f.opens_on, f.closes_on, "closes_on")


def review_documented(f: ReviewFacts, _day: date) -> list[Reason]:
    """E-G13c: the documents of the review can be read on its first day, and the notice says all that it must."""
    known: StatutoryFacts = f.dialogue.statutory
    if f.law is None:
        return []
    with_law = StatutoryFacts({**known.laws, LegalPhase.GRANSKNING: f.law}, known.documents, known.said)
    return lacking(with_law, LegalPhase.GRANSKNING, f.opens_on)


def review_moderated(f: ReviewFacts, _day: date) -> list[Reason]:
    """E-G21: a moderator for every day of the review."""
    return [Reason("E-G21", {"date": f.unmoderated_on}, field="moderators")] if f.unmoderated_on else []


REVIEW_GUARDS = (report_published, review_dated, review_documented, review_moderated)
"""What the announcement of the review demands, besides that the schedule still adds up."""
