"""Kept pages: the same for every visitor without a session, right the moment anything changes, never anybody's own."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import brotli
import flask
import pytest
import time_machine
from flask import Flask
from sqlalchemy.engine import Engine
from werkzeug.test import Client, TestResponse

from participation import clock, content_version, db, page
from participation.app import create_app
from participation.content_version import SITE, scope_of
from participation.dialogues.actions import make_visible
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import dialogue_by_id, slug
from participation.dialogues.rules import Stage
from participation.page import SESSION_COOKIE
from participation.page_cache import KEEPS, VALID_UNTIL, PageCache
from participation.settings import Settings
from participation.texts import Texts
from tests import factories
from tests.checking_client import CheckingClient


class Program:
    """A WSGI program that counts how often it makes a page."""

    def __init__(self, body: bytes = b"<p>page</p>" * 50, **headers: str) -> None:
        self.body = body
        self.headers = {"Content-Type": "text/html", VALID_UNTIL: "2999-01-01T00:00:00+00:00", **headers}
        self.made: list[str] = []
        self.status = "200 OK"

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        self.made.append(environ["PATH_INFO"] + "?" + environ["QUERY_STRING"])
        start_response(self.status, [(n, v) for n, v in self.headers.items() if v])
        return [self.body]


@pytest.fixture
def program() -> Program:
    return Program()


@pytest.fixture
def cache(program: Program, engine: Engine) -> PageCache:
    return PageCache(program, engine, SESSION_COOKIE, 1_000_000)


def ask(cache: PageCache, path: str = "/sv/", **headers: str) -> TestResponse:
    return Client(cache, use_cookies=False).get(path, headers={n.replace("_", "-"): v for n, v in headers.items()})


def test_a_page_is_made_once(cache: PageCache, program: Program) -> None:
    first, second = ask(cache), ask(cache)
    assert first.data == second.data == program.body
    assert program.made == ["/sv/?"]
    assert first.headers["ETag"] == second.headers["ETag"]
    assert VALID_UNTIL not in first.headers


def test_the_query_is_part_of_the_address(cache: PageCache, program: Program) -> None:
    for path in ("/sv/?page=1", "/sv/?page=2", "/sv/", "/sv/?page=1"):
        ask(cache, path)
    assert program.made == ["/sv/?page=1", "/sv/?page=2", "/sv/?"]


def test_a_page_that_may_not_be_kept_is_made_each_time(cache: PageCache, program: Program) -> None:
    program.headers[VALID_UNTIL] = ""
    ask(cache), ask(cache)
    assert len(program.made) == 2


@pytest.mark.parametrize(
    ("status", "headers"), [("200 OK", {"Set-Cookie": "a=b"}), ("404 Not Found", {})], ids=["cookie", "no success"]
)
def test_what_sets_a_cookie_or_is_no_success_is_not_kept(
    cache: PageCache, program: Program, status: str, headers: dict[str, str]
) -> None:
    program.status = status
    program.headers |= headers
    ask(cache), ask(cache)
    assert len(program.made) == 2


def test_whoever_has_a_session_is_never_answered_from_the_kept_pages(cache: PageCache, program: Program) -> None:
    ask(cache)
    ask(cache, Cookie=f"other=1; {SESSION_COOKIE}=abc")
    ask(cache, Cookie=f"{SESSION_COOKIE}=abc")
    ask(cache)
    assert len(program.made) == 3


def test_a_long_address_is_not_kept(cache: PageCache, program: Program) -> None:
    for _ in range(2):
        ask(cache, "/sv/?q=" + "x" * 400)
    assert len(program.made) == 2


def test_the_memory_is_bounded(program: Program, engine: Engine) -> None:
    program.body = random.Random(1).randbytes(10_000)  # no coding makes it smaller
    cache = PageCache(program, engine, SESSION_COOKIE, 200_000)
    for number in range(60):
        ask(cache, f"/sv/?page={number}")
    kept = sum(p.size for p in cache._pages.values())
    assert kept == cache._bytes <= 200_000
    assert len(cache._pages) == 200_000 // next(iter(cache._pages.values())).size
    made = len(program.made)
    ask(cache, "/sv/?page=59")
    assert len(program.made) == made, "the page asked for last is the one that stays"
    ask(cache, "/sv/?page=0")
    assert len(program.made) == made + 1


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("br, gzip", "br"),
        ("gzip", "gzip"),
        ("", None),
        ("identity", None),
        ("gzip;q=1, br;q=0.5", "br"),
        ("br;q=0", None),
        ("br; Q=0.000, gzip", "gzip"),
        ("gzip;q=0, *", "br"),
        ("*;q=0", None),
        ("brotli, x-gzip", None),
        ("br;q=much", None),
    ],
)
def test_every_coding_is_the_same_page(cache: PageCache, program: Program, accepted: str, coding: str | None) -> None:
    answer = ask(cache, Accept_Encoding=accepted)
    assert answer.headers.get("Content-Encoding") == coding
    opened = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding](answer.data)
    assert opened == program.body
    assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_each_coding_has_a_tag_of_its_own(cache: PageCache) -> None:
    tags = {ask(cache, Accept_Encoding=coding).headers["ETag"] for coding in ("br", "gzip", "")}
    assert len(tags) == 3 and all(tag.startswith('"') and tag.endswith('"') for tag in tags)


def test_a_browser_that_has_the_page_is_told_so_without_making_it(cache: PageCache, program: Program) -> None:
    first = ask(cache, Accept_Encoding="br")
    again = ask(cache, Accept_Encoding="br", If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.data, len(program.made)) == (304, b"", 1)
    assert again.headers["ETag"] == first.headers["ETag"]
    other = ask(cache, Accept_Encoding="br", If_None_Match='"something else"')
    assert (other.status_code, len(program.made)) == (200, 1)


def test_the_head_of_a_kept_page_says_how_long_it_is(cache: PageCache, program: Program) -> None:
    head = Client(cache).head("/sv/")
    whole = ask(cache)
    assert (head.status_code, head.data, head.headers["Content-Length"]) == (200, b"", str(len(whole.data)))
    assert len(program.made) == 1


def test_a_page_is_made_anew_when_its_scope_changes(cache: PageCache, program: Program, engine: Engine) -> None:
    ask(cache, "/sv/dialogues/7-x"), ask(cache, "/sv/dialogues/70-x"), ask(cache, "/sv/")
    with db.transaction(engine):
        content_version.bump(scope_of(7))
    ask(cache, "/sv/dialogues/7-x"), ask(cache, "/sv/dialogues/70-x"), ask(cache, "/sv/")
    with db.transaction(engine):
        content_version.bump(SITE)
    ask(cache, "/sv/dialogues/7-x"), ask(cache, "/sv/")
    assert program.made == [
        "/sv/dialogues/7-x?",
        "/sv/dialogues/70-x?",
        "/sv/?",
        "/sv/dialogues/7-x?",
        "/sv/?",
    ]


def test_a_change_that_is_rolled_back_changes_no_page(cache: PageCache, program: Program, engine: Engine) -> None:
    ask(cache)
    with pytest.raises(RuntimeError), db.transaction(engine):
        content_version.bump(SITE)
        raise RuntimeError
    ask(cache)
    assert len(program.made) == 1


def test_a_page_ends_at_its_instant(cache: PageCache, program: Program) -> None:
    until = datetime(2026, 6, 17, 22, tzinfo=UTC)
    program.headers[VALID_UNTIL] = until.isoformat()
    for seconds, times in ((-10, 1), (-1, 1), (0, 2), (1, 3)):
        with clock.at(until + timedelta(seconds=seconds)):
            ask(cache)
        assert len(program.made) == times


# -- the whole program -----------------------------------------------------------------------------------------------


@pytest.fixture
def opened(app: Flask, engine: Engine) -> Dialogue:
    with db.transaction(engine):
        return factories.dialogue(factories.town(), Stage.OPEN)


def address(dialogue: Dialogue) -> str:
    return f"/sv/dialogues/{slug(dialogue)}"


def test_a_visitor_and_a_member_never_get_each_others_pages(app: Flask, opened: Dialogue) -> None:
    official = CheckingClient(app)
    official.sign_in("officer@town.example", factories.PASSWORD)
    for path in ("/sv/", address(opened)):
        for _ in range(2):
            visitor, member = app.test_client().get(path), official.get(path).response
            assert "/sv/sign-out" in member.text and "/sv/sign-out" not in visitor.text
            assert member.headers["Cache-Control"] == "private, no-store"
            assert visitor.headers["Cache-Control"] == "public, no-cache"
            assert "Set-Cookie" not in visitor.headers and "ETag" not in member.headers


def test_a_change_is_seen_at_once_in_another_process(
    app: Flask, engine: Engine, settings: Settings, opened: Dialogue
) -> None:
    other_engine = db.make_engine(settings.database_url)
    other = create_app(settings, other_engine)
    first, second = app.test_client(), other.test_client()
    paths = ("/sv/", address(opened), "/sv/dialogues")
    for path in paths:
        assert first.get(path).data == second.get(path).data
    with db.transaction(engine):
        changed = dialogue_by_id(opened.id)
        changed.title = Texts({**changed.title, "sv": "Vägen till skolan, ny rubrik"})
        make_visible(changed)
    for path in paths:
        assert "ny rubrik" in first.get(path, follow_redirects=True).text
        assert "ny rubrik" in second.get(path, follow_redirects=True).text
    other_engine.dispose()


def test_a_new_idea_is_on_the_list_at_once(app: Flask, engine: Engine, opened: Dialogue) -> None:
    path = f"{address(opened)}/ideas"
    assert "En helt ny tanke" not in app.test_client().get(path).text
    with db.transaction(engine):
        factories.idea(opened, title="En helt ny tanke")
    assert "En helt ny tanke" in app.test_client().get(path).text


@pytest.fixture
def counted(app: Flask) -> Iterator[list[str]]:
    """The templates that are made into pages meanwhile."""
    names: list[str] = []

    def note(_app: Flask, template: Any, **_: Any) -> None:
        names.append(str(template.name))

    with flask.template_rendered.connected_to(note, app):
        yield names


def test_a_page_is_made_anew_when_it_opens_closes_and_a_day_ends(
    app: Flask, engine: Engine, counted: list[str]
) -> None:
    with db.transaction(engine):
        dialogue = factories.dialogue(factories.town(), Stage.ANNOUNCED)
    opens, closes = dialogue.phases[0].opens_at, dialogue.phases[0].closes_at
    midnight = clock.start_of_day(clock.local_date(opens) + timedelta(days=3))
    second = timedelta(seconds=1)
    said: list[tuple[int, bool]] = []
    client = app.test_client()
    for instant in (opens, midnight, closes):
        for at in (instant - second, instant - second, instant, instant + second):
            with time_machine.travel(at, tick=False):
                before = len(counted)
                text = client.get(address(dialogue)).text
                said.append((len(counted) - before, "/ideas/new" in text))
    made = [n for n, _ in said]
    assert made == [1, 0, 1, 0] * 3
    assert [offers for _, offers in said] == [
        False,
        False,
        True,
        True,
        True,
        True,
        True,
        True,
        True,
        True,
        False,
        False,
    ]


def test_kept_pages_are_valid_until_the_clock_changes_something(app: Flask, engine: Engine, opened: Dialogue) -> None:
    client = create_app(page_settings(app), engine).test_client()
    answer = client.get(address(opened), environ_base={KEEPS: True})
    until = datetime.fromisoformat(answer.headers[VALID_UNTIL])
    assert clock.now() < until <= clock.end_of_day(clock.today())


def page_settings(app: Flask) -> Settings:
    """The same without kept pages: what the program itself says is seen."""
    configured: Settings = app.extensions["participation_settings"]
    return configured.but(page_cache_bytes=0)


def test_pages_of_a_program_without_kept_pages_are_the_same(app: Flask, engine: Engine, opened: Dialogue) -> None:
    kept, made = app.test_client(), create_app(page_settings(app), engine).test_client()
    for path in ("/sv/", address(opened)):
        assert kept.get(path).data == kept.get(path).data == made.get(path).data


def test_a_form_is_never_kept(app: Flask, opened: Dialogue) -> None:
    path = f"{address(opened)}/ideas/new"
    first, second = (app.test_client().get(path) for _ in range(2))
    assert first.headers["Cache-Control"] == "private, no-store"
    assert first.data != second.data, "the tokens are each visitor's own"
    assert page.SESSION_COOKIE in first.headers["Set-Cookie"]
