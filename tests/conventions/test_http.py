"""The behaviour over HTTP that people, scripts and checks rely on: CONTRACT.md, "HTTP behaviour"."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import flask
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.engine import Engine

from participation import db
from participation.access import Conflict, NotFound, Reason, Refused, Role
from participation.accounts import actions as accounts
from participation.accounts.models import Account
from participation.app import LONGEST_KEPT_ADDRESS, create_app
from participation.dialogues.models import Dialogue
from participation.dialogues.rules import Stage
from participation.settings import RateLimits, Settings
from tests import factories
from tests.checking_client import CheckingClient, Page, fields

PHONE = "0521-72 10 00"


@pytest.fixture
def app(settings: Settings, engine: Engine) -> Flask:
    """A program of each test's own, to which pages are added."""
    return create_app(settings, engine)


@pytest.fixture
def client(app: Flask) -> CheckingClient:
    return CheckingClient(app)


def planted(app: Flask, view: Callable[[], Any], methods: tuple[str, ...] = ("GET",)) -> None:
    """Put a page on the program that does what the test wants."""

    def page(lang: str = "") -> Any:
        return view()

    app.add_url_rule("/<lang>/planted", "planted", page, methods=methods)


def write_and_fail() -> None:
    factories.town()
    db.session().flush()
    raise RuntimeError("planted")


# -- error pages ---------------------------------------------------------------------------------------------------

HEADINGS = {
    400: "We could not read what was sent",
    403: "You are not allowed to see this",
    404: "This page does not exist",
    405: "This address only receives forms",
    413: "What you sent is too large",
    429: "Too many requests just now",
    500: "Something went wrong on our side",
}


@pytest.mark.parametrize("status", [400, 403, 404, 413, 429])
def test_an_error_has_a_page_in_the_readers_language(app: Flask, status: int) -> None:
    planted(app, lambda: flask.abort(status))
    headings = set()
    for locale in ("en", "sv", "ar"):
        page = CheckingClient(app).get(f"/{locale}/planted")
        assert page.status == status
        assert PHONE in page.text and re.search(r"\b[0-9a-f]{12}\b", page.text)
        assert page.response.headers["Cache-Control"] == "private, no-store"
        headings.add(page.heading)
        if locale == "en":
            assert page.heading == HEADINGS[status]
    assert len(headings) == 3, "a heading is not translated"


def test_an_address_that_does_not_exist_answers_in_the_language_it_names(client: CheckingClient) -> None:
    page = client.get("/en/there/is/nothing", headers={"Accept-Language": "sv"})
    assert (page.status, page.heading) == (404, HEADINGS[404])


def test_an_address_without_a_language_answers_in_the_browsers(app: Flask) -> None:
    answer = app.test_client().get("/nothing/here", headers={"Accept-Language": "ar"})
    assert answer.status_code == 404
    assert '<html lang="ar" dir="rtl">' in answer.text


def test_a_page_that_breaks_says_whom_to_call_and_changes_nothing(app: Flask, engine: Engine) -> None:
    planted(app, write_and_fail, methods=("POST",))
    page = CheckingClient(app).post("/en/planted")
    assert (page.status, page.heading) == (500, HEADINGS[500])
    assert PHONE in page.text and re.search(r"Reference: [0-9a-f]{12}", page.text)
    with db.transaction(engine, write=False) as unit:
        assert unit.scalars(select(Account)).all() == []


def test_what_is_refused_changes_nothing(app: Flask, engine: Engine) -> None:
    def write_and_refuse() -> None:
        factories.town()
        raise Refused(Reason("E-G01"), by_guard=True)

    planted(app, write_and_refuse, methods=("POST",))
    assert CheckingClient(app).post("/en/planted").status == 409
    with db.transaction(engine, write=False) as unit:
        assert unit.scalars(select(Account)).all() == []


def test_a_failing_commit_is_a_broken_page_and_not_a_success(app: Flask, engine: Engine) -> None:
    def write_what_cannot_be() -> str:
        unit = db.session()
        unit.add(Dialogue(kind="committee", responsible_body_id=999, created_at=factories.clock.now()))
        return "done"

    app.config["PROPAGATE_EXCEPTIONS"] = False  # as outside tests: what fails after the page is answered, too
    planted(app, write_what_cannot_be, methods=("POST",))
    assert CheckingClient(app).post("/en/planted").status == 500
    with db.transaction(engine, write=False) as unit:
        assert unit.scalars(select(Dialogue)).all() == []


def test_a_page_that_is_read_and_writes_is_broken(app: Flask, engine: Engine) -> None:
    planted(app, lambda: str(factories.town()))
    assert CheckingClient(app).get("/en/planted").status == 500
    with db.transaction(engine, write=False) as unit:
        assert unit.scalars(select(Account)).all() == []


def test_a_body_larger_than_ten_megabytes_is_too_large(client: CheckingClient) -> None:
    page = client.post("/en/sign-in", {"email": "x" * 10_500_000})
    assert (page.status, page.heading) == (413, HEADINGS[413])


# -- refusals ------------------------------------------------------------------------------------------------------

TWO = (Reason("E-G02", field="open_items"), Reason("E-G26", {"n": 3, "m": 1200}, field="themes"))


def raising(error: Exception) -> Callable[[], Any]:
    def view() -> Any:
        raise error

    return view


@pytest.mark.parametrize(("by_guard", "status"), [(True, 409), (False, 403)])
def test_a_refusal_gives_every_reason_with_its_code(app: Flask, by_guard: bool, status: int) -> None:
    planted(app, raising(Refused(*TWO, by_guard=by_guard)))
    page = CheckingClient(app).get("/en/planted")
    assert page.status == status
    assert [e.get("data-code") for e in page.all("li") if e.get("data-code")] == ["E-G02", "E-G26"]
    assert "Not all contributions are covered. 3 of 1,200 have no theme." in page.text


def test_a_program_gets_the_reasons_in_both_languages(app: Flask) -> None:
    planted(app, raising(Refused(*TWO, by_guard=True)))
    answer = app.test_client().get("/ar/planted", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.mimetype) == (409, "application/json")
    first, second = answer.get_json()["errors"]
    assert set(first) == {"code", "field", "sv", "en", "handbook"}
    assert (first["code"], first["field"]) == ("E-G02", "open_items")
    assert second["en"] == "Not all contributions are covered. 3 of 1,200 have no theme."
    assert second["sv"] not in ("", second["en"])


def test_a_race_is_a_conflict(app: Flask) -> None:
    planted(app, raising(Conflict()))
    page = CheckingClient(app).get("/en/planted")
    assert page.status == 409
    assert [e.get("data-code") for e in page.all("li") if e.get("data-code")] == ["E-RACE"]
    assert "Someone else has changed the dialogue. Reload and try again." in page.text, "nothing is compared here"


def test_what_one_may_not_know_of_is_not_found(app: Flask, engine: Engine) -> None:
    with db.transaction(engine):
        town = factories.town()
        hidden = factories.dialogue(town, Stage.DRAFT)
        factories.person("stranger@town.example", Role.OFFICER, body=town.other_committee)
    stranger = CheckingClient(app)
    stranger.sign_in("stranger@town.example", factories.PASSWORD)
    assert stranger.get(f"/en/officials/dialogues/{hidden.id}").status == 404
    assert CheckingClient(app).get(f"/en/dialogues/{hidden.id}").status == 404


def test_what_is_not_there_is_not_found(app: Flask) -> None:
    planted(app, raising(NotFound()))
    page = CheckingClient(app).get("/en/planted")
    assert (page.status, page.heading) == (404, HEADINGS[404])


# -- health --------------------------------------------------------------------------------------------------------


def test_the_program_says_that_it_lives_and_is_ready(client: CheckingClient) -> None:
    assert [(p, client.get(p).status) for p in ("/healthz", "/readyz")] == [("/healthz", 200), ("/readyz", 200)]


def test_a_database_that_does_not_answer_leaves_a_kind_page_and_a_living_program(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    app = create_app(Settings(data_dir=tmp_path, database_url=url, secret_key="a secret for tests only"))
    page = CheckingClient(app).get("/en/")
    assert (page.status, page.heading) == (500, HEADINGS[500])
    assert PHONE in page.text


def test_a_database_that_is_not_migrated_is_not_ready(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    app = create_app(Settings(data_dir=tmp_path, database_url=url, secret_key="a secret for tests only"))
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.text) == (503, "not ready\n")
    assert app.test_client().get("/healthz").status_code == 200


# -- languages -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wished", "given"),
    [
        ("ar", "/ar/"),
        ("en-GB,en;q=0.9", "/en/"),
        ("de", "/sv/"),
        ("", "/sv/"),
        ("so, ar;q=0.5", "/ar/"),
        (";;q=", "/sv/"),
    ],
)
def test_the_root_leads_to_the_browsers_language(client: CheckingClient, wished: str, given: str) -> None:
    answer = client.get("/", headers={"Accept-Language": wished}).response
    assert (answer.status_code, answer.location) == (302, given)
    assert "Accept-Language" in answer.headers["Vary"].split(", ")
    assert answer.headers["Cache-Control"] == "no-cache"


# -- signing in ----------------------------------------------------------------------------------------------------


@pytest.fixture
def town(app: Flask, engine: Engine) -> factories.Town:
    with db.transaction(engine):
        return factories.town()


def cookie_of(client: FlaskClient) -> str:
    answer = client.get("/en/sign-in")
    return str(answer.headers["Set-Cookie"])


def test_the_session_cookie_is_for_this_service_alone(app: Flask, settings: Settings, engine: Engine) -> None:
    plain = cookie_of(app.test_client())
    assert plain.startswith("participation_session=")
    assert "HttpOnly" in plain and "SameSite=Lax" in plain and "Secure" not in plain and "Domain" not in plain
    safe = create_app(settings.but(base_url="https://dialog.example.se"), engine).test_client()
    assert "Secure" in cookie_of(safe)
    answer = safe.get("/en/sign-in")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_signing_in_begins_a_new_session(app: Flask, town: factories.Town) -> None:
    client = CheckingClient(app)
    before = client.token()
    client.sign_in("officer@town.example", factories.PASSWORD)
    assert client.token() != before


def test_a_session_of_an_earlier_generation_is_over(app: Flask, engine: Engine, town: factories.Town) -> None:
    client = CheckingClient(app)
    client.sign_in("officer@town.example", factories.PASSWORD)
    assert client.get("/en/officials/").status == 200
    with db.transaction(engine) as unit:
        unit.scalars(select(Account).where(Account.email == "officer@town.example")).one().generation += 1
    assert client.get("/en/officials/").status == 302


def test_what_was_being_sent_when_the_session_ended_is_sent_again(app: Flask, town: factories.Town) -> None:
    sent = {"title": "Ny <dialog>\nmed rader", "kind": "committee", "csrf_token": "old"}
    client = CheckingClient(app)
    asked = client.post("/en/officials/dialogues/new?step=1", sent)
    assert asked.status == 401
    form = asked.forms()[0]
    values = {**fields(form), "email": "officer@town.example", "password": "wrong password"}
    again = client.post(form.get("action") or "", values)
    assert again.status == 422
    form = again.forms()[0]
    values = {**fields(form), "email": "officer@town.example", "password": factories.PASSWORD}
    back = client.post(form.get("action") or "", values)
    assert (back.status, back.heading) == (200, "You are signed in again")
    (once_more,) = back.forms()
    assert once_more.get("action") == "/en/officials/dialogues/new?step=1"
    kept = fields(once_more)
    token = kept.pop("csrf_token")
    assert kept == {"title": "Ny <dialog>\nmed rader", "kind": "committee"}
    assert token not in ("", "old")
    assert client.post(once_more.get("action") or "", {**kept, "csrf_token": token}).status in (303, 422)


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "\t//evil.example",
        " //evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "evil.example",
        "/%0d%0aSet-Cookie:x=1",
    ],
)
def test_signing_in_never_leads_to_another_site(app: Flask, town: factories.Town, target: str) -> None:
    client = CheckingClient(app)
    form = client.get("/en/sign-in", query_string={"next": target}).forms()[0]
    values = {**fields(form), "next": target, "email": "officer@town.example", "password": factories.PASSWORD}
    answer = client.post("/en/sign-in", values)
    assert answer.status == 303
    where = str(answer.response.location)
    assert where == "/en/officials/" or (where == target and target.startswith("/%0d")), where
    assert "\n" not in where and "\r" not in where


def test_signing_in_leads_back_to_where_one_was_going(app: Flask, town: factories.Town) -> None:
    client = CheckingClient(app)
    asked = client.get("/en/officials/dialogues/new?kind=committee").response
    form = client.get(str(asked.location)).forms()[0]
    values = {**fields(form), "email": "officer@town.example", "password": factories.PASSWORD}
    assert client.post("/en/sign-in", values).response.location == "/en/officials/dialogues/new?kind=committee"


def limited(settings: Settings, engine: Engine, **limits: str) -> Flask:
    return create_app(settings.but(rate_limits=RateLimits(**limits)), engine)


def try_to_sign_in(app: Flask, email: str, address: str, password: str = "wrong password") -> Page:
    client = CheckingClient(app)
    form = client.get("/en/sign-in").forms()[0]
    values = {**fields(form), "email": email, "password": password}
    return client.post("/en/sign-in", values, environ_base={"REMOTE_ADDR": address})


def test_attempts_at_one_account_are_limited_from_wherever_they_come(
    settings: Settings, engine: Engine, town: factories.Town
) -> None:
    app = limited(settings, engine, sign_in_per_account="3/15minutes")
    statuses = [try_to_sign_in(app, "officer@town.example", f"192.0.{n}.1").status for n in range(5)]
    assert statuses == [422, 422, 422, 429, 429]
    assert try_to_sign_in(app, "OFFICER@town.example ", "198.51.100.1", factories.PASSWORD).status == 429
    assert try_to_sign_in(app, "secretary@town.example", "192.0.1.1", factories.PASSWORD).status == 303


def test_attempts_from_one_network_are_limited_whichever_the_account(
    settings: Settings, engine: Engine, town: factories.Town
) -> None:
    app = limited(settings, engine, sign_in_per_prefix="3/15minutes")
    statuses = [try_to_sign_in(app, f"nobody{n}@town.example", f"192.0.2.{n}").status for n in range(5)]
    assert statuses == [422, 422, 422, 429, 429]
    assert try_to_sign_in(app, "nobody@town.example", "2001:db8:0:1::1").status == 422
    assert try_to_sign_in(app, "officer@town.example", "203.0.113.9", factories.PASSWORD).status == 303


def test_whoever_is_limited_is_told_when_to_try_again(settings: Settings, engine: Engine, town: factories.Town) -> None:
    app = limited(settings, engine, sign_in_per_account="1/15minutes")
    try_to_sign_in(app, "officer@town.example", "192.0.2.1")
    page = try_to_sign_in(app, "officer@town.example", "192.0.2.1")
    assert page.status == 429
    assert 0 < int(page.response.headers["Retry-After"]) <= 900
    assert fields(page.forms()[0])["email"] == "officer@town.example"
    assert re.search(r"send it in \d+ minutes?\.", page.text)


def test_an_unknown_account_takes_the_same_way_as_a_wrong_password(
    app: Flask, town: factories.Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One hash is computed either way, of the same cost, so that time does not tell which accounts there are."""
    verified: list[str] = []
    verify = type(accounts._hasher).verify

    def counting(hasher: Any, stored: str, password: str) -> bool:
        verified.append(stored)
        return bool(verify(hasher, stored, password))

    monkeypatch.setattr(type(accounts._hasher), "verify", counting)
    known = try_to_sign_in(app, "officer@town.example", "192.0.2.1")
    unknown = try_to_sign_in(app, "nobody@town.example", "192.0.2.1")
    assert len(verified) == 2 and verified[1] == accounts._ABSENT
    assert known.status == unknown.status == 422
    said = [[e for e in page.text.splitlines() if "address or the password is wrong" in e] for page in (known, unknown)]
    assert said[0] == said[1] != []


def test_the_stand_in_for_an_unknown_account_costs_what_a_password_costs() -> None:
    """The tests make passwords cheap; the stand-in was made before, with what the program uses."""
    assert accounts._ABSENT.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_signing_out_takes_a_form(app: Flask, town: factories.Town) -> None:
    client = CheckingClient(app)
    client.sign_in("officer@town.example", factories.PASSWORD)
    assert client.get("/en/sign-out").status == 200
    assert client.get("/en/officials/").status == 200
    assert client.send("/en/sign-out").status == 303
    assert client.get("/en/officials/").status == 302


def test_made_up_addresses_fill_no_memory(app: Flask) -> None:
    client = app.test_client()
    for number in range(20):
        client.get(f"/sv/dialogues/{number}" + "x" * 3000)
    assert max(map(len, app._addresses.values()), default=0) <= LONGEST_KEPT_ADDRESS  # type: ignore[attr-defined]
