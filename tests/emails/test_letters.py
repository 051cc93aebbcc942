"""Every letter in every language of the interface, as it is committed; and what holds for all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import html5lib
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.engine import Engine

from participation import db, i18n, letters, resources
from participation.app import create_app
from participation.letters import Letter
from participation.outbox import Message
from participation.settings import INTERFACE_LOCALES, Settings
from participation.texts import direction, language_tag
from tests.committed import compare
from tests.emails.samples import UNSUBSCRIBE, samples

SNAPSHOTS = Path(__file__).parent / "snapshots"
FOLDER = resources.folder("templates") / "emails"
SHARED = {"layout", "quote"}
TEMPLATES = sorted(str(p.relative_to(FOLDER).with_suffix("")) for p in FOLDER.rglob("*.txt") if p.stem not in SHARED)
EACH = [(template, locale) for template in TEMPLATES for locale in INTERFACE_LOCALES]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A program without a database: letters need none."""
    folder = tmp_path_factory.mktemp("letters")
    yield create_app(
        Settings(
            data_dir=folder,
            database_url=f"sqlite:///{folder / 'none.sqlite3'}",
            secret_key="a secret for tests only",
            base_url="https://dialog.example",
            testing=True,
        )
    )


def letter(template: str, locale: str) -> Letter:
    return letters.write(template, locale=locale, **samples(locale)[template])


def test_every_template_has_both_parts_and_an_example() -> None:
    html = sorted(str(p.relative_to(FOLDER).with_suffix("")) for p in FOLDER.rglob("*.html") if p.stem not in SHARED)
    assert html == TEMPLATES
    assert sorted(samples("sv")) == TEMPLATES, "name each template in tests/emails/samples.py"


@pytest.mark.parametrize(("template", "locale"), EACH)
def test_a_letter_is_as_committed(program: Flask, template: str, locale: str) -> None:
    written = letter(template, locale)
    folder = SNAPSHOTS / Path(template).parent
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{Path(template).name}.{locale}"
    compare(folder / f"{name}.txt", f"Subject: {written.subject}\n\n{written.text}")
    compare(folder / f"{name}.html.txt", written.html + "\n")


def test_no_snapshot_is_left_over() -> None:
    expected = {f"{t}.{locale}{ending}" for t, locale in EACH for ending in (".txt", ".html.txt")}
    assert {str(p.relative_to(SNAPSHOTS)) for p in SNAPSHOTS.rglob("*.txt")} == expected


@pytest.mark.parametrize(("template", "locale"), EACH)
def test_a_letter_says_who_sends_it_how_to_reach_them_and_how_to_get_no_more(
    program: Flask, template: str, locale: str
) -> None:
    written = letter(template, locale)
    with i18n.using(locale):
        sender = i18n.gettext(
            "This message is sent by %(municipality)s, resident dialogue.", municipality="Vänersborgs kommun"
        )
    for part in (written.text, written.html):
        for expected in ("0521-72 10 00", "kommun@vanersborg.se", "Sundsgatan 29"):
            assert expected in part
        assert (UNSUBSCRIBE in part) == ("unsubscribe_url" in samples(locale)[template])
    assert sender in written.text


@pytest.mark.parametrize(("template", "locale"), EACH)
def test_the_html_part_is_valid_and_has_its_language_and_direction(program: Flask, template: str, locale: str) -> None:
    written = letter(template, locale)
    parser = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True)
    document = parser.parse(written.html)
    assert (document.get("lang"), document.get("dir")) == (language_tag(locale), direction(locale))
    assert [h.text for h in document.iter("h1")] == [written.subject]
    assert not re.search(r"<script|<style|<img|style=", written.html)


@pytest.mark.parametrize(("template", "locale"), EACH)
def test_both_parts_lead_to_the_same_addresses_on_our_own_site(program: Flask, template: str, locale: str) -> None:
    written = letter(template, locale)
    in_text = set(re.findall(r"https?://\S+", written.text))
    in_html = set(re.findall(r'href="([^"]+)"', written.html))
    assert in_text == in_html
    assert all(a.startswith(f"https://dialog.example/{locale}/") or a == UNSUBSCRIBE for a in in_text)


def test_a_language_that_is_not_offered_here_becomes_swedish(program: Flask) -> None:
    values = samples("sv")["moderation/thread_hidden"]
    assert letters.write("moderation/thread_hidden", locale="so", **values) == letter("moderation/thread_hidden", "sv")


def test_the_readers_language_does_not_stay_behind(program: Flask) -> None:
    with i18n.using("en"):
        letter("moderation/hidden", "ar")
        assert i18n.current().code == "en"


def test_a_letter_is_posted_once_and_without_a_request(app: Flask, engine: Engine) -> None:
    values = samples("en")["moderation/restored"]
    with db.transaction(engine) as session:
        posted = [
            letters.post("moderation/restored", recipient="Kim@example.org", event="ruling:1", locale="en", **values)
            for _ in range(2)
        ]
        assert posted == [True, False]
        message = session.scalars(select(Message)).one()
        assert (message.recipient, message.locale) == ("kim@example.org", "en")
        assert message.subject == letters.write("moderation/restored", locale="en", **values).subject


def test_what_somebody_wrote_cannot_become_a_header_or_markup(program: Flask) -> None:
    values = {
        **samples("sv")["moderation/hidden"],
        "number": "1\r\nBcc: all@example.org",
        "reasons": "<script>x</script>",
    }
    written = letters.write("moderation/hidden", locale="sv", **values)
    assert "\n" not in written.subject
    assert "<script>" not in written.html
