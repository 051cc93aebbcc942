"""What robots and security researchers read: sitemap, robots.txt, security.txt. Only what is public.

Contributions are not in the sitemap: what a person says in a dialogue is open here, but need not be the first thing
that a search engine shows about them.
"""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

import flask
from flask import Blueprint
from flask.typing import ResponseReturnValue

from participation import clock, page
from participation.dialogues.public_lists import addresses
from participation.dialogues.queries import slug_of
from participation.dialogues.rules import Stage
from participation.initiatives.queries import public_numbers
from participation.texts import language_tag

bp = Blueprint("site", __name__)

PAGES = (
    "residents.dialogues.start",
    "residents.dialogues.index",
    "residents.initiatives.index",
    "residents.channels.index",
    *(f"residents.about.{name}" for name in ("how_we_work", "policy", "rules", "privacy", "accessibility", "cookies")),
    "residents.handbook.index",
)
WITH_RESULTS = frozenset({Stage.COMPILED, Stage.HANDLED, Stage.FED_BACK, Stage.EVALUATED})
_SECURITY_DAYS = 180
_NOT_FOR_ROBOTS = (
    "receipts",
    "initiatives/complaint",
    "initiatives/withdraw",
    "report",
    "search",
    "sign-in",
    "sign-out",
    "officials",
    "moderators",
)


@bp.route("/sitemap.xml", methods=["GET"])
@page.browsing
def sitemap() -> ResponseReturnValue:
    found: list[tuple[str, dict[str, str]]] = [(name, {}) for name in PAGES]
    for dialogue_id, title, stage in addresses(clock.now()):
        slug = slug_of(dialogue_id, title)
        found.append(("residents.dialogues.show", {"slug": slug}))
        if stage in WITH_RESULTS:
            found.append(("residents.results.show", {"slug": slug}))
    found += [("residents.initiatives.show", {"number": str(n)}) for n in public_numbers()]
    locales = page.app_settings().locales
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for endpoint, values in found:
        inside = {code: page.absolute_url(endpoint, lang=code, **values) for code in locales}
        alternates = "".join(
            f'<xhtml:link rel="alternate" hreflang="{language_tag(code)}" href={quoteattr(href)}/>'
            for code, href in inside.items()
        )
        lines += [f"<url><loc>{escape(href)}</loc>{alternates}</url>" for href in inside.values()]
    return _text("\n".join([*lines, "</urlset>", ""]), "application/xml")


@bp.route("/robots.txt", methods=["GET"])
@page.browsing
def robots() -> ResponseReturnValue:
    page.valid_until(clock.end_of_day(clock.today()))
    base = page.app_settings().base_url
    lines = ["User-agent: *", *(f"Disallow: /*/{name}" for name in _NOT_FOR_ROBOTS)]
    return _text("\n".join([*lines, "", f"Sitemap: {base}/sitemap.xml", ""]), "text/plain")


@bp.route("/.well-known/security.txt", methods=["GET"])
@page.browsing
def security() -> ResponseReturnValue:
    """Whom to tell of a weakness (RFC 9116)."""
    page.valid_until(clock.end_of_day(clock.today()))
    settings = page.app_settings()
    expires = clock.start_of_day(clock.today()) + timedelta(days=_SECURITY_DAYS)
    lines = [
        f"Contact: mailto:{quote(settings.municipality.email, safe='@')}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: sv, en",
        f"Canonical: {settings.base_url}/.well-known/security.txt",
    ]
    return _text("\n".join([*lines, ""]), "text/plain")


def _text(text: str, kind: str) -> ResponseReturnValue:
    return flask.Response(text, content_type=f"{kind}; charset=utf-8")
