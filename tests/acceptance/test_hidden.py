"""A9, 24: a hidden idea is in no list, search, feed, letter, file, sitemap, calendar or result; the registrar has it.

There is no other programming interface than the feed, the calendar and the tables of surveys. Every page that links
lead to is looked through in tests/conventions/test_hidden.py; here each channel that the policy names is named.
"""

from __future__ import annotations

from urllib.parse import quote

from sqlalchemy import select

from participation import clock, db
from participation.access import VISITOR, Role
from participation.contributions.actions import leave_address
from participation.contributions.queries import by_id
from participation.dialogues.queries import dialogue_by_id, slug
from participation.dialogues.rules import Stage
from participation.followers import actions as followers
from participation.followers.models import Follower
from participation.ideas.queries import idea_text
from participation.moderation import actions as moderation
from participation.moderation.rules import Ground
from participation.outbox import Message
from participation.search.queries import contributions_with
from tests import factories
from tests.acceptance.conftest import Place
from tests.checking_client import CheckingClient

TITLE, BODY, NAME = "Zebrastrutsen", "Kvastvidunder", "Plommonkarl"
WORDS = (TITLE, BODY, NAME)
"""Each stands nowhere else, so that finding it is finding the idea."""

AUTHOR, FOLLOWER = "zebra-author@home.example", "zebra-follower@home.example"


def holds(text: str) -> bool:
    return any(word in text for word in WORDS)


def public(address: str, number: int) -> dict[str, str]:
    """Where each channel that the policy names is read by anybody."""
    return {
        "list": f"{address}/ideas",
        "its own page": f"{address}/ideas/{number}",
        "the dialogue": address,
        "search": f"/sv/search?q={BODY}",
        "feed": f"{address}/feed.atom",
        "calendar": f"{address}/calendar.ics",
        "whole calendar": "/sv/calendar.ics",
        "sitemap": "/sitemap.xml",
        "result": f"{address}/results",
        "start page": "/sv/",
    }


SHOWS_IDEAS = {"list", "its own page", "the dialogue", "search", "feed"}
"""What shows an idea while it may be seen: there, that it is gone says something. The others must not show it ever."""


def read(place: Place, addresses: dict[str, str]) -> set[str]:
    """The channels that show the idea to a guest."""
    guest = CheckingClient(place.app).client
    found = set()
    for channel, address in addresses.items():
        answer = guest.get(address)
        assert answer.status_code == 200, address
        text = answer.get_data(as_text=True)
        if TITLE in text or (channel != "search" and holds(text)):  # the search page repeats what was asked for
            found.add(channel)
    return found


def letters_after(place: Place, last: int) -> list[Message]:
    with db.transaction(place.engine, write=False) as session:
        found = list(session.scalars(select(Message).where(Message.id > last).order_by(Message.id)))
        session.expunge_all()
        return found


def test_a9_24_a_hidden_idea_is_in_no_channel_and_the_registrar_still_has_it(place: Place) -> None:
    identity = place.dialogue(Stage.OPEN)
    with db.transaction(place.engine) as session:
        dialogue = dialogue_by_id(identity)
        idea = factories.idea(dialogue, title=TITLE, body=f"{BODY} {TITLE}", display_name=NAME)
        leave_address(factories.comment(idea), email="commenter@home.example", locale="sv")
        leave_address(idea, email=AUTHOR, locale="sv")
        followers.follow(VISITOR, dialogue, email=FOLLOWER, locale="sv", key=factories.key())
        followers.confirm(session.scalars(select(Follower).where(Follower.email == FOLLOWER)).one())
        contribution, number, code = idea.id, idea.number, idea.return_code
        factories.person("registrar@town.example", Role.REGISTRAR)
        addresses = public(f"/sv/dialogues/{quote(slug(dialogue))}", number)
    export = f"/sv/officials/dialogues/{identity}/contributions/export.csv"
    officer = place.signed_in("officer")
    assert read(place, addresses) == SHOWS_IDEAS
    assert holds(officer.client.get(export).get_data(as_text=True))
    followers.tell(place.engine)
    before = letters_after(place, 0)
    assert [m.recipient for m in before if holds(m.text)] == [AUTHOR], "the author's own receipt"

    with db.transaction(place.engine):
        moderation.hide(place.town.moderator, by_id(contribution), ground=Ground.SPAM, reasons="Det är reklam.")

    assert read(place, addresses) == set()
    assert not holds(officer.client.get(export).get_data(as_text=True))
    with clock.at(clock.now()), db.transaction(place.engine):
        factories.pause(place.town.coordinator, dialogue_by_id(identity))
    assert followers.tell(place.engine) > 0
    after = letters_after(place, before[-1].id)
    assert {AUTHOR, FOLLOWER, "commenter@home.example"} <= {m.recipient for m in after}
    assert [m.recipient for m in after if holds(m.subject + m.text + m.html)] == []

    registrar = place.signed_in("registrar")
    kept = registrar.get(f"/sv/officials/dialogues/{identity}/contributions")
    assert kept.status == 200
    for word in WORDS:
        assert word in kept.text
    assert BODY in CheckingClient(place.app).get(f"/sv/receipts/{code}").text, "the author, too, with the code"


def test_a9_24_results_say_nothing_of_an_idea_that_was_hidden_before_they_were_compiled(place: Place) -> None:
    dates = factories.schedule_for(Stage.COMPILED)
    with db.transaction(place.engine):
        dialogue = factories.dialogue(place.town, Stage.CLOSED, schedule=dates)
        opened = factories.noon(dates.opens_on)
        hidden = factories.idea(dialogue, title=TITLE, body=BODY, display_name=NAME, at=opened)
        shown = factories.idea(dialogue, title="Ett räcke", at=opened)
        moderation.hide(place.town.moderator, hidden, ground=Ground.SPAM, reasons="Det är reklam.")
        factories.compile_results(place.town, dialogue, shown)
        addresses = public(f"/sv/dialogues/{quote(slug(dialogue))}", hidden.number)
    assert read(place, addresses) == set()
    page = CheckingClient(place.app).get(addresses["result"])
    assert '<span class="outcome-number">1</span>' in page.text


def test_a9_24_at_the_queries_a_hidden_idea_is_not_found_and_nothing_of_it_is_lost(place: Place) -> None:
    identity = place.dialogue(Stage.OPEN)
    with db.transaction(place.engine):
        idea = factories.idea(dialogue_by_id(identity), title="Gurkmejerus", body="Gurkmejerus")
        contribution, number = idea.id, idea.number

    def hits() -> int:
        with db.transaction(place.engine, write=False):
            return len(contributions_with("gurkmejerus", clock.now(), after=None, size=5))

    assert hits() == 1
    with db.transaction(place.engine):
        moderation.hide(place.town.moderator, by_id(contribution), ground=Ground.SPAM, reasons="Det är reklam.")
    assert hits() == 0
    with db.transaction(place.engine, write=False):
        kept = by_id(contribution)
        assert (kept.title, kept.body, kept.number) == ("Gurkmejerus", "Gurkmejerus", number)
        found = idea_text(identity, number)
        assert found is not None and found.visibility.value == "hidden"
