"""The pages about the service say what law asks of them; robots and researchers get what is theirs."""

from __future__ import annotations

from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from flask import Flask
from sqlalchemy.engine import Engine

from participation import clock, db
from participation.about.statement import DIGG_COMPLAINT, STATEMENT
from participation.dialogues.queries import slug
from participation.dialogues.rules import PUBLIC_STAGES, Stage
from participation.i18n import format_date, label, using
from participation.moderation.rules import Ground
from participation.moderation.words import PLAIN
from tests import factories
from tests.checking_client import CheckingClient, Page, text_of

PAGES = ("accessibility", "privacy", "rules", "policy", "cookies")
LOCALES = ("sv", "en", "ar", "fi", "sv-lattlast")


@pytest.fixture
def client(app: Flask) -> CheckingClient:
    return CheckingClient(app)


def words(page: Page) -> str:
    return text_of(page.all("main")[0])


@pytest.mark.parametrize(("name", "path"), [*((n, n) for n in PAGES), ("how_we_work", "how-we-work")])
def test_each_page_is_there_in_each_language_for_everybody(client: CheckingClient, name: str, path: str) -> None:
    for locale in LOCALES:
        page = client.get(f"/{locale}/about/{path}")
        assert (page.status, page.name) == (200, f"residents.about.{name}")
        assert page.response.headers["Cache-Control"] == "public, no-cache"
        assert "Set-Cookie" not in page.response.headers


def test_every_page_leads_to_the_statement_and_the_notices(client: CheckingClient) -> None:
    for path in ("/en/", "/en/about/cookies", "/en/nothing"):
        assert {f"/en/about/{name}" for name in PAGES} <= set(client.get(path).links), path


def test_the_accessibility_statement_has_all_that_the_law_lists(app: Flask, client: CheckingClient) -> None:
    page = client.get("/en/about/accessibility")
    said = words(page)
    settings = app.extensions["participation_settings"]
    with using("en"):
        for what in (
            settings.municipality.name,
            settings.base_url,
            "complies partly with the act",
            *(str(s.what) for s in (*STATEMENT.shortcomings, *STATEMENT.disproportionate, *STATEMENT.outside)),
            *(str(s.why) for s in (*STATEMENT.shortcomings, *STATEMENT.disproportionate, *STATEMENT.outside)),
            *(str(m) for m in STATEMENT.method),
            f"Last assessed: {format_date(STATEMENT.assessed_on)}.",
            f"last updated: {format_date(STATEMENT.updated_on)}.",
            settings.municipality.email,
            settings.municipality.phone,
            "exempted nothing",
        ):
            assert what in said, what
    assert DIGG_COMPLAINT in [a.get("href") for a in page.all("a")]
    assert STATEMENT.assessed_on <= STATEMENT.updated_on


def test_the_rules_list_every_ground_in_both_words(client: CheckingClient) -> None:
    said = words(client.get("/en/about/rules"))
    with using("en"):
        for ground in Ground:
            name = label(ground)
            assert name[0].upper() + name[1:] in said
            assert str(PLAIN[ground]) in said
    for what in (
        "Criticism is never a ground for hiding something",
        "within 6 months, free of charge",
        "Another person than the one who hid it decides.",
        "within 14 days",
        "(medborgarförslag)",
        "(folkinitiativ)",
    ):
        assert what in said, what


def test_the_privacy_page_says_what_article_13_asks(client: CheckingClient) -> None:
    said = words(client.get("/en/about/privacy"))
    for what in (
        "controller",
        "data protection officer",
        "article 6.1 e",
        "article 9.2 g",
        "public record",
        "Archives Act",
        "get a copy",
        "corrected",
        "object",
        "Integritetsskyddsmyndigheten (IMY)",
        "never a machine alone",
    ):
        assert what in said, what


def test_the_cookie_page_names_every_cookie_there_is(app: Flask, client: CheckingClient) -> None:
    rows = [text_of(th) for th in client.get("/en/about/cookies").all("th") if th.get("scope") == "row"]
    assert rows == [app.config["SESSION_COOKIE_NAME"]]


def test_the_policy_page_has_five_principles_and_the_vision(app: Flask, client: CheckingClient) -> None:
    page = client.get("/en/about/policy")
    principles = next(ol for ol in page.all("ol") if ol.get("class") == "principles")
    assert len(list(principles)) == 5
    assert app.extensions["participation_settings"].municipality.vision in words(page)


# Robots and researchers


def test_the_sitemap_holds_the_public_dialogues_and_nothing_else_of_them(
    app: Flask, engine: Engine, client: CheckingClient
) -> None:
    with app.test_request_context(), db.transaction(engine):
        town = factories.town()
        made = {stage: factories.dialogue(town, stage, title=f"I skedet {stage.value}") for stage in Stage}
        factories.idea(made[Stage.OPEN], title="En idé")
    page = client.get("/sitemap.xml")
    assert page.response.content_type == "application/xml; charset=utf-8"
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    urls = ElementTree.fromstring(page.text).findall(f"{space}url")
    found = {u.findtext(f"{space}loc") for u in urls}
    base = app.extensions["participation_settings"].base_url
    with app.test_request_context():
        from flask import url_for

        expected = set()
        for code in LOCALES:
            expected |= {f"{base}/{code}/", f"{base}/{code}/dialogues", f"{base}/{code}/initiatives"}
            expected.add(f"{base}/{code}/about/other-ways")
            expected |= {f"{base}/{code}/about/{name}" for name in (*PAGES, "how-we-work", "handbook")}
            for stage, dialogue in made.items():
                here = slug(dialogue)
                if stage in PUBLIC_STAGES:
                    expected.add(base + url_for("residents.dialogues.show", lang=code, slug=here))
                if stage in (Stage.COMPILED, Stage.HANDLED, Stage.FED_BACK, Stage.EVALUATED):
                    expected.add(base + url_for("residents.results.show", lang=code, slug=here))
    assert found == expected
    assert {len(u.findall("{http://www.w3.org/1999/xhtml}link")) for u in urls} == {len(LOCALES)}


def test_robots_are_told_what_is_not_for_them(client: CheckingClient) -> None:
    page = client.get("/robots.txt")
    lines = page.text.splitlines()
    assert page.response.mimetype == "text/plain"
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /*/receipts", "Disallow: /*/officials", "Disallow: /*/moderators"} <= set(lines)
    assert lines[-1] == "Sitemap: http://127.0.0.1:8000/sitemap.xml"


def test_whoever_finds_a_weakness_knows_whom_to_tell(client: CheckingClient) -> None:
    page = client.get("/.well-known/security.txt")
    said = dict(line.split(": ", 1) for line in page.text.splitlines())
    assert page.response.content_type == "text/plain; charset=utf-8"
    assert said["Contact"] == "mailto:kommun@vanersborg.se"
    expires = datetime.fromisoformat(said["Expires"])
    assert timedelta(days=30) < expires - clock.now() < timedelta(days=365)
