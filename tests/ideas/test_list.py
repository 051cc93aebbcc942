"""The list of ideas: each idea once over its pages, whatever the order, and as many queries however long it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from participation import clock, db
from participation.contributions.actions import set_visibility
from participation.contributions.models import Contribution
from participation.contributions.paging import pack
from participation.contributions.rules import ContributionKind, Visibility
from participation.ideas.queries import IdeaPage, idea_page
from participation.ideas.rules import PAGE, Order
from tests.checking_client import Page
from tests.taking_part import Place, counted_queries, many_ideas

ORDERS = pytest.mark.parametrize("order", list(Order))
GARBAGE = ["-1", '"><script>', "0", "x" * 5000, "%00", "å", "W10", pack("random", 9, 9, 9, 9, 9, 9), pack("new", 0)]


def read(engine: Engine, dialogue: int, order: Order, token: str | None, days: int = 0) -> IdeaPage:
    with db.transaction(engine, write=False):
        return idea_page(dialogue, order, clock.today() + timedelta(days), token)


def all_pages(engine: Engine, dialogue: int, order: Order, days: int = 0) -> list[IdeaPage]:
    pages = [read(engine, dialogue, order, None, days)]
    while pages[-1].next:
        # Midnight passes between the pages.
        pages.append(read(engine, dialogue, order, pages[-1].next, days + 1))
    return pages


def visible_numbers(engine: Engine, dialogue: int) -> list[int]:
    with db.transaction(engine, write=False) as session:
        return list(
            session.scalars(
                select(Contribution.number)
                .where(
                    Contribution.dialogue_id == dialogue,
                    Contribution.kind == ContributionKind.IDEA.value,
                    Contribution.visibility == Visibility.VISIBLE.value,
                )
                .order_by(Contribution.number)
            )
        )


@pytest.fixture(scope="module")
def long_list(standing_place: Place) -> Place:
    many_ideas(standing_place.engine, standing_place.dialogue, 3 * PAGE + 4)
    with db.transaction(standing_place.engine) as session:
        hidden = session.scalars(select(Contribution).where(Contribution.number == 1007)).one()
        set_visibility(hidden, Visibility.HIDDEN)
    return standing_place


@ORDERS
@pytest.mark.parametrize("days", [0, 1, 2, 3])
def test_the_pages_together_are_every_visible_idea_once(long_list: Place, order: Order, days: int) -> None:
    pages = all_pages(long_list.engine, long_list.dialogue, order, days)
    numbers = [row.number for p in pages for row in p.rows]
    assert sorted(numbers) == visible_numbers(long_list.engine, long_list.dialogue)
    assert [len(p.rows) for p in pages[:-1]] == [PAGE] * (len(pages) - 1)
    assert [p.page for p in pages] == list(range(1, len(pages) + 1))
    assert {p.total for p in pages} == {len(numbers)}


@ORDERS
def test_going_back_shows_the_same_pages(long_list: Place, order: Order) -> None:
    pages = all_pages(long_list.engine, long_list.dialogue, order)
    back = [pages[-1]]
    while back[-1].previous:
        back.append(read(long_list.engine, long_list.dialogue, order, back[-1].previous, 1))
    assert [[r.number for r in p.rows] for p in reversed(back)] == [[r.number for r in p.rows] for p in pages]
    assert [p.page for p in reversed(back)] == [p.page for p in pages]


def test_the_newest_come_first_when_asked_for(long_list: Place) -> None:
    pages = all_pages(long_list.engine, long_list.dialogue, Order.NEW)
    ids = [row.id for p in pages for row in p.rows]
    assert ids == sorted(ids, reverse=True)


def test_the_random_order_turns_from_day_to_day(long_list: Place) -> None:
    first = [row.number for p in all_pages(long_list.engine, long_list.dialogue, Order.RANDOM, 0) for row in p.rows]
    later = [row.number for p in all_pages(long_list.engine, long_list.dialogue, Order.RANDOM, 9) for row in p.rows]
    at = later.index(first[0])
    assert at != 0
    assert later[at:] + later[:at] == first


@pytest.mark.parametrize("token", GARBAGE, ids=range(len(GARBAGE)))
@ORDERS
def test_an_unreadable_page_is_the_first(long_list: Place, token: str, order: Order) -> None:
    client = long_list.client()
    address = long_list.at(f"/ideas?order={order.value}")
    answer = client.client.get(long_list.at("/ideas"), query_string={"order": order.value, "page": token})
    assert answer.status_code == 200
    assert titles(Page(answer, "en")) == titles(client.get(address))


def titles(page: Page) -> list[str]:
    return ["".join(h.itertext()) for h in page.all("h2")][:PAGE]


def test_a_position_in_one_order_is_no_position_in_the_other(long_list: Place) -> None:
    token = read(long_list.engine, long_list.dialogue, Order.NEW, None).next
    first = read(long_list.engine, long_list.dialogue, Order.RANDOM, None)
    assert read(long_list.engine, long_list.dialogue, Order.RANDOM, token).rows == first.rows


def test_a_hidden_idea_is_not_in_the_list_and_not_counted(long_list: Place) -> None:
    page = long_list.client().get(long_list.at("/ideas?order=new"))
    total = len(visible_numbers(long_list.engine, long_list.dialogue))
    assert f"{total} ideas" in page.text
    assert 1007 not in visible_numbers(long_list.engine, long_list.dialogue)


def test_the_order_is_explained_and_pages_can_be_cached(long_list: Place) -> None:
    page = long_list.client().get(long_list.at("/ideas"))
    assert "Random order, the same for everybody today" in page.text
    assert page.response.headers["Cache-Control"] == "public, no-cache"
    assert "csrf" not in page.text


def test_comments_are_counted_by_idea(long_list: Place) -> None:
    pages = all_pages(long_list.engine, long_list.dialogue, Order.NEW)
    counts = {row.number: row.comments for p in pages for row in p.rows}
    assert counts.pop(long_list.idea) == 1
    assert set(counts.values()) == {0}


@pytest.mark.parametrize("n", [1, 50, 5000])
@ORDERS
def test_the_list_takes_five_queries_however_long_it_is(place: Place, n: int, order: Order) -> None:
    if n > 1:
        many_ideas(place.engine, place.dialogue, n - 1)
    client = place.app.test_client()
    address = place.at(f"/ideas?order={order.value}")
    with counted_queries(place.engine) as sent:
        assert client.get(address).status_code == 200
    assert len([s for s in sent if "content_version" not in s and not s.startswith(("BEGIN", "pragma"))]) <= 5, sent
