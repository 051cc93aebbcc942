"""A closed dialogue with contributions of every kind, and a way to bring it on from there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.engine import Engine

from participation import clock, db
from participation.access import Role
from participation.contributions.actions import leave_address
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import dialogue_by_id, slug
from participation.dialogues.rules import Stage, TakenBy
from participation.moderation import actions as moderation
from participation.outbox import Message
from participation.results.actions import feedback, handling, report, themes
from participation.results.queries import in_report, theme_sizes, themes_in
from participation.results.rules import ReportSection, StanceValue
from participation.surveys.models import Survey
from participation.texts import Texts
from tests import factories
from tests.checking_client import CheckingClient

LANGUAGES = ("sv", "sv-lattlast", "ar")
ADDRESSES = {"svensk@boende.example": "sv", "arabisk@boende.example": "ar"}


@dataclass
class Loop:
    """The dialogue by id, so that no object outlives its unit of work, and those who act on it."""

    app: Flask
    engine: Engine
    dialogue_id: int
    slug: str
    town: factories.Town
    ideas: list[int] = field(default_factory=list)
    responses: list[int] = field(default_factory=list)
    comment: int = 0
    theme: int = 0

    def do(self, work: Callable[[Dialogue], Any]) -> Any:
        """The work on the dialogue, in a unit of its own."""
        with db.transaction(self.engine):
            return work(dialogue_by_id(self.dialogue_id))

    def look(self, read: Callable[[Dialogue], Any]) -> Any:
        """As :meth:`do`, reading only."""
        with db.transaction(self.engine, write=False):
            return read(dialogue_by_id(self.dialogue_id))

    def client(self, name: str | None = None) -> CheckingClient:
        """Somebody at a browser, signed in as one of the town's people."""
        found = CheckingClient(self.app)
        if name:
            found.sign_in(f"{name}@town.example", factories.PASSWORD)
        return found

    def officials(self, page: str, lang: str = "en") -> str:
        return f"/{lang}/officials/dialogues/{self.dialogue_id}/{page}"

    def public(self, lang: str = "en") -> str:
        return f"/{lang}/dialogues/{self.slug}/results"

    @property
    def letters(self) -> list[tuple[str, str]]:
        """(recipient, event) of the letters about results, in order."""
        with db.transaction(self.engine, write=False) as session:
            rows = session.execute(select(Message.recipient, Message.event).order_by(Message.id))
            return [(to, event) for to, event in rows if event.split(":")[0] in ("report", "feedback")]

    # -- the steps, whole --------------------------------------------------------------------------------------

    def sort(self, *, but: int = 0) -> None:
        """Everything into one theme, except the last ``but`` ideas."""

        def work(d: Dialogue) -> None:
            made = themes.add_theme(self.town.officer, d, title=Texts(sv="Farten", ar="السرعة"), text=Texts(sv="Fort."))
            ids = self.ideas[: len(self.ideas) - but]
            themes.sort(self.town.officer, d, [*ids, self.comment, *self.responses], [made.id])
            self.theme = made.id

        self.do(work)

    def write(self) -> None:
        self.do(lambda d: report.save_report(self.town.officer, d, sections(d), seen=None))

    def compile(self) -> None:
        self.sort()
        self.write()
        self.do(lambda d: report.publish_report(self.town.officer, d))

    def handle(self, **changes: Any) -> None:
        self.do(lambda d: handling.record_handling_decision(self.town.secretary, d, decision(d, **changes)))

    def tell_participants(self) -> None:
        self.do(lambda d: feedback.publish_to_participants(self.town.officer, d, text=told(d)))

    def tell_public(self) -> None:
        self.do(lambda d: feedback.publish_to_public(self.town.officer, d, text=told(d), channels=["Anslag"]))

    def complete(self) -> None:
        self.do(lambda d: feedback.complete(self.town.officer, d))

    def bring_to(self, stage: Stage) -> None:
        """From CLOSED on to the stage."""
        steps = [
            (Stage.COMPILED, [self.compile]),
            (Stage.HANDLED, [self.handle]),
            (Stage.FED_BACK, [self.tell_participants, self.tell_public, self.complete]),
        ]
        if stage is Stage.CLOSED:
            return
        for reached, work in steps:
            for step in work:
                step()
            if reached is stage:
                return


def sections(dialogue: Dialogue) -> dict[ReportSection, Texts]:
    """A complete report."""
    return {s: factories.in_each_language(dialogue, f"Avsnitt {s.value}.") for s in ReportSection}


def told(dialogue: Dialogue) -> Texts:
    """A feedback in every language."""
    return factories.in_each_language(dialogue, "Tack. Övergången byggs först.")


def decision(dialogue: Dialogue, **changes: Any) -> handling.HandlingDecision:
    """A decision of today that adopts every theme, with changes."""
    found = in_report(themes_in(dialogue.id), theme_sizes(dialogue.id))
    values: dict[str, Any] = {
        "body": dialogue.responsible_body,
        "taken_by": TakenBy.BODY,
        "taken_on": clock.today(),
        "paragraph": "34",
        "registry_number": factories.REGISTRY_NUMBER,
        "effect": Texts(sv="Nämnden bytte förslag."),
        "minutes_announced_on": clock.today(),
        "stances": {
            t.id: handling.StanceChoice(value=StanceValue.ADOPTED, motive=Texts(sv="Det är viktigast.")) for t in found
        },
    }
    return handling.HandlingDecision(**(values | changes))


@pytest.fixture
def loop(app: Flask, engine: Engine) -> Iterator[Loop]:
    """Closed: two ideas with addresses, a third idea, a comment, three survey responses, all approved."""
    with db.transaction(engine) as session:
        town = factories.town()
        made = factories.dialogue(town, Stage.CLOSED, languages=LANGUAGES)
        when = factories.noon(factories.schedule_for(Stage.CLOSED).opens_on)
        ideas = [factories.idea(made, title=f"Idé {n}", display_name="Ali Hemlig", at=when) for n in range(3)]
        for idea, (email, locale) in zip(ideas, ADDRESSES.items(), strict=False):
            leave_address(idea, email=email, locale=locale)
        comment = factories.comment(ideas[0], at=when)
        survey = session.scalars(select(Survey).where(Survey.dialogue_id == made.id)).one()
        responses = [
            factories.response(made, survey, choice=n, words=w, at=when) for n, w in enumerate(("Mörkt.", "", ""))
        ]
        for contribution in (*ideas, comment):
            moderation.approve(town.moderator, contribution)
        found = Loop(
            app, engine, made.id, slug(made), town, [i.id for i in ideas], [r.id for r in responses], comment.id
        )
    yield found


@pytest.fixture
def other_secretary(loop: Loop) -> Any:
    """The secretary of another committee."""
    with db.transaction(loop.engine):
        return factories.person("other-secretary@town.example", Role.COMMITTEE_SECRETARY, body=factories.body("KFN"))
