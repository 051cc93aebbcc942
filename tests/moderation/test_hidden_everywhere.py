"""What is hidden is gone from every place that others read, and nothing else is."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.engine import Engine

from participation import db
from participation.contributions.models import Contribution
from participation.moderation.actions import hide, restore
from participation.moderation.rules import Ground
from tests import factories
from tests.moderation.conftest import MODERATOR, Browser, World, act_as, load

TITLE, BODY = "Bänkar vid vattnet", "Politikerna sover"


def public_addresses(world: World) -> list[str]:
    """Everything that a visitor can read about the dialogue."""
    dialogue = f"/sv/dialogues/{world.slug}"
    return [
        "/sv/",
        "/sv/dialogues",
        "/sv/dialogues?q=Bänkar",
        dialogue,
        f"{dialogue}/ideas",
        f"{dialogue}/ideas/{world.number}",
        f"{dialogue}/ideas/{world.number}/comments/new",
        f"{dialogue}/feed.atom",
        f"{dialogue}/results",
        "/sv/search?q=Bänkar",
        "/sv/search?q=politikerna",
        "/sitemap.xml",
    ]


def where_it_is(visitor: Browser, world: World) -> list[str]:
    """The addresses whose answers hold the idea's words."""
    return [a for a in public_addresses(world) if any(w in visitor.client.get(a).text for w in (TITLE, BODY))]


def hide_it(world: World) -> None:
    with db.transaction(world.engine):
        hide(act_as(MODERATOR), load(world.idea_id), ground=Ground.PERSONAL_DATA, reasons="En granne pekas ut.")


def test_a_hidden_idea_is_gone_from_everything_a_visitor_reads(world: World, visitor: Browser) -> None:
    dialogue = f"/sv/dialogues/{world.slug}"
    before = where_it_is(visitor, world)
    for expected in (f"{dialogue}/ideas", f"{dialogue}/ideas/{world.number}", "/sv/search?q=Bänkar"):
        assert expected in before
    hide_it(world)
    assert where_it_is(visitor, world) == []
    with db.transaction(world.engine):
        restore(act_as(MODERATOR), load(world.idea_id))
    assert where_it_is(visitor, world) == before


def test_a_hidden_idea_leaves_a_tombstone_and_the_comments_of_others(
    world: World, visitor: Browser, engine: Engine
) -> None:
    with db.transaction(engine):
        comment = factories.comment(load(world.idea_id), body="Jag håller inte med om det.")  # type: ignore[arg-type]
        factories.comment(load(world.idea_id), body="Men jag gör det.", parent=comment)  # type: ignore[arg-type]
    hide_it(world)
    page = visitor.get(f"/sv/dialogues/{world.slug}/ideas/{world.number}")
    assert page.status_code == 200
    assert "Jag håller inte med om det." in page.text
    assert "Men jag gör det." in page.text
    assert TITLE not in page.text


def test_a_hidden_comment_leaves_a_tombstone_and_the_answers_to_it(
    world: World, visitor: Browser, engine: Engine
) -> None:
    with db.transaction(engine):
        comment = factories.comment(load(world.idea_id), body="Köp skor hos oss!")  # type: ignore[arg-type]
        factories.comment(load(world.idea_id), body="Det där är reklam.", parent=comment)  # type: ignore[arg-type]
        identity = comment.id
    address = f"/sv/dialogues/{world.slug}/ideas/{world.number}"
    assert "Köp skor hos oss!" in visitor.get(address).text
    with db.transaction(engine):
        hide(act_as(MODERATOR), load(identity), ground=Ground.SPAM, reasons="Reklam.")
    page = visitor.get(address).text
    assert "Köp skor hos oss!" not in page
    assert "Det där är reklam." in page
    assert TITLE in page


def test_the_author_still_reads_the_receipt_with_ground_reasons_and_the_way_to_complain(
    world: World, visitor: Browser
) -> None:
    hide_it(world)
    page = visitor.get(f"/sv/receipts/{world.code}")
    assert page.status_code == 200
    assert BODY in page.text
    assert "En granne pekas ut." in page.text
    assert f"/sv/receipts/{world.code}/complaint" in page.text


def test_what_is_hidden_is_not_in_the_officials_export(world: World, app: Flask) -> None:
    officer = Browser(app.test_client()).sign_in("officer@town.example")
    address = f"/sv/officials/dialogues/{world.dialogue_id}/contributions/export.csv"
    shown = officer.get(address)
    if shown.status_code == 404:
        pytest.fail("the export has moved: name its address here")
    assert TITLE in shown.text
    hide_it(world)
    assert TITLE not in officer.get(address).text


def test_nothing_is_deleted(world: World) -> None:
    hide_it(world)
    with db.transaction(world.engine, write=False) as session:
        kept = session.get_one(Contribution, world.idea_id)
        assert (kept.title, kept.body.startswith(BODY), kept.number) == (TITLE, True, world.number)


def test_reports_link_from_where_contributions_are_read(world: World, visitor: Browser, engine: Engine) -> None:
    with db.transaction(engine):
        comment = factories.comment(load(world.idea_id)).id  # type: ignore[arg-type]
    page = visitor.get(f"/sv/dialogues/{world.slug}/ideas/{world.number}").text
    assert f'href="/sv/report/{world.idea_id}"' in page
    assert f'href="/sv/report/{comment}"' in page
