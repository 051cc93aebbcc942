"""Role by role (POLICY.md A6): what each can see and do, and the acceptance tests A9 21 and A9 29."""

from __future__ import annotations

import re
from collections.abc import Iterator

import flask
import pytest
from flask import Flask
from sqlalchemy.engine import Engine

from participation import db
from participation.access import Refused
from participation.comments.actions import submit_comment
from participation.contributions.actions import leave_address
from participation.contributions.rules import Speaker
from participation.dialogues import actions
from participation.dialogues.queries import dialogue_by_id, slug
from participation.dialogues.rules import Kind, Stage
from participation.results.outcome import outcome_of
from participation.texts import Texts
from tests import factories
from tests.checking_client import fields
from tests.papers.conftest import SignIn, shared_app, signed_in, town

__all__ = ["shared_app", "signed_in", "town"]

ADDRESS, NAME = "writer@home.example", "Samma Person"


@pytest.fixture(scope="module")
def two(shared_engine: Engine, town: factories.Town) -> tuple[int, int]:
    """Two open dialogues in which one person has said something under the same name."""
    with db.transaction(shared_engine):
        made = [factories.dialogue(town, Stage.OPEN, title=title) for title in ("Första frågan", "Andra frågan")]
        for number, dialogue in enumerate(made):
            idea = factories.idea(dialogue, title=f"Bara här {number}", display_name=NAME)
            leave_address(idea, email=ADDRESS, locale="sv")
        return made[0].id, made[1].id


def staff_pages(app: Flask, dialogue: int) -> Iterator[tuple[str, bool]]:
    """Every page of officials that needs no more than a dialogue, and whether it is of one."""
    for rule in app.url_map.iter_rules():
        needed = set(rule.arguments) - {"lang"}
        if rule.endpoint.startswith("officials.") and "GET" in (rule.methods or ()) and needed <= {"dialogue_id"}:
            with app.test_request_context():
                path = flask.url_for(rule.endpoint, lang="en", **dict.fromkeys(needed, dialogue))  # type: ignore[arg-type]
            yield path, bool(needed)


def test_a9_21_staff_cannot_list_what_one_person_has_said_across_dialogues(
    shared_app: Flask, two: tuple[int, int], signed_in: SignIn
) -> None:
    """No staff page shows what was said in two dialogues, whatever is asked of it, nor the address that was left.
    Moderation shows several dialogues, and is logged."""
    everywhere = ("officer", "coordinator", "admin", "dpo")
    for path, is_of_one in staff_pages(shared_app, two[0]):
        for who in ("officer",) if is_of_one else everywhere:
            shown = signed_in(who).client.get(f"{path}?q={NAME}&author={NAME}&dialogue={two[1]}").data
            assert not ("Bara här 0".encode() in shown and "Bara här 1".encode() in shown), (who, path)
            assert ADDRESS.encode() not in shown, (who, path)
    assert signed_in("moderator").client.get("/en/moderators/several").status_code == 200
    assert hasattr(shared_app.view_functions["moderators.several.index"], "shows")


def test_a9_29_what_an_elected_representative_says_shows_name_office_and_body_and_counts_for_nothing(
    shared_engine: Engine, shared_app: Flask, town: factories.Town
) -> None:
    with db.transaction(shared_engine):
        dialogue = factories.dialogue(town, Stage.OPEN)
        idea = factories.idea(dialogue)
        submit_comment(
            town.elected,
            dialogue,
            idea,
            key=factories.key(),
            body="Tack för idén.",
            language="sv",
            speaker=Speaker.ELECTED,
            office=Texts(sv="Förtroendevald, Samhällsbyggnadsnämnden"),
        )
        factories.comment(idea, body="En invånares svar.")
        path, number = f"/sv/dialogues/{slug(dialogue)}", idea.number
        took_part = sum(t.count for t in outcome_of(dialogue.id).took_part)
    client = shared_app.test_client()
    thread = re.sub(r"\s+", " ", client.get(f"{path}/ideas/{number}").get_data(as_text=True))
    assert re.search(r"<bdi>Elected</bdi>.{0,400}Förtroendevald, Samhällsbyggnadsnämnden", thread)
    assert took_part == 2
    assert "1 kommentar" in client.get(path).get_data(as_text=True)


def test_an_elected_representative_begins_a_draft_that_the_officials_go_on_with(
    shared_engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    elected = signed_in("elected")
    form = fields(elected.get("/en/officials/dialogues/new").forms()[0])
    sent = form | {"kind": Kind.COMMITTEE.value, "body": str(town.committee.id), "title": "Bänkar i parken"}
    begun = elected.send("/en/officials/dialogues/new", sent)
    assert begun.status == 303
    path = begun.response.location
    assert "You have begun it." in elected.get(path).text
    identity = int(path.rsplit("/", 1)[1])
    assert elected.client.get(f"/en/officials/dialogues/{identity}/propose").status_code == 403
    assert "Bänkar i parken" in signed_in("officer").get("/en/officials/").text
    with db.transaction(shared_engine):
        with pytest.raises(Refused):
            actions.propose(town.elected, dialogue_by_id(identity))
        with pytest.raises(Refused):
            actions.create_dialogue(town.elected, kind=Kind.COMMITTEE, body=factories.body("KFN"), title="x")


MAY_NOT: dict[str, tuple[str, ...]] = {
    "elected": ("/en/moderators/", "/en/officials/people/", "/en/officials/access-log"),
    "officer": ("/en/officials/access-log", "/en/officials/people/", "/en/moderators/", "/en/officials/bodies"),
    "secretary": ("/en/officials/access-log", "/en/officials/people/", "/en/moderators/"),
    "moderator": ("/en/officials/access-log", "/en/officials/people/", "/en/officials/bodies"),
    "coordinator": ("/en/officials/access-log", "/en/officials/people/"),
    "admin": ("/en/officials/access-log", "/en/moderators/"),
    "dpo": ("/en/moderators/",),
}
MAY: dict[str, tuple[str, ...]] = {
    "elected": ("/en/officials/", "/en/officials/calendar", "/en/officials/dialogues/{open}/activities"),
    "officer": ("/en/officials/dialogues/{open}", "/en/officials/dialogues/{open}/contributions"),
    "secretary": ("/en/officials/dialogues/{open}", "/en/officials/handovers"),
    "moderator": ("/en/moderators/",),
    "coordinator": ("/en/officials/bodies", "/en/moderators/", "/en/officials/calendar"),
    "admin": ("/en/officials/people/",),
    "dpo": ("/en/officials/access-log", "/en/officials/people/", "/en/officials/dialogues/{open}"),
}
"""What the table of POLICY.md A6 gives each role, and does not, by page."""


@pytest.mark.parametrize("who", list(MAY))
def test_each_role_gets_its_pages_and_not_those_of_others(two: tuple[int, int], signed_in: SignIn, who: str) -> None:
    for path in MAY[who]:
        assert signed_in(who).client.get(path.format(open=two[0])).status_code == 200, path
    for path in MAY_NOT[who]:
        assert signed_in(who).client.get(path).status_code == 403, path


def test_archivist_and_registrar_read_what_is_proposed_and_change_nothing(
    shared_engine: Engine, shared_app: Flask, town: factories.Town, two: tuple[int, int], signed_in: SignIn
) -> None:
    with db.transaction(shared_engine):
        factories.person("archivist@town.example", factories.Role.ARCHIVIST)
        factories.person("registrar@town.example", factories.Role.REGISTRAR)
    for who in ("archivist", "registrar"):
        client = signed_in(who)
        assert client.client.get(f"/en/officials/dialogues/{two[0]}").status_code == 200
        sent = {"csrf_token": client.token()}
        assert client.post(f"/en/officials/dialogues/{two[0]}/announce", sent).status == 403
