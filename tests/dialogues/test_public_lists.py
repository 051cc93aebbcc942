"""The start page and the list: what they hold, in what order, page by page, and what they cost."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select
from sqlalchemy.engine import Engine

from participation import clock, db
from participation.bodies.models import Body
from participation.bodies.rules import BodyKind
from participation.dialogues import public_lists as lists
from participation.dialogues.models import Dialogue, Phase
from participation.dialogues.queries import stage_column
from participation.dialogues.rules import PUBLIC_STAGES, ROAD, PublicGroup, Stage, is_public, stage
from participation.search import index as search_index
from participation.texts import Texts
from tests import factories
from tests.checking_client import CheckingClient, text_of
from tests.dialogues.test_stage_column import NOW, combinations, store
from tests.queries import counted

DAY = timedelta(days=1)


def test_what_is_public_in_sql_is_what_its_stage_says(engine: Engine) -> None:
    with db.transaction(engine) as unit:
        all_facts = list(combinations())
        store(unit, all_facts)
        rows = unit.execute(select(Dialogue.id, stage_column(NOW), lists.is_public(NOW)).order_by(Dialogue.id))
        wrong = [
            (all_facts[i - 1], public)
            for i, stage, public in rows
            if bool(public) is not is_public(all_facts[i - 1], NOW) or (public and Stage(stage) not in PUBLIC_STAGES)
        ]
        assert wrong == []
        # What is in a public stage is public; only what is cancelled may never have been.
        hidden = {stage(f, NOW) for f in all_facts if not is_public(f, NOW)} & PUBLIC_STAGES
        assert hidden == {Stage.CANCELLED}


@pytest.fixture
def many(engine: Engine, app: Flask, request: pytest.FixtureRequest) -> Iterator[int]:
    """Dialogues in bulk: as many of each public stage, in no order."""
    n: int = getattr(request, "param", 53)
    now = clock.now()
    stages = sorted(PUBLIC_STAGES)
    with db.transaction(engine) as unit:
        unit.add(Body(id=1, kind=BodyKind.COMMITTEE.value, code="N", names=Texts(sv="N"), valid_from=date(2020, 1, 1)))
        unit.flush()
        unit.execute(insert(Dialogue), [_row(i, stages[i % len(stages)], now) for i in range(1, n + 1)])
        unit.execute(
            insert(Phase),
            [
                {"dialogue_id": i, "position": 1, "opens_at": o, "closes_at": c}
                for i in range(1, n + 1)
                for o, c in [_period(i, stages[i % len(stages)], now)]
            ],
        )
    yield n


def _row(i: int, stage: Stage, now: datetime) -> dict[str, Any]:
    reached = ROAD.index(stage) if stage in ROAD else ROAD.index(Stage.OPEN)
    return {
        "id": i,
        "kind": "committee",
        "responsible_body_id": 1,
        "title": Texts(sv=f"Dialog {i}"),
        "question": Texts(sv=f"Fråga {i}?"),
        "created_at": now - 90 * DAY,
        "announced_at": now - 80 * DAY,
        "compiled_at": now - 3 * DAY if reached >= ROAD.index(Stage.COMPILED) else None,
        "handled_at": now - 2 * DAY if reached >= ROAD.index(Stage.HANDLED) else None,
        "fed_back_at": now - 1 * DAY if stage in (Stage.FED_BACK, Stage.EVALUATED) else None,
        "evaluated_at": now - DAY / 2 if stage is Stage.EVALUATED else None,
        "paused_at": now - DAY if stage is Stage.PAUSED else None,
        "resumes_at": now + 9 * DAY if stage is Stage.PAUSED else None,
        "cancelled_at": now - DAY if stage is Stage.CANCELLED else None,
        "feedback_due": clock.local_date(now) - (i % 3) * DAY,
    }


def _period(i: int, stage: Stage, now: datetime) -> tuple[datetime, datetime]:
    shift = timedelta(hours=i * 7 % 100)
    if stage is Stage.ANNOUNCED:
        return now + DAY + shift, now + 60 * DAY
    if stage in (Stage.OPEN, Stage.PAUSED):
        return now - 10 * DAY, now + DAY + shift
    return now - 50 * DAY, now - 10 * DAY


def walk(group: PublicGroup | None, size: int, now: datetime) -> list[list[int]]:
    """The ids on each page, forwards; and on the way back the very same pages."""
    pages, place = [], None
    while True:
        page = lists.page_of_dialogues(now, group=group, place=place, size=size)
        pages.append([line.id for line in page.lines])
        if page.next is None:
            break
        place = lists.Place.parse(str(page.next))
        assert place == page.next
    back = [pages[-1]]
    while page.previous is not None:
        page = lists.page_of_dialogues(now, group=group, place=lists.Place.parse(str(page.previous)), size=size)
        back.insert(0, [line.id for line in page.lines])
    assert back == pages
    return pages


def test_the_pages_are_the_whole_list_once_in_order(engine: Engine, many: int) -> None:
    now = clock.now()
    order = list(PublicGroup)
    with db.transaction(engine, write=False):
        for group, size in itertools.product((None, *PublicGroup), (1, 7, 60)):
            whole = lists.page_of_dialogues(now, group=group, size=many).lines
            ids = [i for page in walk(group, size, now) for i in page]
            assert ids == [line.id for line in whole], (group, size)
            mine = [line for line in whole if group is None or line.group is group]
            assert len(set(ids)) == len(ids) == (many if group is None else len(mine)), (group, size)
            keys = [(order.index(line.group), line.soonest, -line.id) for line in whole]
            assert keys == sorted(keys)


def test_the_start_page_shows_the_first_of_each_group(engine: Engine, many: int) -> None:
    now = clock.now()
    with db.transaction(engine, write=False):
        board = lists.board(now, 6)
        for group in PublicGroup:
            expected = lists.page_of_dialogues(now, group=group, size=6)
            assert board.lines[group] == expected.lines
            assert board.counts[group] == expected.counts[group]
    assert sum(board.counts.values()) == many
    opens = min(line.closes_at for line in board.lines[PublicGroup.OPEN] if line.closes_at)
    assert board.valid_until == min(opens, clock.end_of_day(clock.local_date(now)))


@pytest.mark.parametrize(
    "text",
    [
        "", "-1", "0", "2", "x", '"><script>', "after", "after-1-2", "after-1-2-3-4", "after-9-1-1", "after-1--1-1",
        "after-1-999999999999999999-1", "after-0-1-9999999999999",
        "after-٣-1-1", "nearby-0-1-1", "after-1e3-1-1", "\x00",
    ],
)  # fmt: skip
def test_what_is_no_place_is_the_first_page(text: str) -> None:
    assert lists.Place.parse(text) is None


UNKNOWN = (
    "stage=nonsense", "stage=", "page=-1", "page=%22%3E%3Cscript%3E", "page=999", "area=Vargon", "area=%00", "q=",
    "q=%00", "unknown=1", "page=after-9-9-9", "q=%20%20",
)  # fmt: skip


def test_unknown_values_mean_the_default(app: Flask, many: int) -> None:
    client = CheckingClient(app)
    titles = [text_of(h) for h in client.get("/en/dialogues").all("h2")]
    assert len(titles) > many / 3
    for query in UNKNOWN:
        odd = client.get(f"/en/dialogues?{query}")
        assert (odd.status, [text_of(h) for h in odd.all("h2")]) == (200, titles), query
        assert "<script>" not in odd.text, query
    for query in ("q=%25", "q=%22"):
        assert "No dialogue here" in client.get(f"/en/dialogues?{query}").text, query
    first = client.get("/en/dialogues?stage=open&stage=closed")
    assert [a.get("aria-current") for a in first.all("a") if text_of(a).startswith("Open now")] == ["true"]


def test_filters_are_links_that_keep_the_words(app: Flask, engine: Engine) -> None:
    with app.test_request_context(), db.transaction(engine):
        town = factories.town()
        factories.dialogue(town, title="Skolgården i Brålanda")
        factories.dialogue(town, Stage.CLOSED, title="Skolgården i Vargön")
        factories.dialogue(town, title="Badplatsen")
    client = CheckingClient(app)
    page = client.get("/en/dialogues?q=skolg%C3%A5rd")
    assert [text_of(h) for h in page.all("h2")][:2] == ["Skolgården i Brålanda", "Skolgården i Vargön"]
    filters = {text_of(a): a.get("href") for a in page.all("a") if "filter" in (a.get("class") or "").split()}
    assert filters == {
        "All 2": "/en/dialogues?q=skolg%C3%A5rd",
        "Open now 1": "/en/dialogues?stage=open&q=skolg%C3%A5rd",
        "Planned 0": "/en/dialogues?stage=planned&q=skolg%C3%A5rd",
        "Being processed 1": "/en/dialogues?stage=processing&q=skolg%C3%A5rd",
        "Completed 0": "/en/dialogues?stage=completed&q=skolg%C3%A5rd",
        "Cancelled 0": "/en/dialogues?stage=cancelled&q=skolg%C3%A5rd",
    }
    shown = client.get("/en/dialogues?stage=processing&q=skolg%C3%A5rd")
    assert [text_of(h) for h in shown.all("h2")][:1] == ["Skolgården i Vargön"]
    assert len([a for a in shown.all("a") if "card-link" in (a.get("class") or "")]) == 1


def test_the_number_of_kept_promises_counts_what_was_late(app: Flask, engine: Engine) -> None:
    now = datetime(2026, 6, 17, 21, 59, 59, tzinfo=UTC)  # a second before midnight in the municipality
    today = date(2026, 6, 17)
    given = {
        "in time, on the last second": (today, now),
        "a second late": (today, now + timedelta(seconds=1)),
        "early": (today + 9 * DAY, now - 30 * DAY),
        "late": (today - DAY, now),
        "waits": (today - DAY, None),
        "due today": (today + DAY, None),
    }
    with db.transaction(engine) as unit:
        unit.add(Body(id=1, kind=BodyKind.COMMITTEE.value, code="N", names=Texts(sv="N"), valid_from=date(2020, 1, 1)))
        unit.flush()
        for due, at in given.values():
            unit.add(
                Dialogue(
                    kind="committee",
                    responsible_body_id=1,
                    created_at=now - 90 * DAY,
                    announced_at=now - 80 * DAY,
                    feedback_due=due,
                    fed_back_at=at,
                )
            )
        unit.flush()
        assert lists.promises(now + timedelta(seconds=1)) == lists.Promises(due=5, given=4, in_time=2)


def test_the_start_page_leads_to_what_was_completed(app: Flask, engine: Engine) -> None:
    with app.test_request_context(), db.transaction(engine):
        factories.dialogue(factories.town(), Stage.FED_BACK, languages=("sv", "sv-lattlast", "en"))
    page = CheckingClient(app).get("/en/")
    assert "[en] Nämnden valde det som deltagarna satte först." in page.text
    assert "1 of 1" in page.text
    assert "/en/dialogues?stage=completed" in page.links
    assert "Attraktiv och hållbar i alla delar, hela livet" in page.text
    assert "No dialogue is open just now" in page.text


def test_an_empty_service_says_so(app: Flask) -> None:
    client = CheckingClient(app)
    assert "No dialogue is open just now" in client.get("/en/").text
    assert "No dialogue here" in client.get("/en/dialogues").text


@pytest.mark.parametrize("many", [1, 50, 5000], indirect=True)
def test_lists_ask_at_most_five_times_however_many_there_are(app: Flask, engine: Engine, many: int) -> None:
    with db.transaction(engine):
        for i in range(1, min(many, 4)):
            search_index.put(i, None, "sv", f"Dialog {i}")
    for path in ("/sv/", "/sv/dialogues", "/sv/dialogues?stage=open", "/sv/dialogues?q=dialog", "/sitemap.xml"):
        with counted(engine) as sent:
            assert CheckingClient(app).get(path).status == 200
        assert 0 < len(sent) <= 5, (path, sent)
