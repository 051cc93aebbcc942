"""A test client that checks each page it gets: what a browser, a screen reader and a translator need of every page.

``faults(html, locale)`` says what is wrong with a page; the client raises on the first page with a fault. It also
answers for one thing no single page shows: where an address leads.
"""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from participation.texts import direction, language_tag

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import html5lib

HARMLESS_PARSE_ERRORS: frozenset[str] = frozenset()
UNLABELLED_INPUTS = frozenset({"hidden", "submit", "button", "reset", "image"})
REFERRING = ("aria-describedby", "aria-labelledby", "aria-controls", "for", "popovertarget", "list", "form")
"""Attributes that name ids of the page."""

CONTROLS = ("input", "select", "textarea", "button")

LEADING = ("href", "action", "formaction", "src")
"""Attributes that are followed."""

_SPACE = re.compile(r"\s+")


def parse(html: str) -> tuple[Element, list[str]]:
    """The page as a browser reads it, and what was wrong with how it is written."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    document = parser.parse(html)
    errors = [
        f"line {position[0]}: {code} {data or ''}".rstrip()
        for position, code, data in parser.errors
        if code not in HARMLESS_PARSE_ERRORS
    ]
    return document, errors


def text_of(element: Element) -> str:
    """The element's words, white space made one space."""
    return _SPACE.sub(" ", "".join(element.itertext())).strip()


def _elements(root: Element, *tags: str) -> Iterator[Element]:
    for element in root.iter():
        if isinstance(element.tag, str) and (not tags or element.tag in tags):
            yield element


def _name(element: Element) -> str:
    shown = " ".join(f'{k}="{v}"' for k, v in list(element.attrib.items())[:4])
    return f"<{element.tag} {shown}>".replace(" >", ">")


def faults(html: str, locale: str) -> list[str]:
    """What is wrong with a whole page in the locale; empty if nothing is."""
    return page_faults(*parse(html), locale)


def page_faults(document: Element, errors: list[str], locale: str) -> list[str]:
    """As :func:`faults`, of a page that is parsed already."""
    return [
        *errors,
        *_whole_page(document, locale),
        *_ids(document),
        *_names(document),
        *_nothing_inline(document),
        *_own_files(document),
        *_forms(document),
        *_words(document),
    ]


def _whole_page(document: Element, locale: str) -> Iterator[str]:
    if document.get("lang") != language_tag(locale):
        yield f"<html lang={document.get('lang')!r}> on a page in {locale}"
    if document.get("dir") != direction(locale):
        yield f"<html dir={document.get('dir')!r}> on a page in {locale}"
    headings = list(_elements(document, "h1"))
    title = next(_elements(document, "title"), None)
    if len(headings) != 1:
        yield f"{len(headings)} h1 instead of one"
    elif not text_of(headings[0]):
        yield "the h1 is empty"
    else:
        said = text_of(title) if title is not None else ""
        if not said.startswith(text_of(headings[0])):
            yield f"the title {said!r} does not begin with the h1 {text_of(headings[0])!r}"
    mains = [m.get("id") for m in _elements(document, "main")]
    if mains != ["main"]:
        yield f"main elements with the ids {mains} instead of one with the id main"


def _ids(document: Element) -> Iterator[str]:
    ids = Counter(e.get("id") for e in _elements(document) if e.get("id") is not None)
    for identity, count in ids.items():
        if count > 1:
            yield f"the id {identity!r} occurs {count} times"
        if not identity or identity != identity.strip() or " " in identity:
            yield f"the id {identity!r} is no name"
    for element in _elements(document):
        for attribute in REFERRING:
            for target in (element.get(attribute) or "").split():
                if target not in ids and not (attribute == "for" and element.tag == "output"):
                    yield f"{_name(element)}: {attribute} names {target!r}, which is not on the page"
        href = element.get("href") or ""
        if element.tag == "a" and href.startswith("#") and href[1:] not in ids:
            yield f"{_name(element)} leads nowhere on the page"


def _names(document: Element) -> Iterator[str]:
    labelled = {label.get("for") for label in _elements(document, "label") if text_of(label)}
    wrapped = {id(e) for label in _elements(document, "label") if text_of(label) for e in label.iter()}
    for element in _elements(document, "input", "select", "textarea"):
        if element.tag == "input" and (element.get("type") or "text").lower() in UNLABELLED_INPUTS:
            continue
        named = element.get("aria-label", "").strip() or element.get("aria-labelledby")
        if not (named or element.get("id") in labelled or id(element) in wrapped):
            yield f"{_name(element)} has no label"
    for element in _elements(document, "a", "button", "summary"):
        if not _accessible_name(element):
            yield f"{_name(element)} is empty"
    for element in _elements(document, "img"):
        if element.get("alt") is None:
            yield f"{_name(element)} has no alt"
    for element in _elements(document, "fieldset"):
        first = next(iter(element), None)
        if first is None or first.tag != "legend" or not text_of(first):
            yield f"{_name(element)} has no legend"
    for element in _elements(document, "label", "th", "legend", "h2", "h3", "h4", "option", "li"):
        if element.tag == "option" and element.get("value") == "":
            continue
        if not _accessible_name(element) and not any(_elements(element, "input", "img")):
            yield f"{_name(element)} is empty"


def _accessible_name(element: Element) -> str:
    alternatives = [e.get("alt", "") + e.get("aria-label", "") for e in element.iter() if isinstance(e.tag, str)]
    return text_of(element) or "".join(alternatives).strip() or element.get("aria-labelledby", "")


def _nothing_inline(document: Element) -> Iterator[str]:
    for element in _elements(document):
        if element.tag == "style" or (element.tag == "script" and not element.get("src")):
            yield f"inline <{element.tag}>"
        for attribute, value in element.attrib.items():
            if isinstance(attribute, str) and (attribute == "style" or re.match(r"on[a-z]+$", attribute)):
                yield f"{_name(element)}: attribute {attribute}"
            if attribute in LEADING and value.strip().lower().startswith(("javascript:", "data:text")):
                yield f"{_name(element)}: a script as an address"


def _own_files(document: Element) -> Iterator[str]:
    """Whatever the browser fetches by itself comes from this service."""
    for element in _elements(document, "script", "img", "link", "iframe", "source", "video", "audio"):
        if element.tag == "link" and not {"stylesheet", "icon", "preload"} & set((element.get("rel") or "").split()):
            continue
        address = element.get("src") or element.get("href") or ""
        if address.startswith("data:image/"):
            continue  # not fetched at all
        if not address.startswith("/") or address.startswith("//"):
            yield f"{_name(element)} is fetched from elsewhere"


def controls(document: Element, form: Element) -> list[Element]:
    """The form's fields and buttons: inside it, or naming it."""
    inside = [e for e in _elements(form, *CONTROLS) if e.get("form") in (None, form.get("id"))]
    named = [e for e in _elements(document, *CONTROLS) if e.get("form") and e.get("form") == form.get("id")]
    return inside + [e for e in named if e not in inside]


def _forms(document: Element) -> Iterator[str]:
    for form in _elements(document, "form"):
        method = (form.get("method") or "get").lower()
        found = controls(document, form)
        names = {e.get("name") for e in found}
        if method == "post" and "csrf_token" not in names:
            yield f"{_name(form)} carries no token"
        if method == "get" and "csrf_token" in names:
            yield f"{_name(form)} shows its token in the address"
        if not any(
            (e.tag == "button" and (e.get("type") or "submit") == "submit")
            or (e.tag == "input" and e.get("type") in ("submit", "image"))
            for e in found
        ):
            yield f"{_name(form)} has no button: it cannot be sent without a script"


def _words(document: Element) -> Iterator[str]:
    body = next(_elements(document, "body"), document)
    shown = text_of(body)
    for sign in ("%(", "{{", "{%", "&lt;", "&amp;", "Undefined", "datetime.", "<function", "Lazy(", "Texts("):
        if sign in shown:
            at = shown.index(sign)
            yield f"shows {sign!r}: …{shown[max(0, at - 30) : at + 40]}…"
    for element in _elements(body):
        if _SPACE.sub("", element.text or "") in ("None", "True", "False"):
            yield f"{_name(element)} shows {(element.text or '').strip()}"


class Page:
    """An answer and, if it is a page, its document."""

    def __init__(self, response: TestResponse, locale: str) -> None:
        self.response = response
        self.status = response.status_code
        self.text = response.get_data(as_text=True)
        self.locale = locale
        self.is_html = response.mimetype == "text/html"
        self.document, self.errors = parse(self.text) if self.is_html else (None, [])

    def faults(self) -> list[str]:
        """What is wrong with the page; nothing of what is no page."""
        return [] if self.document is None else page_faults(self.document, self.errors, self.locale)

    def all(self, *tags: str) -> list[Element]:
        """The elements with the tags, in the page's order."""
        return [] if self.document is None else list(_elements(self.document, *tags))

    @property
    def heading(self) -> str:
        """The words of the h1."""
        return text_of(self.all("h1")[0])

    @property
    def name(self) -> str | None:
        """The endpoint that the page says it is."""
        mains = self.all("main")
        return mains[0].get("data-page") if mains else None

    @property
    def links(self) -> list[str]:
        """The addresses of this service that the page leads to, without what stands after ``#``."""
        found = (urlsplit(a.get("href") or "") for a in self.all("a"))
        return list(
            dict.fromkeys(
                u.path + (f"?{u.query}" if u.query else "") for u in found if not u.scheme and not u.netloc and u.path
            )
        )

    def controls(self, form: Element) -> list[Element]:
        """The form's fields and buttons, wherever on the page they are."""
        return [] if self.document is None else controls(self.document, form)

    def forms(self, method: str = "post") -> list[Element]:
        """The forms that are sent with the method."""
        return [f for f in self.all("form") if (f.get("method") or "get").lower() == method]


def fields(form: Element) -> dict[str, Any]:
    """What a browser would send of what stands in the form."""
    return values_of(list(_elements(form, *CONTROLS)))


def values_of(found: list[Element]) -> dict[str, Any]:
    """What a browser would send of the controls as they stand."""
    sent: dict[str, Any] = {}
    for element in found:
        name = element.get("name")
        if not name or element.tag == "button":
            continue
        if element.tag == "textarea":
            sent[name] = (element.text or "").removeprefix("\n")
        elif element.tag == "select":
            options = list(_elements(element, "option"))
            chosen = [o for o in options if o.get("selected") is not None] or options[:1]
            sent[name] = chosen[0].get("value", text_of(chosen[0])) if chosen else ""
        elif element.get("type") not in ("checkbox", "radio", "submit") or element.get("checked") is not None:
            sent[name] = element.get("value", "")
    return sent


class WholeAnswers(FlaskClient):
    """Reads each answer to its end and closes it, as a server does: what is sent from a file keeps it open."""

    def open(self, *args: Any, buffered: bool = True, follow_redirects: bool = False, **more: Any) -> TestResponse:
        return super().open(*args, buffered=buffered, follow_redirects=follow_redirects, **more)


class CheckingClient:
    """Somebody at a browser, as far as a test client goes. Each page that comes is checked."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = WholeAnswers(app, app.response_class)

    def get(self, path: str, **more: Any) -> Page:
        """The page at the path, checked."""
        return self._checked(path, self.client.get(path, **more))

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> Page:
        """What comes of sending the fields, checked."""
        return self._checked(path, self.client.post(path, data=data, **more))

    def send(self, path: str, data: dict[str, Any] | None = None) -> Page:
        """Open the page, change fields of its (first) form with method post, and send it where it goes."""
        form = self.get(path).forms()[0]
        return self.post(form.get("action") or path, {**fields(form), **(data or {})})

    def sign_in(self, email: str, password: str) -> None:
        """Sign in through the page."""
        answer = self.send("/en/sign-in", {"email": email, "password": password})
        assert answer.status == 303, f"{email} cannot sign in: {answer.status}"

    def token(self) -> str:
        """The form token of this session."""
        return str(fields(self.get("/en/sign-out").forms()[0])["csrf_token"])

    def _checked(self, path: str, response: TestResponse) -> Page:
        first = urlsplit(path).path.split("/")[1]
        known = self.app.extensions["participation_settings"].locales
        page = Page(response, first if first in known else "sv")
        if page.is_html and first in known and not 300 <= page.status < 400:
            found = page.faults()
            assert not found, f"{response.request.method} {path} ({page.status}):\n  " + "\n  ".join(found)
        return page
