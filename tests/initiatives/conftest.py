"""A town, and initiatives in each state of their machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.engine import Engine

from participation import clock, db
from participation.access import VISITOR, Actor, Role
from participation.bodies.queries import policy_areas
from participation.channels.queries import shown_channels
from participation.dialogues.rules import Kind
from participation.initiatives.actions import moves
from participation.initiatives.actions.receiving import Proposal, submit_initiative
from participation.initiatives.models import Initiative
from participation.initiatives.queries import initiative_by_id
from participation.initiatives.rules import BodyDecision, State
from participation.settings import Settings
from participation.texts import Texts
from tests import factories
from tests.checking_client import CheckingClient
from tests.databases import fresh_database
from tests.programs import program
from tests.taking_part import GENEROUS

ANSWER = Texts(sv="Nämnden vill veta mer innan den bestämmer sig.", en="The committee wants to know more.")


def submitted(**changes: Any) -> Initiative:
    """An initiative about streets, which are the committee's."""
    area = next((a for a in policy_areas() if a.code == "streets"), None)
    values: dict[str, Any] = {
        "question": "Hur ska torget användas?",
        "why": "Butiken flyttar och torget blir tomt.",
        "concerns": "Alla i Brålanda",
        "language": "sv",
        "policy_area": area,
        **changes,
    }
    actor = values.pop("actor", VISITOR)
    return submit_initiative(actor, Proposal(**values), key=values.pop("key", factories.key()))


@dataclass
class Place:
    """The program, a town, and an initiative in each state."""

    app: Flask
    engine: Engine
    town: factories.Town
    in_state: dict[State, int] = field(default_factory=dict)

    def client(self, name: str = "") -> CheckingClient:
        """Somebody at a browser of their own, signed in if a name is given."""
        client = CheckingClient(self.app)
        if name:
            client.sign_in(f"{name}@town.example", factories.PASSWORD)
        return client

    def stored(self, number: int) -> Initiative:
        """The initiative as it is stored now."""
        with db.transaction(self.engine, write=False) as session:
            found = initiative_by_id(number)
            session.expunge_all()
            return found

    def actor(self, role: Role) -> Actor:
        """Somebody of the town with the role."""
        return {
            Role.OFFICER: self.town.officer,
            Role.COORDINATOR: self.town.coordinator,
            Role.COMMITTEE_SECRETARY: self.town.secretary,
            Role.ELECTED: self.town.elected,
            Role.MODERATOR: self.town.moderator,
            Role.ADMIN: self.town.admin,
        }[role]


def decision(**changes: Any) -> BodyDecision:
    """What stands in the minutes of today."""
    return BodyDecision(**{"taken_on": clock.today(), "paragraph": "45", "registry_number": "SBN 2026/99", **changes})


def bring_to(town: factories.Town, state: State, **changes: Any) -> Initiative:
    """An initiative in the state, by the moves that lead there."""
    made = submitted(**changes)
    if state in (State.SUBMITTED, State.WITHDRAWN):
        return moves.withdraw(VISITOR, made) if state is State.WITHDRAWN else made
    moves.begin_review(town.officer, made)
    if state is State.UNDER_REVIEW:
        return made
    moves.forward(town.officer, made, body=town.committee)
    if state is State.ACCEPTED:
        moves.accept(town.secretary, made, decision=decision(), kind=Kind.COMMITTEE, answer=ANSWER)
    elif state is State.DECLINED:
        moves.decline(town.secretary, made, decision=decision(), answer=ANSWER)
    elif state is State.REDIRECTED:
        moves.redirect(town.officer, made, channel=shown_channels()[1], answer=ANSWER)
    return made


def build(engine: Engine, folder: Path) -> Place:
    """The place, in an empty database."""
    settings = Settings(
        data_dir=folder,
        database_url=engine.url.render_as_string(hide_password=False),
        secret_key="a secret for tests only",
        mail=f"file:{folder / 'mail'}",
        testing=True,
        rate_limits=GENEROUS,
    )
    app = program(settings, engine)
    with app.test_request_context(), db.transaction(engine):
        place = Place(app, engine, factories.town())
        for state in State:
            place.in_state[state] = bring_to(place.town, state).id
    return place


@pytest.fixture
def place(sqlite_template: Path, tmp_path: Path) -> Iterator[Place]:
    """A place of this test's own, for what does not hang on the database."""
    with fresh_database("sqlite", sqlite_template, None) as made:
        yield build(made, tmp_path)


@pytest.fixture
def place_on_each(engine: Engine, tmp_path: Path) -> Place:
    """A place of this test's own on each database."""
    return build(engine, tmp_path)


@pytest.fixture(scope="module")
def standing_place(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """One place for all tests of a module that change nothing that others look at."""
    with fresh_database("sqlite", sqlite_template, None) as made:
        yield build(made, tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def standing_on_each(shared_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """One place on each database."""
    return build(shared_engine, tmp_path_factory.mktemp("data"))
