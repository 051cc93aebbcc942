"""What a moderator hides is gone: a guest who looks everywhere finds none of its words, and no list counts it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy.engine import Engine

from participation import db
from participation.app import create_app
from participation.comments.models import Comment
from participation.contributions.queries import by_id, tallies
from participation.contributions.rules import ContributionKind
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import slug
from participation.dialogues.rules import Stage
from participation.ideas.models import Idea
from participation.moderation import actions as moderation
from participation.moderation.rules import Ground
from tests import factories
from tests.checking_client import parse, text_of
from tests.conventions.site import site_settings

TITLE, BODY, NAME, REPLY = "Zebrastrutsen", "Kvastvidunder", "Plommonkarl", "Grynkvarnen"
WORDS = (TITLE, BODY, NAME)
"""Each word stands nowhere else, so that finding it is finding the contribution."""


class Place:
    """An open dialogue with an idea somebody will hide, and somebody else's answer to it."""

    def __init__(self, app: Flask, engine: Engine) -> None:
        self.app = app
        self.engine = engine
        with db.transaction(engine):
            self.town = factories.town()
            self.dialogue: Dialogue = factories.dialogue(self.town, Stage.OPEN)
            self.idea: Idea = factories.idea(self.dialogue, title=TITLE, body=BODY, display_name=NAME)
            self.reply: Comment = factories.comment(self.idea, body=REPLY)
        self.address = f"/sv/dialogues/{quote(slug(self.dialogue))}"

    def hide(self, contribution: int) -> None:
        with db.transaction(self.engine):
            moderation.hide(self.town.moderator, by_id(contribution), ground=Ground.SPAM, reasons="Det är reklam.")

    def starts(self) -> Iterator[str]:
        """Where a guest begins to look, besides what links lead to."""
        for words in (*WORDS, REPLY):
            yield f"/sv/search?q={words}"
            yield f"/sv/dialogues?q={words}"
        yield from ("/sv/", "/ar/", "/sitemap.xml", "/robots.txt", f"{self.address}/feed.atom")
        yield from (f"{self.address}/ideas/{self.idea.number}", f"{self.address}/ideas/{self.idea.number}/comments/new")
        yield f"/sv/report/{self.idea.id}"

    def everything(self) -> dict[str, str]:
        """Every page a guest comes to by following links, and what it says; what they searched for is not on it.

        Links to the other three languages of a page lead to the same words.
        """
        said: dict[str, str] = {}
        waiting = list(self.starts())
        while waiting:
            path = waiting.pop()
            if path in said or path.startswith(("/static/", "/en/", "/fi/", "/sv-lattlast/")) or len(said) > 400:
                continue
            answer = self.app.test_client().get(path)
            said[path] = answer.get_data(as_text=True)
            if answer.mimetype == "text/html" and answer.status_code == 200:
                document, _ = parse(said[path])
                waiting += [
                    href
                    for a in document.iter("a")
                    if (href := (a.get("href") or "").split("#")[0]).startswith("/") and not href.startswith("//")
                ]
                said[path] = " ".join(text_of(main) for main in document.iter("main"))
            elif answer.location and answer.location.startswith("/"):
                waiting.append(answer.location)
        return said

    def found(self, *words: str) -> dict[str, set[str]]:
        """The pages that say each word; the search for it names it, so there only what is found counts."""
        said = {path: self.without_the_question(path, text) for path, text in self.everything().items()}
        return {word: {path for path, text in said.items() if word in text} for word in words}

    def without_the_question(self, path: str, text: str) -> str:
        if "?q=" not in path:
            return text
        asked = path.split("?q=")[1].split("&")[0]
        return text.replace(f"”{asked}”", "").replace(f"“{asked}”", "").replace(f"»{asked}«", "")


@pytest.fixture
def place(engine: Engine, tmp_path: Path) -> Place:
    return Place(create_app(site_settings(engine, tmp_path, demo=False), engine), engine)


def test_what_is_hidden_is_found_nowhere_until_it_is_shown_again(place: Place) -> None:
    idea = f"{place.address}/ideas/{place.idea.number}"
    before = place.found(*WORDS)
    feed, listed = f"{place.address}/feed.atom", f"{place.address}/ideas"
    assert {feed, listed, idea, f"/sv/search?q={TITLE}"} <= before[TITLE], "plant it where it can be seen first"
    assert {feed, idea} <= before[BODY] and {listed, idea} <= before[NAME]

    place.hide(place.idea.id)

    assert place.found(*WORDS) == {word: set() for word in WORDS}

    with db.transaction(place.engine):
        moderation.restore(place.town.moderator, by_id(place.idea.id))
    assert place.found(*WORDS) == before


def test_what_is_hidden_leaves_its_place_and_the_answers_of_others(place: Place) -> None:
    place.hide(place.idea.id)
    page = place.app.test_client().get(f"{place.address}/ideas/{place.idea.number}")
    assert page.status_code == 200
    assert REPLY in page.text


def test_a_hidden_answer_is_found_nowhere_and_what_it_answers_stays(place: Place) -> None:
    idea = f"{place.address}/ideas/{place.idea.number}"
    assert idea in place.found(REPLY)[REPLY]
    place.hide(place.reply.id)
    after = place.found(REPLY, TITLE)
    assert after[REPLY] == set()
    assert idea in after[TITLE]


def test_what_is_hidden_is_not_counted(place: Place) -> None:
    def counted() -> dict[ContributionKind, int]:
        with db.transaction(place.engine, write=False):
            return {kind: n for kind, n in tallies([place.dialogue.id])[place.dialogue.id].items() if n}

    assert counted() == {ContributionKind.IDEA: 1, ContributionKind.COMMENT: 1}
    place.hide(place.idea.id)
    assert counted() == {ContributionKind.COMMENT: 1}
