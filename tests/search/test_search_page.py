"""The search page: what it finds, what it never finds, and that no input breaks it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import insert
from sqlalchemy.engine import Engine

from participation import clock, db
from participation.contributions.models import Contribution
from participation.contributions.rules import Visibility
from participation.dialogues.models import Dialogue
from participation.dialogues.rules import Stage
from participation.moderation import actions as moderation
from participation.moderation.rules import Ground
from participation.search import index as search_index
from participation.search.models import SearchEntry
from tests import factories
from tests.checking_client import CheckingClient, Page, text_of
from tests.queries import counted


@pytest.fixture
def dialogue(app: Flask, engine: Engine) -> Dialogue:
    with app.test_request_context(), db.transaction(engine):
        return factories.dialogue(
            factories.town(),
            languages=("sv", "sv-lattlast", "en", "ar"),
            title="Lekplatsen vid hamnen",
            question="Vad saknas?",
        )


@pytest.fixture
def client(app: Flask) -> CheckingClient:
    return CheckingClient(app)


def find(client: CheckingClient, words: str, lang: str = "sv", **more: Any) -> Page:
    rest = "".join(f"&{k}={quote(str(v))}" for k, v in more.items())
    page = client.get(f"/{lang}/search?q={quote(words)}{rest}")
    assert page.status == 200
    return page


def hits(page: Page) -> list[str]:
    return [text_of(h) for h in page.all("h3")]


def test_dialogues_and_contributions_are_found_and_kept_apart(
    engine: Engine, client: CheckingClient, dialogue: Dialogue
) -> None:
    with db.transaction(engine):
        idea = factories.idea(dialogue, title="Gungor vid lekplatsen", body="Små barn vill gunga.")
        factories.comment(idea, body="Lekplatser behöver skugga.")
    page = find(client, "LEKPLATSERNA", "en")
    assert [text_of(h) for h in page.all("h2")][:2] == ["Dialogues", "What people have said"]
    assert hits(page)[:3] == ["[en] Lekplatsen vid hamnen", "Comment 2", "Gungor vid lekplatsen"]
    links = [a.get("href") or "" for a in page.all("a")]
    assert [link.split("/ideas/")[1] for link in links if "/ideas/" in link] == ["1#comment-2", "1"]


def test_every_word_must_be_there_and_beginnings_count(
    engine: Engine, client: CheckingClient, dialogue: Dialogue
) -> None:
    with db.transaction(engine):
        factories.idea(dialogue, title="Badbrygga", body="Trappa med räcke")
        factories.idea(dialogue, title="Trappa", body="Till kajen")
    assert hits(find(client, "trapp räcke"))[:1] == ["Badbrygga"]
    assert hits(find(client, "bad"))[:1] == ["Badbrygga"]
    assert "Nothing found" in find(client, "trappa simhall", "en").text


def test_a_hit_in_another_language_carries_its_language(
    engine: Engine, client: CheckingClient, dialogue: Dialogue
) -> None:
    with db.transaction(engine):
        factories.idea(dialogue, title="أماكن شواء", body="نحتاج إلى طاولات", language="ar")
    for words in ("أماكن", "اماكن"):
        page = find(client, words, "sv")
        title = next(a for a in page.all("a") if text_of(a) == "أماكن شواء")
        body = next(p for p in page.all("p") if text_of(p) == "نحتاج إلى طاولات")
        assert [(e.get("lang"), e.get("dir")) for e in (title, body)] == [("ar", "rtl")] * 2


def test_what_is_hidden_is_not_found_and_found_again_when_shown(
    app: Flask, engine: Engine, client: CheckingClient, dialogue: Dialogue
) -> None:
    with db.transaction(engine):
        idea = factories.idea(dialogue, title="Kvastskaft", body="Sopborste")
        comment = factories.comment(idea, body="Dammsugare också")
    assert hits(find(client, "sopborste"))[:1] == ["Kvastskaft"]
    assert hits(find(client, "dammsugare", "en"))[:1] == ["Comment 2"]
    for contribution in (idea, comment):
        with app.test_request_context(), db.transaction(engine):
            mine = db.session().get_one(Contribution, contribution.id)
            moderation.hide(factories.town().moderator, mine, ground=Ground.SPAM, reasons="Reklam.")
    for words in ("sopborste", "kvastskaft", "dammsugare"):
        assert "Nothing found" in find(client, words, "en").text
    with app.test_request_context(), db.transaction(engine):
        moderation.restore(factories.town().moderator, db.session().get_one(Contribution, idea.id), reasons="Fel.")
    assert hits(find(client, "sopborste"))[:1] == ["Kvastskaft"]


def test_only_what_is_visible_is_found(engine: Engine, client: CheckingClient, dialogue: Dialogue) -> None:
    with db.transaction(engine) as unit:
        for visibility in Visibility:
            idea = factories.idea(dialogue, title=f"Kvastskaft {visibility.value}", body="Sopborste")
            unit.get_one(Contribution, idea.id).visibility = visibility.value
    assert [t for t in hits(find(client, "sopborste")) if t.startswith("Kvast")] == ["Kvastskaft visible"]


def test_a_dialogue_that_is_not_announced_is_not_found(app: Flask, engine: Engine, client: CheckingClient) -> None:
    with app.test_request_context(), db.transaction(engine):
        factories.dialogue(factories.town(), Stage.DECIDED, title="Ännu tyst")
    with db.transaction(engine):
        search_index.put(1, None, "sv", "Ännu tyst")
    assert "Nothing found" in find(client, "tyst", "en").text


def test_a_translation_added_later_is_found(app: Flask, engine: Engine, client: CheckingClient) -> None:
    from participation.dialogues import actions

    with app.test_request_context(), db.transaction(engine):
        dialogue = factories.dialogue(factories.town())
    assert "Nothing found" in find(client, "playground", "en").text
    with db.transaction(engine) as unit:
        town = factories.town()
        actions.save_translation(town.officer, unit.get_one(Dialogue, dialogue.id), "en", {"title": "The playground"})
    assert hits(find(client, "playgrounds", "en"))[:1] == ["The playground"]


HOSTILE = [
    '"', "'", "''", '" OR "', "AND", "NOT", "NEAR(a b)", "a*", "*", "^a", "a:b", "tokens:a", "-a", "(", ")", "a)",
    "%", "_", "\\", "\x00", "a\x00b", ";--", "1' OR '1'='1", "{a b}", "a & b", "a | !b", "<->", ":*", "'a':*",
    "<script>alert(1)</script>", "\u202e", "\ud7ff", "🏊", "x" * 10_000, "a " * 5_000, "ﷺ", "ﬀ", "²", "\u0301", "=cmd|",
]  # fmt: skip


@pytest.mark.usefixtures("dialogue")
def test_hostile_words_are_only_words(client: CheckingClient) -> None:
    for words in HOSTILE:
        for path in ("/sv/search", "/sv/dialogues"):
            page = client.get(f"{path}?q={quote(words)}")
            assert page.status == 200, words
            assert "<script>alert" not in page.text, words


def test_odd_addresses_are_answered(engine: Engine, client: CheckingClient, dialogue: Dialogue) -> None:
    for query in ("q=%ff", "q=%ed%a0%80", "q=a&q=b", "", "page=1", "q[]=a"):
        assert client.get(f"/sv/search?{query}").status == 200, query
    with db.transaction(engine):
        factories.idea(dialogue, title="Bänkar", body="Gärna")
    first = hits(find(client, "bänk"))
    for place in ("-1", "0", "x", '"><script>', "1e9", "99999999999", "٣", "\x00"):
        assert hits(find(client, "bänk", page=place)) == first, place


def test_the_pages_are_all_hits_once_newest_first(engine: Engine, client: CheckingClient, dialogue: Dialogue) -> None:
    with db.transaction(engine):
        for i in range(45):
            factories.idea(dialogue, title=f"Bänk nummer {i}", body="Sitta")
    found: list[str] = []
    page = find(client, "bänkar")
    while True:
        found += [t for t in hits(page) if t.startswith("Bänk")]
        following = [a.get("href") for a in page.all("a") if a.get("rel") == "next"]
        if not following:
            break
        page = client.get(str(following[0]))
    assert found == [f"Bänk nummer {i}" for i in reversed(range(45))]


@pytest.mark.parametrize("n", [1, 50, 5000])
def test_a_search_asks_at_most_five_times(engine: Engine, client: CheckingClient, dialogue: Dialogue, n: int) -> None:
    with db.transaction(engine) as unit:
        rows = [
            {
                "id": i,
                "kind": "idea",
                "dialogue_id": dialogue.id,
                "number": i,
                "channel": "web",
                "language": "sv",
                "title": "Bänk",
                "body": "",
                "display_name": "",
                "speaker": "resident",
                "received_at": clock.now(),
                "return_code": f"c{i}",
                "idempotency_key": f"k{i}",
                "visibility": "visible",
                "shuffle": i,
            }
            for i in range(1, n + 1)
        ]
        unit.execute(insert(Contribution.__table__), rows)  # type: ignore[arg-type]
        entry = {"dialogue_id": dialogue.id, "locale": "sv", "tokens": "bänk"}
        unit.execute(insert(SearchEntry), [{**entry, "contribution_id": i} for i in range(1, n + 1)])
    with counted(engine) as sent:
        assert len(hits(find(client, "bänkar"))) >= min(n, 20)
    assert len(sent) <= 5


def test_a_search_is_kept_until_something_changes(engine: Engine, client: CheckingClient, dialogue: Dialogue) -> None:
    first = find(client, "bänk", "en")
    assert first.response.headers["Cache-Control"] == "public, no-cache"
    with counted(engine) as sent:
        find(client, "bänk", "en")
    assert sent == []
    with db.transaction(engine):
        factories.idea(dialogue, title="Bänkar", body="Gärna")
    assert hits(find(client, "bänk", "en"))[:1] == ["Bänkar"]
