"""Everybody's visit to every page: who asked for what, and what was answered. Made once, looked at by many tests."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element

import flask
from flask import Flask
from sqlalchemy import Select, Table, select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from participation.db import metadata
from participation.event_log import REFUSED
from tests import factories
from tests.checking_client import CheckingClient, Page, values_of
from tests.conventions.world import World, addresses

STAFF = {
    "officer": "officer@town.example",
    "secretary": "secretary@town.example",
    "moderator": "moderator@town.example",
    "coordinator": "coordinator@town.example",
    "elected": "elected@town.example",
    "admin": "admin@town.example",
    "dpo": "dpo@town.example",
}
LOCALES = ("sv", "en", "ar", "fi", "sv-lattlast")
READER = {"residents": "visitor", "officials": "officer", "moderators": "moderator"}
"""Who asks for an audience's pages in every language."""


WORDS = "Det här är ett svar som räcker."


def filled(controls: list[Element]) -> dict[str, Any]:
    """A form as somebody sends it who has answered: every empty text has words in it, every choice a choice."""
    sent = values_of(controls)
    for element in controls:
        name = element.get("name")
        if not name or sent.get(name) or name == "website":
            continue
        if element.tag == "textarea" or (element.tag == "input" and element.get("type", "text") in ("text", "search")):
            sent[name] = WORDS
        elif element.tag == "input" and element.get("type") in ("radio", "checkbox"):
            sent[name] = element.get("value", "y")
    return sent


@dataclass(frozen=True)
class PageFacts:
    """What a page holds. A form: its method, where it goes, and what it sends when it is filled in."""

    name: str | None = None
    faults: tuple[str, ...] = ()
    forms: tuple[tuple[str, str, dict[str, Any]], ...] = ()
    links: tuple[str, ...] = ()
    languages: dict[str | None, str | None] = field(default_factory=dict)


@dataclass
class Visit:
    """One question and its answer."""

    who: str
    endpoint: str
    path: str
    locale: str
    response: TestResponse
    templates: tuple[str, ...]
    repeats: bool = False
    """One more refusal that this person was given in this language: all of them look alike."""

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def is_page(self) -> bool:
        return self.response.mimetype == "text/html" and not 300 <= self.status < 400

    @cached_property
    def facts(self) -> PageFacts:
        """What is on the page; the page is parsed once, and what it was parsed to is not kept."""
        if not self.is_page or self.repeats:
            return PageFacts()
        page = Page(self.response, self.locale)
        return PageFacts(
            name=page.name,
            faults=tuple(page.faults()),
            forms=tuple(
                (
                    (form.get("method") or "get").upper(),
                    (form.get("action") or self.path).split("?")[0],
                    filled(page.controls(form)),
                )
                for form in page.all("form")
            ),
            links=tuple(page.links),
            languages={a.get("hreflang"): a.get("href") for a in page.all("a") if a.get("hreflang")},
        )

    def __str__(self) -> str:
        return f"{self.who} {self.path} ({self.status})"


def is_unfinished(app: Flask, endpoint: str) -> bool:
    """Whether the page is only announced."""
    return "raise NotImplementedError" in inspect.getsource(inspect.unwrap(app.view_functions[endpoint]))


def is_browsing(app: Flask, endpoint: str) -> bool:
    """Whether the page is the same for every visitor without a session."""
    return bool(getattr(app.view_functions[endpoint], "browsing", False))


@dataclass
class Visits:
    """A site, and what its pages answer."""

    world: World
    kind: str
    clients: dict[str, CheckingClient] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    """The tables that were other after all pages had been asked for than before: known when ``gets`` is."""

    @property
    def app(self) -> Flask:
        return self.world.app

    def rules(self, method: str) -> list[Rule]:
        """The routes that take the method and whose pages are there, in order."""
        return sorted(
            (
                rule
                for rule in self.app.url_map.iter_rules()
                if method in (rule.methods or ()) and not is_unfinished(self.app, rule.endpoint)
            ),
            key=lambda rule: (rule.endpoint, rule.rule),
        )

    def client(self, who: str) -> CheckingClient:
        """The person's browser; staff are signed in. A visitor's is new each time: it brings no session."""
        if who == "visitor":
            return CheckingClient(self.app)
        if who not in self.clients:
            self.clients[who] = CheckingClient(self.app)
            self.clients[who].sign_in(STAFF[who], factories.PASSWORD)
        return self.clients[who]

    def path(self, rule: Rule, values: dict[str, Any], locale: str) -> str:
        """The address."""
        if "lang" in rule.arguments:
            values = {"lang": locale, **values}
        with self.app.test_request_context():
            return flask.url_for(rule.endpoint, **values)

    def paths(self, rule: Rule, locale: str = "sv") -> list[str]:
        """Every address of the route that the world knows."""
        return [self.path(rule, values, locale) for values in addresses(self.world, rule)]

    @cached_property
    def gets(self) -> list[Visit]:
        """Every page, by those who have business there; everybody else tries one address of each route.

        The first address is asked for in every language by those it is for, the others in one language each, in turn.
        What a page looks like does not hang on the database: on the second one fewer are asked for.
        """
        for who in STAFF:
            self.client(who)
        before = self.contents()
        made = list(self._gets())
        after = self.contents()
        self.written = [name for name in before if before[name] != after[name]]
        return made

    def _gets(self) -> Iterator[Visit]:
        refused: set[tuple[str, str, int]] = set()
        for rule in self.rules("GET"):
            found = addresses(self.world, rule)
            for number, values in enumerate(found if self.kind == "sqlite" else found[:3]):
                locales = LOCALES if number == 0 and "lang" in rule.arguments else (LOCALES[number % len(LOCALES)],)
                for who in self._visitors(rule, number):
                    for locale in locales if who == READER.get(rule.endpoint.split(".")[0], "visitor") else locales[:1]:
                        visit = self._get(who, rule, values, locale)
                        if visit.status in (403, 404):
                            kind = (who, locale, visit.status)
                            visit.repeats = kind in refused
                            refused.add(kind)
                        yield visit

    def _visitors(self, rule: Rule, number: int) -> tuple[str, ...]:
        if number == 0:
            return ("visitor", *STAFF)
        if rule.endpoint.startswith("officials."):
            # Which stage stands where in the list is nobody's to know: those whose steps differ see all of them.
            pauses = rule.endpoint.startswith("officials.changes.")
            return ("officer", "secretary", "coordinator") if pauses else ("officer", "secretary")
        return ("moderator",) if rule.endpoint.startswith("moderators.") else ("visitor",)

    def _get(self, who: str, rule: Rule, values: dict[str, Any], locale: str) -> Visit:
        path = self.path(rule, values, locale)
        with rendered(self.app) as templates:
            response = self.client(who).client.get(path)
            response.get_data()
        return Visit(who, rule.endpoint, path, locale, response, tuple(templates))

    def contents(self) -> dict[str, str]:
        """A digest of each table as it is now, but of the log of who has looked at what."""
        with self.world.engine.connect() as connection:
            return {
                table.name: hashlib.sha256(
                    repr(sorted(map(repr, connection.execute(self._rows(table)).all()))).encode()
                ).hexdigest()
                for table in metadata.sorted_tables
                if table.name != "access_log"
            }

    @staticmethod
    def _rows(table: Table) -> Select[Any]:
        """Every row, but for what the log keeps of refusals: that it does so is meant."""
        rows = select(table)
        return rows.where(table.c.action != REFUSED) if table.name == "event_log" else rows

    @contextmanager
    def nothing_is_written(self) -> Iterator[None]:
        """Fail if anything in the database is other afterwards."""
        before = self.contents()
        yield
        after = self.contents()
        assert [name for name in before if before[name] != after[name]] == [], "tables that were written"


@contextmanager
def rendered(app: Flask) -> Iterator[list[str]]:
    """The names of the templates that pages are made of meanwhile."""
    names: list[str] = []

    def note(_app: Flask, template: Any, **_: Any) -> None:
        names.append(str(template.name))

    with flask.template_rendered.connected_to(note, app):
        yield names
