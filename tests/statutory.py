"""Statutory dialogues that tests need, brought through both their periods by the product's own actions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from participation import clock
from participation.access import VISITOR
from participation.dialogues.models import Dialogue
from participation.dialogues.rules import Kind, Stage
from participation.legal.queries import version_of
from participation.legal.rules import LegalPhase
from participation.statements.actions import answers, phases
from participation.statements.actions.sending import submit_statement
from participation.statements.models import WrittenStatement
from participation.statements.rules import Met, SenderKind
from tests import factories

OPEN, BETWEEN, REVIEWED = "open", "between", "reviewed"
"""Where one is today: in the first period; between the two, the review announced; in the second."""

_OPENED = {OPEN: -10, BETWEEN: -60, REVIEWED: -70}
DAYS = 30
"""How long the first period is open."""


def statement(dialogue: Dialogue, *, name: str = "Kim Granne", **more: Any) -> WrittenStatement:
    """A resident's written statement in an open period."""
    values: dict[str, Any] = {
        "key": factories.key(),
        "body": "Husen blir för höga.",
        "language": "sv",
        "postal_address": "Ågatan 1, 462 30 Vänersborg",
        "email": "kim.granne@home.example",
        "property_name": "Onsjö 3:14",
    }
    return submit_statement(VISITOR, dialogue, name=name, **(values | more))


def schedule(where: str) -> factories.Schedule:
    """Dates for which a statutory dialogue is there today."""
    first = clock.today() + timedelta(days=_OPENED[where])
    return factories.Schedule(first, first + timedelta(days=DAYS - 1))


def dialogue(town: factories.Town, where: str = OPEN, *, languages: Sequence[str] = ("sv", "sv-lattlast")) -> Dialogue:
    """A plan consultation with a statement of a person and one of an association, as far as ``where``."""
    dates, second = schedule(where), review_opens(where)
    made = factories.dialogue(
        town, Stage.OPEN, kind=Kind.STATUTORY, schedule=dates, languages=languages, legal_basis="pbl_samrad_extended"
    )
    with clock.at(factories.noon(dates.opens_on)):
        person = statement(made)
        statement(made, name="Onsjö byalag", sender_kind=SenderKind.ORGANISATION, email="", body="Bra park.")
    if where == OPEN:
        return made
    with clock.at(factories.noon(dates.closes_on + timedelta(days=5))):
        report(town, made, [person.number, person.number + 1])
        announce(town, made, opens_on=second)
    if where == REVIEWED:
        with clock.at(factories.noon(second)):
            statement(made, name="Robin Granne", body="Bättre nu.")
    return made


def review_opens(where: str) -> date:
    """The first day of the review."""
    return clock.today() + timedelta(days=9 if where == BETWEEN else -7)


def report(town: factories.Town, made: Dialogue, numbers: Sequence[int], met: Met = Met.NOT_MET) -> None:
    """Answer the statements and publish the consultation report."""
    for number in numbers:
        answer(town, made, number, met)
    phases.save_report(town.officer, made, LegalPhase.SAMRAD, how="Vi kungjorde i tidningen.")
    phases.publish_consultation_report(town.officer, made)


def answer(town: factories.Town, made: Dialogue, number: int, met: Met = Met.NOT_MET) -> None:
    """A summary and an answer to a statement."""
    answers.answer_statement(
        town.officer, made, number, summary="Vill ha lägre hus.", comment="Husen sänks inte.", proposal="", met=met
    )


def announce(town: factories.Town, made: Dialogue, *, opens_on: date, days: int = 21, **changes: Any) -> None:
    """Announce the review, for so many days, with the dates that are planned after it."""
    values: dict[str, Any] = {
        "basis": version_of("pbl_granskning_extended"),
        "opens_on": opens_on,
        "closes_on": opens_on + timedelta(days=days - 1),
        "results_due": opens_on + timedelta(days=60),
        "handling_meeting": opens_on + timedelta(days=70),
        "feedback_due": opens_on + timedelta(days=90),
    }
    if made.decision_meeting and made.decision_meeting < values["handling_meeting"]:
        values["handling_meeting"] = made.decision_meeting
        values["results_due"] = min(values["results_due"], made.decision_meeting)
    phases.announce_review(town.officer, made, **(values | changes))
