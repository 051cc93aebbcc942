"""The search page."""

from __future__ import annotations

from dataclasses import dataclass

import flask
from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from participation import clock, i18n, page
from participation.comments.thread import anchor_of
from participation.contributions.paging import Pager
from participation.contributions.queries import full_number
from participation.contributions.rules import ContributionKind
from participation.contributions.taking_part import author, before_change, foreign
from participation.dialogues.cards import card
from participation.dialogues.public_lists import lines_with
from participation.dialogues.queries import slug_of
from participation.forms import one_line
from participation.i18n import gettext
from participation.ideas.rules import excerpt
from participation.initiatives.queries import register_page
from participation.initiatives.views import card_of
from participation.search.queries import Hit, contributions_with, place
from participation.texts import Rendered, direction, language_tag

bp = Blueprint("search", __name__, url_prefix="/search")

ON_PAGE = 20
MOST_DIALOGUES = 10
MOST_INITIATIVES = 5
LONGEST = 200


@dataclass(frozen=True)
class Found:
    """A contribution among the hits."""

    href: str
    title: str
    lead: str
    excerpt: str
    lang: str
    dir: str
    author: str
    when: str
    number: str
    language_name: str
    before_change: str
    dialogue: Rendered


@bp.route("", methods=["GET"])
@page.browsing
def index() -> ResponseReturnValue:
    now = clock.now()
    words = one_line(request.args.get("q", "")).strip()[:LONGEST]
    after = place(request.args.get("page", ""))
    hits = contributions_with(words, now, after=after, size=ON_PAGE) if words else []
    more, hits = len(hits) > ON_PAGE, hits[:ON_PAGE]
    dialogues = lines_with(words, now, MOST_DIALOGUES) if words and after is None else []
    initiatives = register_page(words=words).rows if words and after is None else []
    first = flask.url_for("residents.search.index", q=words) if after is not None else None
    following = flask.url_for("residents.search.index", q=words, page=hits[-1].entry) if more else None
    return page.render(
        "residents/search/index.html",
        words=words,
        is_first=after is None,
        dialogues=[card(line, now) for line in dialogues],
        initiatives=[
            card_of(i, flask.url_for("residents.initiatives.show", number=i.id)) for i in initiatives[:MOST_INITIATIVES]
        ],
        more_initiatives=(
            flask.url_for("residents.initiatives.index", q=words) if len(initiatives) > MOST_INITIATIVES else ""
        ),
        found=[_found(hit) for hit in hits],
        pager=Pager(None, following),
        first_href=first,
    )


def _found(hit: Hit) -> Found:
    slug = slug_of(hit.dialogue_id, hit.dialogue_title)
    is_comment = hit.kind is ContributionKind.COMMENT
    return Found(
        href=flask.url_for(
            "residents.ideas.show", slug=slug, number=hit.idea, _anchor=anchor_of(hit.number) if is_comment else None
        ),
        title="" if is_comment else hit.title,
        lead=gettext("Comment %(number)s", number=hit.number) if is_comment else "",
        excerpt=excerpt(hit.opening),
        lang=language_tag(hit.language),
        dir=direction(hit.language),
        author=author(hit.display_name),
        when=i18n.format_date(hit.received_at),
        number=full_number(hit.registry_number, hit),
        language_name=foreign(hit.language),
        before_change=before_change(hit, hit.received_at),
        dialogue=hit.dialogue_title.in_(i18n.current().code),
    )
