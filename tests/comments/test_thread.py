"""A thread: in order, whole over its pages, with tombstones, and as fast at its end as at its beginning."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from participation import db
from participation.comments.models import Comment
from participation.comments.queries import ThreadPage, page_of, thread_page
from participation.comments.rules import PAGE
from participation.contributions.actions import set_visibility
from participation.contributions.models import Contribution
from participation.contributions.queries import by_number
from participation.contributions.rules import Visibility
from participation.ideas.models import Idea
from tests import factories
from tests.taking_part import Place, counted_queries, many_comments, many_ideas

GARBAGE = ["-1", '"><script>', "x" * 5000, "\x00", "W10", "WzAsIngiXQ"]


def subject(place: Place, number: int) -> int:
    with db.transaction(place.engine, write=False):
        return by_number(place.dialogue, number).id


def read(engine: Engine, idea: int, token: str | None) -> ThreadPage:
    with db.transaction(engine, write=False):
        return thread_page(idea, token)


@pytest.fixture(scope="module")
def busy_idea(standing_place: Place) -> int:
    """The id of an idea with 5,000 comments (number 1000)."""
    many_ideas(standing_place.engine, standing_place.dialogue, 1)
    idea = subject(standing_place, 1000)
    many_comments(standing_place.engine, standing_place.dialogue, idea, 5000)
    return idea


def test_the_pages_together_are_the_whole_thread_in_order(standing_place: Place, busy_idea: int) -> None:
    pages = [read(standing_place.engine, busy_idea, None)]
    while pages[-1].next:
        pages.append(read(standing_place.engine, busy_idea, pages[-1].next))
    paths = [row.path for p in pages for row in p.rows]
    assert len(paths) == len(set(paths)) == 5000
    assert paths == sorted(paths)
    assert {len(p.rows) for p in pages} == {PAGE}
    back = [pages[-1]]
    while back[-1].previous:
        back.append(read(standing_place.engine, busy_idea, back[-1].previous))
    assert [p.rows for p in reversed(back)] == [p.rows for p in pages]


def test_a_page_that_begins_with_a_comment_shows_it_first(standing_place: Place, busy_idea: int) -> None:
    with db.transaction(standing_place.engine, write=False) as session:
        comment = session.scalars(select(Comment).where(Comment.number == 103_333)).one()
        token = page_of(comment)
    assert read(standing_place.engine, busy_idea, token).rows[0].number == 103_333


@pytest.mark.parametrize("token", GARBAGE, ids=range(len(GARBAGE)))
def test_an_unreadable_page_is_the_first(standing_place: Place, busy_idea: int, token: str) -> None:
    assert read(standing_place.engine, busy_idea, token) == read(standing_place.engine, busy_idea, None)
    answer = standing_place.app.test_client().get(standing_place.at("/ideas/1000"), query_string={"page": token})
    assert answer.status_code == 200


def test_every_page_of_every_thread_takes_five_queries(standing_place: Place, busy_idea: int) -> None:
    last = read(standing_place.engine, busy_idea, None).next
    for _ in range(60):
        last = read(standing_place.engine, busy_idea, last).next
    client = standing_place.app.test_client()
    for address in (f"/ideas/{standing_place.idea}", "/ideas/1000", f"/ideas/1000?page={last}"):
        with counted_queries(standing_place.engine) as sent:
            assert client.get(standing_place.at(address)).status_code == 200
        assert len([s for s in sent if "content_version" not in s and not s.startswith(("BEGIN", "pragma"))]) <= 5, sent


@pytest.fixture
def talk(place: Place) -> dict[str, int]:
    """An idea with a thread five levels deep; the numbers of what is in it."""
    with db.transaction(place.engine) as session:
        idea = session.scalars(select(Idea).where(Idea.number == place.idea, Idea.dialogue_id == place.dialogue)).one()
        first = session.scalars(select(Comment).where(Comment.subject_id == idea.id)).one()
        numbers = {"1": first.number}
        parent = first
        for level in "2345":
            parent = factories.comment(idea, body=f"Nivå {level}", parent=parent, display_name=f"Namn {level}")
            numbers[level] = parent.number
        numbers["again"] = factories.comment(idea, body="Svar till nivå 1", parent=first).number
        numbers["new"] = factories.comment(idea, body="Ny tråd").number
    return numbers


def test_answers_stand_below_whom_they_answer_and_depth_is_shown_to_three(place: Place, talk: dict[str, int]) -> None:
    page = place.client().get(place.at(f"/ideas/{place.idea}"))
    comments = [(e.get("id"), (e.get("class") or "").split()[1]) for e in page.all("article") if e.get("id")]
    steps = [("1", 1), ("2", 2), ("3", 3), ("4", 3), ("5", 3), ("again", 2), ("new", 1)]
    assert comments == [(f"comment-{talk[n]}", f"comment-depth-{depth}") for n, depth in steps]
    assert f"In answer to Namn 4, No. {talk['4']}" in "".join(page.all("main")[0].itertext())


def test_a_hidden_comment_leaves_a_tombstone_and_keeps_its_answers(place: Place, talk: dict[str, int]) -> None:
    with db.transaction(place.engine):
        set_visibility(by_number(place.dialogue, talk["2"]), Visibility.HIDDEN)
    page = place.client().get(place.at(f"/ideas/{place.idea}"))
    assert "Nivå 2" not in page.text and "Namn 2" not in page.text
    assert "Nivå 3" in page.text
    assert "A moderator has hidden this" in page.text
    assert "6 comments" in page.text
    assert f"parent={talk['2']}" not in page.text
    answer = place.client().get(place.at(f"/ideas/{place.idea}/comments/new?parent={talk['2']}"))
    assert answer.status == 404


def test_a_hidden_idea_shows_a_tombstone_and_the_others_words(place: Place, talk: dict[str, int]) -> None:
    with db.transaction(place.engine):
        set_visibility(by_number(place.dialogue, place.idea), Visibility.HIDDEN)
    page = place.client().get(place.at(f"/ideas/{place.idea}"))
    assert (page.status, page.heading) == (200, "A hidden idea")
    assert "Bänkar vid vattnet" not in page.text
    assert "Nivå 5" in page.text
    assert "comments/new" not in page.text
    assert place.client().get(place.at(f"/ideas/{place.idea}/comments/new")).status == 404


def test_a_withdrawn_comment_says_that_its_author_withdrew_it(place: Place, talk: dict[str, int]) -> None:
    with db.transaction(place.engine):
        set_visibility(by_number(place.dialogue, talk["new"]), Visibility.WITHDRAWN)
    page = place.client().get(place.at(f"/ideas/{place.idea}"))
    assert "The author has withdrawn this" in page.text and "Ny tråd" not in page.text


def test_the_tally_and_the_thread_agree(place: Place, talk: dict[str, int]) -> None:
    with db.transaction(place.engine, write=False) as session:
        stored = session.scalars(select(Contribution).where(Contribution.kind == "comment")).all()
        assert all(c.thread_path for c in stored)
