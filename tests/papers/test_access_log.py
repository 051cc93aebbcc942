"""Who has seen whose personal data: every staff page that shows any is logged, and nobody can change the log."""

from __future__ import annotations

from collections.abc import Iterator

import flask
import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DatabaseError

from participation import clock, db
from participation.access import VISITOR
from participation.access_log.actions import note
from participation.access_log.models import Sighting
from participation.access_log.queries import PAGE, Wanted, sightings
from participation.access_log.rules import Shown
from participation.contributions.actions import leave_address
from participation.dialogues.rules import Stage
from participation.moderation import actions as moderation
from participation.moderation.rules import Ground
from tests import factories
from tests.checking_client import text_of
from tests.papers.conftest import SignIn

PLANTED = ("author@home.example", "reporter@home.example", "Planterad Person")
"""The address of somebody who took part, of somebody who reported, and a name that only a hidden contribution has."""


@pytest.fixture(scope="module")
def dialogue(shared_engine: Engine, town: factories.Town) -> int:
    with db.transaction(shared_engine):
        made = factories.dialogue(town, Stage.OPEN)
        idea = factories.idea(made, display_name="Planterad Person")
        leave_address(idea, email="author@home.example", locale="sv")
        moderation.report(
            VISITOR,
            idea,
            ground=Ground.PERSONAL_ATTACK,
            text="Det är elakt.",
            email="reporter@home.example",
            locale="sv",
            reporter_key=factories.key(),
            key=factories.key(),
        )
        moderation.hide(town.moderator, idea, ground=Ground.SPAM, reasons="Reklam.")
        moderation.complain(VISITOR, idea, text="Det är ingen reklam.")
        return made.id


def log(engine: Engine) -> list[tuple[str, str, int | None, str]]:
    with db.transaction(engine, write=False) as session:
        rows = session.scalars(select(Sighting).order_by(Sighting.id))
        return [(s.actor_name, s.what, s.dialogue_id, s.about) for s in rows]


def staff_pages(app: Flask, dialogue: int, contribution: int) -> Iterator[tuple[str, str]]:
    values = {"dialogue_id": dialogue, "contribution": contribution, "complaint": 1, "account_id": 1}
    for rule in app.url_map.iter_rules():
        if rule.endpoint.split(".")[0] in ("officials", "moderators") and "GET" in (rule.methods or ()):
            needed = set(rule.arguments) - {"lang"}
            if needed <= set(values):
                with app.test_request_context():
                    path = flask.url_for(rule.endpoint, lang="en", **{n: values[n] for n in needed})  # type: ignore[arg-type]
                yield rule.endpoint, path


def test_every_staff_page_that_shows_personal_data_is_marked_and_logged(
    shared_engine: Engine, shared_app: Flask, dialogue: int, signed_in: SignIn
) -> None:
    seen, unlogged = set(), []
    for endpoint, path in staff_pages(shared_app, dialogue, 1):
        for who in ("officer", "moderator", "admin", "dpo"):
            before = len(log(shared_engine))
            answer = signed_in(who).client.get(path)
            shows = answer.status_code == 200 and (
                any(text.encode() in answer.data for text in (*PLANTED, "officer@town.example"))
            )
            marked = hasattr(shared_app.view_functions[endpoint], "shows")
            logged = len(log(shared_engine)) - before
            if shows:
                seen.add(endpoint)
            if shows and not logged:
                unlogged.append(path)
            assert logged == (1 if marked and answer.status_code < 300 else 0), (who, path, answer.status_code)
    assert unlogged == []
    assert {
        "officials.contributions.index",
        "moderators.queue.show",
        "officials.accounts.index",
    } <= seen


@pytest.mark.parametrize(
    ("feature", "without"),
    [
        ("officials.initiatives", {"new"}),
        ("officials.statements", {"new", "notice", "review"}),
        ("moderators", set()),
        ("officials.accounts", set()),
    ],
)
def test_every_page_about_what_somebody_sent_is_marked(shared_app: Flask, feature: str, without: set[str]) -> None:
    """Also those whose address this test cannot fill in, and files. ``without``: they show nothing of anybody."""
    unmarked = {
        rule.endpoint
        for rule in shared_app.url_map.iter_rules()
        if rule.endpoint.startswith(f"{feature}.")
        and "GET" in (rule.methods or ())
        and not hasattr(shared_app.view_functions[rule.endpoint], "shows")
    }
    assert unmarked == {f"{feature}.{name}" for name in without}


def test_a_page_that_is_refused_or_not_found_shows_nothing_and_is_not_logged(
    shared_engine: Engine, dialogue: int, signed_in: SignIn
) -> None:
    before = log(shared_engine)
    assert signed_in("officer").client.get("/sv/officials/people/").status_code == 403
    assert signed_in("officer").client.get("/sv/officials/dialogues/99999/contributions").status_code == 404
    assert log(shared_engine) == before


def test_the_log_says_who_what_and_of_which_dialogue(shared_engine: Engine, dialogue: int, signed_in: SignIn) -> None:
    signed_in("officer").get(f"/en/officials/dialogues/{dialogue}/contributions")
    assert log(shared_engine)[-1] == ("Officer", "contributions", dialogue, "")
    signed_in("moderator").get("/en/moderators/contributions/1")
    assert log(shared_engine)[-1] == ("Moderator", "reports", dialogue, "1")


def test_only_the_data_protection_officer_reads_the_log_and_can_narrow_it(
    shared_engine: Engine, dialogue: int, signed_in: SignIn, town: factories.Town
) -> None:
    for who in ("officer", "coordinator", "moderator", "admin", "elected", "secretary"):
        assert signed_in(who).client.get("/en/officials/access-log").status_code == 403
    signed_in("officer").get(f"/en/officials/dialogues/{dialogue}/contributions")
    page = signed_in("dpo").get(
        f"/en/officials/access-log?who={town.officer.account_id}&what=contributions&dialogue={dialogue}&first=2020-01-01"
    )
    rows = [text_of(tr) for tr in page.all("tr")][1:]
    assert rows
    assert all("Officer" in r and "Contributions with the names" in r for r in rows)
    nothing = signed_in("dpo").get("/en/officials/access-log?first=2099-01-01")
    assert "Nothing fits what you chose." in nothing.text
    nonsense = signed_in("dpo").get("/en/officials/access-log?who=x&what=x&dialogue=%00&first=x&before=x")
    assert nonsense.status == 200
    for path in ("access-log", "support", f"dialogues/{dialogue}/log"):
        who = "dpo" if path == "access-log" else "officer"
        assert signed_in(who).get(f"/en/officials/{path}?before={'9' * 30}").status == 200


def test_the_log_is_read_a_page_at_a_time_without_a_gap(shared_engine: Engine, town: factories.Town) -> None:
    with db.transaction(shared_engine):
        for n in range(PAGE + 7):
            note(town.secretary, Shown.SURVEY_ANSWERS, about=str(n))
    found, before = [], None
    with db.transaction(shared_engine, write=False):
        while True:
            part, before = sightings(Wanted(what=Shown.SURVEY_ANSWERS, last=clock.today()), before)
            found += [int(s.about) for s in part]
            if before is None:
                break
    assert found == list(range(PAGE + 6, -1, -1))


def test_nobody_can_change_or_delete_what_was_seen(shared_engine: Engine, town: factories.Town) -> None:
    with db.transaction(shared_engine):
        note(town.secretary, Shown.REPORTS)
    for statement in (update(Sighting).values(actor_name="x"), delete(Sighting)):
        with pytest.raises(DatabaseError, match="append-only"), db.transaction(shared_engine) as session:
            session.execute(statement)


def test_a_visitor_is_shown_nothing_to_log(shared_engine: Engine) -> None:
    with db.transaction(shared_engine), pytest.raises(ValueError, match="signed in"):
        note(VISITOR, Shown.REPORTS)
