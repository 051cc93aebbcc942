"""The handbook as everybody reads it: its parts, a chapter, the whole for paper, the elected representatives' path.

Each page exists for the present version and, with its number in the address, for every published one.
"""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from participation import clock, page
from participation.access import NotFound, Role
from participation.handbook import queries
from participation.handbook.editions import Edition, edition, only_in, parts, path, said, told
from participation.handbook.models import HandbookText
from participation.handbook.rules import PARTS, Place
from participation.i18n import gettext

bp = Blueprint("handbook", __name__, url_prefix="/about/handbook")

_OFFICIALS = frozenset({Role.OFFICER, Role.COORDINATOR, Role.COMMITTEE_SECRETARY})


def _edition(number: int | None) -> Edition | None:
    """The version that the address names; None if there is no handbook yet. NotFound for one that is not published."""
    page.valid_until(clock.end_of_day(clock.today()))
    newest = queries.current_number()
    if newest is None:
        if number is not None:
            raise NotFound
        return None
    return edition(queries.published_version(newest if number is None else number), number, newest)


def _elected_first() -> bool:
    """Whether the reader's own way in is the short path: who is elected, and no official besides."""
    roles = page.current_actor().roles
    return Role.ELECTED in roles and not roles & _OFFICIALS


def _around(texts: list[HandbookText], at: int) -> tuple[HandbookText | None, HandbookText | None]:
    """The text before and the text after."""
    return (texts[at - 1] if at else None), (texts[at + 1] if at + 1 < len(texts) else None)


@bp.route("", methods=["GET"])
@bp.route("/versions/<int:number>", methods=["GET"])
@page.browsing
def index(number: int | None = None) -> ResponseReturnValue:
    shown = _edition(number)
    texts = queries.texts(shown.version) if shown else []
    return page.render(
        "residents/handbook/index.html",
        edition=shown,
        parts=parts(texts, number),
        path=path(texts, number),
        elected_first=_elected_first(),
        only_in=only_in(said(t.title) for t in texts),
        versions=[edition(v, v.number, shown.newest) for v in queries.published_versions()] if shown else [],
    )


@bp.route("/<key>", methods=["GET"])
@bp.route("/versions/<int:number>/<key>", methods=["GET"])
@page.browsing
def chapter(key: str, number: int | None = None) -> ResponseReturnValue:
    shown = _edition(number)
    texts = queries.texts(shown.version, PARTS) if shown else []
    at = next((n for n, t in enumerate(texts) if t.key == key), None)
    if shown is None or at is None:
        raise NotFound
    before, after = _around(texts, at)
    every = parts(texts, number, current=key)
    entries = {entry.key: entry for part in every for entry in part.entries}
    return page.render(
        "residents/handbook/chapter.html",
        edition=shown,
        title=said(texts[at].title),
        told=told(texts[at].body),
        part=next(part for part in every if part.place == texts[at].place),
        parts=every,
        before=entries[before.key] if before else None,
        after=entries[after.key] if after else None,
        only_in=only_in([said(texts[at].body)]),
    )


@bp.route("/whole", methods=["GET"])
@bp.route("/versions/<int:number>/whole", methods=["GET"])
@page.browsing
def whole(number: int | None = None) -> ResponseReturnValue:
    """Everything on one page, to print."""
    shown = _edition(number)
    if shown is None:
        raise NotFound
    texts = queries.texts(shown.version)
    return page.render(
        "residents/handbook/whole.html",
        edition=shown,
        parts=parts(texts, number, items=queries.items(shown.version), whole=True),
        path=path(texts, number, whole=True),
        only_in=only_in(said(t.title) for t in texts),
    )


@bp.route("/elected/<int:screen>", methods=["GET"])
@bp.route("/versions/<int:number>/elected/<int:screen>", methods=["GET"])
@page.browsing
def elected(screen: int, number: int | None = None) -> ResponseReturnValue:
    shown = _edition(number)
    texts = queries.texts(shown.version, (Place.ELECTED,)) if shown else []
    if shown is None or not 1 <= screen <= len(texts):
        raise NotFound
    steps = path(texts, number, current=screen)
    text = texts[screen - 1]
    return page.render(
        "residents/handbook/elected.html",
        edition=shown,
        title=said(text.title),
        told=told(text.body),
        position=gettext("Screen %(n)s of %(total)s", n=screen, total=len(texts)),
        screen=screen,
        total=len(texts),
        path=steps,
        before=steps.entries[screen - 2] if screen > 1 else None,
        after=steps.entries[screen] if screen < len(texts) else None,
        only_in=only_in([said(text.body)]),
    )
