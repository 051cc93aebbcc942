"""Pages where residents find and read dialogues."""

from __future__ import annotations

from datetime import datetime

import flask
from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from participation import clock, i18n, page
from participation.contributions.paging import FilterGroup, FilterLink, Pager
from participation.contributions.queries import full_number, tallies
from participation.contributions.rules import ContributionKind
from participation.contributions.voices import Voices, voices_of
from participation.dialogues import public_lists as lists
from participation.dialogues.cards import card
from participation.dialogues.feed import atom
from participation.dialogues.models import Dialogue
from participation.dialogues.principles import self_check
from participation.dialogues.public_page import Extra, dialogue_page
from participation.dialogues.public_parts import log_of, parts_of
from participation.dialogues.public_time import happened
from participation.dialogues.queries import public_dialogue
from participation.dialogues.queries import slug as slug_for
from participation.dialogues.rules import PublicGroup
from participation.due_dates.delays import delays_of
from participation.forms import one_line
from participation.handbook.editions import chapter_address
from participation.i18n import gettext, label, ngettext
from participation.ideas.cards import idea_card
from participation.initiatives.queries import initiative_behind
from participation.initiatives.views import number_words
from participation.survey_results.permissions import is_published
from participation.surveys.queries import survey_parts

bp = Blueprint("dialogues", __name__)

ON_START = 6
ON_PAGE = 20
IN_FEED = 30
LONGEST_SEARCH = 200


@bp.route("/", methods=["GET"])
@page.browsing
def start() -> ResponseReturnValue:
    now = clock.now()
    board = lists.board(now, ON_START)
    page.valid_until(board.valid_until)
    shown = [line.id for group in board.lines.values() for line in group]
    forms = lists.forms_of(shown)
    counts = {i: sum(kinds.values()) for i, kinds in tallies(shown).items()}
    effects = lists.effects_of([line.id for line in board.lines[PublicGroup.COMPLETED]])
    groups = {
        group.value: [card(line, now, forms=forms, contributions=counts, effects=effects) for line in lines]
        for group, lines in board.lines.items()
    }
    return page.render(
        "residents/dialogues/start.html",
        groups=groups,
        more={group.value: n for group, n in board.counts.items() if n > len(board.lines[group])},
        promises=lists.promises(now),
    )


@bp.route("/dialogues", methods=["GET"])
@page.browsing
def index() -> ResponseReturnValue:
    now = clock.now()
    group = _group(request.args.get("stage", ""))
    words = one_line(request.args.get("q", "")).strip()[:LONGEST_SEARCH]
    place = lists.Place.parse(request.args.get("page", ""))
    found = lists.page_of_dialogues(now, group=group, words=words, place=place, size=ON_PAGE)
    if found.valid_until is not None:
        page.valid_until(found.valid_until)
    ids = [line.id for line in found.lines]
    forms, counts = lists.forms_of(ids), {i: sum(kinds.values()) for i, kinds in tallies(ids).items()}
    effects = lists.effects_of([line.id for line in found.lines if line.group is PublicGroup.COMPLETED])
    return page.render(
        "residents/dialogues/index.html",
        cards=[card(line, now, forms=forms, contributions=counts, effects=effects) for line in found.lines],
        filters=[_stages(group, words, found.counts)],
        stage=group.value if group else "",
        words=words,
        total=ngettext("%(n)s dialogue", "%(n)s dialogues", found.counts[group] if group else found.total),
        pager=Pager(_list_address(group, words, found.previous), _list_address(group, words, found.next)),
    )


def _group(text: str) -> PublicGroup | None:
    return PublicGroup(text) if text in set(PublicGroup) else None


def _stages(current: PublicGroup | None, words: str, counts: dict[PublicGroup, int]) -> FilterGroup:
    every = FilterLink(gettext("All"), _address_of(None, words), current is None, sum(counts.values()))
    links = [FilterLink(label(g), _address_of(g, words), g is current, counts[g]) for g in PublicGroup]
    return FilterGroup(gettext("Where they are"), [every, *links])


def _address_of(group: PublicGroup | None, words: str, place: str | None = None) -> str:
    """The list's address; what is not chosen is left out of it."""
    return flask.url_for("residents.dialogues.index", stage=group.value if group else None, q=words or None, page=place)


def _list_address(group: PublicGroup | None, words: str, place: lists.Place | None) -> str | None:
    return _address_of(group, words, str(place)) if place else None


@bp.route("/dialogues/<slug>", methods=["GET"])
@page.browsing
def show(slug: str) -> ResponseReturnValue:
    dialogue = public_dialogue(slug)
    moved = _moved(dialogue, slug, "residents.dialogues.show")
    if moved is not None:
        return moved
    now = clock.now()
    page.valid_until(_boundary(dialogue, now))
    extra = Extra(has_survey_results=is_published(dialogue, now), delays=delays_of(dialogue))
    shown = dialogue_page(dialogue, parts_of(dialogue.id, survey_parts), log_of(dialogue.id), now, extra)
    voices = voices_of(dialogue.id)
    return page.render(
        "residents/dialogues/show.html",
        dialogue=shown,
        ideas=[idea_card(v, dialogue, shown.slug, full_number(dialogue.registry_number, v)) for v in voices.ideas],
        said=_said(voices),
        grew_out_of=_grew_out_of(dialogue),
    )


def _grew_out_of(dialogue: Dialogue) -> tuple[str, str] | None:
    """The initiative that the dialogue grew out of: what it is called, and its address."""
    found = initiative_behind(dialogue.id) if dialogue.from_initiative else None
    if found is None:
        return None
    return number_words(found), flask.url_for("residents.initiatives.show", number=found.id)


def _moved(dialogue: Dialogue, slug: str, endpoint: str) -> ResponseReturnValue | None:
    """301 to the dialogue's own address, from one with other words."""
    right = slug_for(dialogue)
    return None if slug == right else flask.redirect(flask.url_for(endpoint, slug=right), code=301)


def _boundary(dialogue: Dialogue, now: datetime) -> datetime:
    instants = [t for p in dialogue.phases for t in (p.opens_at, p.closes_at)]
    return lists.boundary([*instants, dialogue.consulted_at], now)


def _said(voices: Voices) -> list[str]:
    """How much has been said, by kind: ``12 ideas``, ``40 comments``."""
    ideas = voices.counts.get(ContributionKind.IDEA, 0)
    comments = voices.counts.get(ContributionKind.COMMENT, 0)
    responses = voices.counts.get(ContributionKind.SURVEY_RESPONSE, 0)
    said = (
        ngettext("%(n)s idea", "%(n)s ideas", ideas) if ideas else "",
        ngettext("%(n)s comment", "%(n)s comments", comments) if comments else "",
        ngettext("%(n)s survey response", "%(n)s survey responses", responses) if responses else "",
    )
    return [words for words in said if words]


@bp.route("/dialogues/<slug>/principles", methods=["GET"])
@page.browsing
def principles(slug: str) -> ResponseReturnValue:
    """The self-check: how the dialogue lives up to the policy's principles."""
    dialogue = public_dialogue(slug)
    moved = _moved(dialogue, slug, "residents.dialogues.principles")
    if moved is not None:
        return moved
    page.valid_until(_boundary(dialogue, clock.now()))
    locale = i18n.current().code
    return page.render(
        "residents/dialogues/principles.html",
        slug=slug,
        title=dialogue.title.in_(locale),
        answers=[(label(answer.principle), answer.text.in_(locale)) for answer in self_check(dialogue)],
        policy=dialogue.policy_version,
        handbook=chapter_address("self-check", dialogue.handbook_version),
    )


@bp.route("/dialogues/<slug>/feed.atom", methods=["GET"])
@page.browsing
def feed(slug: str) -> ResponseReturnValue:
    dialogue = public_dialogue(slug)
    moved = _moved(dialogue, slug, "residents.dialogues.feed")
    if moved is not None:
        return moved
    now = clock.now()
    page.valid_until(_boundary(dialogue, now))
    text = atom(dialogue, happened(dialogue, log_of(dialogue.id), now), voices_of(dialogue.id, IN_FEED).ideas)
    return flask.Response(text, content_type="application/atom+xml; charset=utf-8")
