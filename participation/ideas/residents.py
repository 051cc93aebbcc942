"""Pages where residents read and put forward ideas."""

from __future__ import annotations

from typing import Any

import flask
from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from participation import clock, i18n, page
from participation.access import NotFound, Refused
from participation.comments.queries import thread_page
from participation.comments.thread import comment_views, tombstone
from participation.contributions.paging import FilterGroup, FilterLink, Pager
from participation.contributions.queries import full_number
from participation.contributions.rules import Visibility
from participation.contributions.taking_part import (
    Crumb,
    Kept,
    author,
    before_change,
    closed,
    dialogue_href,
    foreign,
    look_automatic,
    may_take_part,
    meant_elsewhere,
    moved,
    short_number,
    title_of,
    way_to,
)
from participation.dialogues.queries import public_dialogue
from participation.ideas.actions import submit_idea
from participation.ideas.cards import comments_counted, idea_card
from participation.ideas.forms import IdeaForm
from participation.ideas.queries import IdeaPage, idea_page, idea_text
from participation.ideas.rules import PAGE, Order
from participation.redirects.views import redirected_views
from participation.texts import direction, language_tag

bp = Blueprint("ideas", __name__, url_prefix="/dialogues/<slug>/ideas")


@bp.route("", methods=["GET"])
@page.browsing
def index(slug: str) -> ResponseReturnValue:
    dialogue = public_dialogue(slug)
    elsewhere = moved(slug, dialogue)
    if elsewhere is not None:
        return elsewhere
    order = Order.NEW if request.args.get("order") == Order.NEW.value else Order.RANDOM
    ideas = idea_page(dialogue.id, order, clock.today(), request.args.get("page"))
    return page.render(
        "residents/ideas/index.html",
        breadcrumbs=way_to(slug, dialogue, Crumb(i18n.gettext("Ideas"))),
        dialogue_title=title_of(dialogue),
        cards=[idea_card(row, dialogue, slug, short_number(row.number)) for row in ideas.rows],
        total=ideas.total,
        orders=_orders(slug, order),
        explained=_explained(order),
        pager=_pager(slug, order, ideas),
        new_href=flask.url_for("residents.ideas.new", slug=slug)
        if may_take_part(page.current_actor(), dialogue)
        else "",
        dialogue_href=dialogue_href(slug),
    )


def _orders(slug: str, current: Order) -> list[FilterGroup]:
    links = [
        FilterLink(
            label=i18n.label(order),
            href=flask.url_for("residents.ideas.index", slug=slug, order=order.value if order is Order.NEW else None),
            current=order is current,
        )
        for order in Order
    ]
    return [FilterGroup(i18n.gettext("Order"), links)]


def _explained(order: Order) -> str:
    if order is Order.RANDOM:
        return i18n.gettext("Random order, the same for everybody today. Tomorrow the list begins somewhere else.")
    return i18n.gettext("The newest idea is first.")


def _pager(slug: str, order: Order, ideas: IdeaPage) -> Pager:
    def href(token: str | None) -> str | None:
        kept = order.value if order is Order.NEW else None
        return flask.url_for("residents.ideas.index", slug=slug, order=kept, page=token) if token else None

    pages = max(-(-ideas.total // PAGE), ideas.page)
    words = i18n.gettext("Page %(page)s of %(pages)s", page=i18n.number(ideas.page), pages=i18n.number(pages))
    return Pager(href(ideas.previous), href(ideas.next), words)


@bp.route("/new", methods=["GET", "POST"])
def new(slug: str) -> ResponseReturnValue:
    dialogue = public_dialogue(slug)
    elsewhere = moved(slug, dialogue)
    if elsewhere is not None:
        return elsewhere
    form = IdeaForm()
    values: dict[str, Any] = {
        "form": form,
        "channels": [],
        "breadcrumbs": way_to(
            slug,
            dialogue,
            Crumb(i18n.gettext("Ideas"), flask.url_for("residents.ideas.index", slug=slug)),
            Crumb(i18n.gettext("New idea")),
        ),
        "dialogue_title": title_of(dialogue),
        "question": dialogue.question.in_(i18n.current().code),
    }
    if not may_take_part(page.current_actor(), dialogue):
        return closed(slug, dialogue, _kept(form))
    if request.method == "GET":
        return page.render("residents/ideas/new.html", **values)
    if not form.validate():
        return page.invalid("residents/ideas/new.html", **values)
    if form.looks_automatic:
        look_automatic(form)
        return page.invalid("residents/ideas/new.html", **values)
    values["channels"] = meant_elsewhere(form, form.title.data, form.body.data)
    if values["channels"]:
        return page.invalid("residents/ideas/new.html", **values)
    seconds = page.wait_before_contributing()
    if seconds:
        return page.too_many("residents/ideas/new.html", seconds, **values)
    try:
        idea = submit_idea(
            page.current_actor(),
            dialogue,
            key=form.key("idea", form.title.data, form.body.data, form.display_name.data, form.language.data),
            title=form.title.data,
            body=form.body.data,
            display_name=form.display_name.data or "",
            language=form.language.data,
        )
    except Refused as error:
        return closed(slug, dialogue, _kept(form), error)
    return page.see_other(flask.url_for("residents.receipts.show", code=idea.return_code))


def _kept(form: IdeaForm) -> list[Kept]:
    if request.method == "GET":
        return []
    return [
        Kept(str(form.title.label.text), form.title.data or ""),
        Kept(str(form.body.label.text), form.body.data or ""),
        Kept(str(form.display_name.label.text), form.display_name.data or ""),
    ]


@bp.route("/<int:number>", methods=["GET"])
@page.browsing
def show(slug: str, number: int) -> ResponseReturnValue:
    dialogue = public_dialogue(slug)
    elsewhere = moved(slug, dialogue)
    if elsewhere is not None:
        return elsewhere
    idea = idea_text(dialogue.id, number)
    if idea is None:
        raise NotFound
    shown = idea.visibility is Visibility.VISIBLE
    may_answer = shown and may_take_part(page.current_actor(), dialogue)
    thread = thread_page(idea.id, request.args.get("page"))
    redirected = redirected_views([idea.id, *(row.id for row in thread.rows)])
    here = flask.url_for("residents.ideas.show", slug=slug, number=number)
    name = idea.title if shown else i18n.gettext("A hidden idea")
    return page.render(
        "residents/ideas/show.html",
        breadcrumbs=way_to(
            slug,
            dialogue,
            Crumb(i18n.gettext("Ideas"), flask.url_for("residents.ideas.index", slug=slug)),
            Crumb(name),
        ),
        name=name,
        shown=shown,
        tombstone="" if shown else tombstone(idea.visibility),
        text=idea.body,
        lang=language_tag(idea.language) if shown else i18n.current().lang,
        dir=direction(idea.language) if shown else i18n.current().dir,
        author=author(idea.display_name),
        when=i18n.format_date(idea.received_at),
        iso=clock.local_date(idea.received_at).isoformat(),
        number=full_number(dialogue.registry_number, idea),
        before_change=before_change(dialogue, idea.received_at) if shown else "",
        redirected=redirected.get(idea.id) if shown else None,
        dialogue_href=dialogue_href(slug),
        language_name=foreign(idea.language) if shown else "",
        dialogue_title=title_of(dialogue),
        comments_title=comments_counted(idea.comments),
        comments=comment_views(
            thread.rows, dialogue=dialogue, slug=slug, idea=number, may_answer=may_answer, redirected=redirected
        ),
        pager=Pager(
            f"{here}?page={thread.previous}#comments" if thread.previous else None,
            f"{here}?page={thread.next}#comments" if thread.next else None,
        ),
        comment_href=flask.url_for("residents.comments.new", slug=slug, number=number) if may_answer else None,
        report_href=flask.url_for("residents.report.new", contribution=idea.id) if shown else None,
    )
