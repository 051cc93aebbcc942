"""Letters: a message from two templates (plain text and HTML), in its recipient's language, put into the outbox.

``templates/emails/<name>.txt`` begins with ``Subject: …`` and an empty line; ``<name>.html`` says the same. Both extend
``emails/layout``, which says who sends it, why one gets it, how to reach the municipality and how to unsubscribe.
Works in a request and outside one: the program tells this module once where its templates and addresses are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment
from werkzeug.routing import Map, MapAdapter

from participation import i18n, outbox
from participation.i18n import lazy
from participation.settings import Settings

_EMPTY_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class Letter:
    """A letter as its recipient reads it."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class _Desk:
    environment: Environment
    url_map: Map
    addresses: MapAdapter
    settings: Settings


_desk: _Desk | None = None


i18n.name(
    {
        outbox.Delivery.WAITING: lazy("Waits to be sent"),
        outbox.Delivery.TRIED: lazy("Not sent yet: the mail server has not taken it"),
        outbox.Delivery.SENT: lazy("Sent"),
        outbox.Delivery.FAILED: lazy("Could not be sent"),
    }
)


@dataclass(frozen=True)
class Progress:
    """How far a letter has come, as a tag shows it."""

    words: str
    kind: str


_KINDS = {outbox.Delivery.SENT: "good", outbox.Delivery.TRIED: "late", outbox.Delivery.FAILED: "late"}


def progress(sending: outbox.Sending | None, unwritten: str = "") -> Progress | None:
    """What the staff read of a letter; ``unwritten`` where none is written, or None."""
    if sending is None:
        return Progress(unwritten, "plain") if unwritten else None
    words = i18n.label(sending.delivery)
    if sending.delivery is outbox.Delivery.SENT:
        words = i18n.gettext("Sent on %(date)s", date=i18n.format_date(sending.at))
    return Progress(words, _KINDS.get(sending.delivery, "plain"))


def install(environment: Environment, url_map: Map, settings: Settings) -> None:
    """Take the program's templates and addresses; done once, when it is assembled."""
    global _desk
    _desk = _Desk(environment, url_map, url_map.bind("localhost"), settings)


def _installed() -> _Desk:
    if _desk is None:
        raise RuntimeError("letters need the program: call create_app() first")
    return _desk


def link(endpoint: str, **values: Any) -> str:
    """The full address of a page, in the current language unless ``lang`` names another."""
    desk = _installed()
    if desk.url_map.is_endpoint_expecting(endpoint, "lang"):
        values.setdefault("lang", i18n.current().code)
    return desk.settings.base_url + desk.addresses.build(endpoint, values)


def write(template: str, *, locale: str, unsubscribe_url: str = "", **values: Any) -> Letter:
    """The letter in the language, or in Swedish if that is not offered here."""
    desk = _installed()
    with i18n.using(offered(locale)) as language:
        known = {
            "link": link,
            "locale": language,
            "municipality": desk.settings.municipality,
            "demo": desk.settings.demo,
            "unsubscribe_url": unsubscribe_url,
            **values,
        }
        plain = desk.environment.get_template(f"emails/{template}.txt").render(known)
        head, _, body = plain.partition("\n\n")
        if not head.startswith("Subject: "):
            raise ValueError(f"emails/{template}.txt does not begin with a subject")
        subject = " ".join(head.removeprefix("Subject: ").split())
        html = desk.environment.get_template(f"emails/{template}.html").render({**known, "subject": subject})
    return Letter(subject=subject, text=_EMPTY_LINES.sub("\n\n", body.strip("\n")) + "\n", html=html)


def post(template: str, *, recipient: str, event: str, locale: str, unsubscribe_url: str = "", **values: Any) -> bool:
    """Write the letter and put it into the outbox with the present transaction.

    False if this recipient has been written to about the event before: then nothing changes.
    """
    letter = write(template, locale=locale, unsubscribe_url=unsubscribe_url, **values)
    return outbox.enqueue(
        recipient=recipient,
        event=event,
        locale=offered(locale),
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        unsubscribe_url=unsubscribe_url,
    )


def offered(locale: str) -> str:
    """The locale if this installation offers it, else Swedish: for addresses in letters."""
    """The language a letter is written in: the wished-for one, or Swedish if it is not offered here."""
    return locale if locale in _installed().settings.locales else "sv"
