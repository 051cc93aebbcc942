"""Sorting contributions into themes: what has none yet, the themes and how large they are, and ways to sort many."""

from __future__ import annotations

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from participation import i18n, refusals
from participation.access import Conflict, require
from participation.access_log.rules import Shown
from participation.dialogues.comparing import compared
from participation.dialogues.models import Dialogue
from participation.forms import ActionForm
from participation.page import current_actor, invalid, render, see_other, shows_personal_data
from participation.results.actions import themes as actions
from participation.results.forms import texts_from, theme_form
from participation.results.models import Theme
from participation.results.officials_desk import bp, opened
from participation.results.permissions import ResultsPermission
from participation.results.queries import theme_in, theme_version, themes_in
from participation.results.rules import MAXIMUM_THEMES, languages_of
from participation.results.themes_desk import OTHER, list_href, numbers, theme_page, themes_page
from participation.texts import Texts

LIST, ONE = "officials/results/themes.html", "officials/results/theme.html"


@bp.route("/themes", methods=["GET"])
@shows_personal_data(Shown.CONTRIBUTIONS)
def themes(dialogue_id: int) -> ResponseReturnValue:
    """The list to sort, and the themes."""
    return render(LIST, **themes_page(opened(dialogue_id)))


@bp.route("/themes/sort", methods=["POST"])
def sort(dialogue_id: int) -> ResponseReturnValue:
    """Put what is ticked into the themes that are ticked, or take it out of them."""
    dialogue = opened(dialogue_id)
    actor = current_actor()
    require(actor, ResultsPermission.SORT, dialogue)
    form = ActionForm()
    ids = numbers(request.form.getlist("contribution"))
    keys = request.form.getlist("theme")
    if not form.validate_on_submit():
        return invalid(LIST, **themes_page(dialogue, form))
    if not ids or not keys:
        form.fail(None, i18n.gettext("Tick at least one contribution and at least one theme."))
        return invalid(LIST, **themes_page(dialogue, form))
    into = numbers([k for k in keys if k != OTHER])
    if OTHER in keys:
        into.append(actions.make_other(actor, dialogue).id)
    if request.form.get("do") == "unsort":
        actions.unsort(actor, dialogue, ids, into)
    else:
        actions.sort(actor, dialogue, ids, into)
    return see_other(list_href(dialogue, request.args, done=len(ids)))


@bp.route("/themes/wordless", methods=["POST"])
def wordless(dialogue_id: int) -> ResponseReturnValue:
    """Put every survey response without own words into "other"."""
    dialogue = opened(dialogue_id)
    require(current_actor(), ResultsPermission.SORT, dialogue)
    form = ActionForm()
    if not form.validate_on_submit():
        return invalid(LIST, **themes_page(dialogue, form))
    n = actions.sort_wordless(current_actor(), dialogue)
    return see_other(list_href(dialogue, {}, done=n))


@bp.route("/themes/new", methods=["GET", "POST"])
def new_theme(dialogue_id: int) -> ResponseReturnValue:
    """Make a theme."""
    dialogue = opened(dialogue_id)
    require(current_actor(), ResultsPermission.SORT, dialogue)
    form = theme_form(dialogue.languages)()
    if not form.validate_on_submit():
        return _theme(dialogue, form, None)
    if len(themes_in(dialogue.id)) > MAXIMUM_THEMES:
        form.fail(None, i18n.gettext("There are as many themes as there can be. Put some together."))
        return _theme(dialogue, form, None)
    title, text = _written(form, dialogue)
    actions.add_theme(current_actor(), dialogue, title=title, text=text)
    return see_other(list_href(dialogue, {}))


@bp.route("/themes/<int:theme_id>", methods=["GET", "POST"])
def theme(dialogue_id: int, theme_id: int) -> ResponseReturnValue:
    """Write a theme anew, or take it away."""
    dialogue = opened(dialogue_id)
    require(current_actor(), ResultsPermission.SORT, dialogue)
    found = theme_in(dialogue.id, theme_id)
    made = theme_form(dialogue.languages, is_other=found.is_other)
    form = made(data=_stored(found, dialogue))
    if not form.validate_on_submit():
        return _theme(dialogue, form, found)
    title, text = _written(form, dialogue)
    try:
        actions.change_theme(current_actor(), dialogue, theme_id, title=title, text=text, seen=form["seen"].data)
    except Conflict:
        differences = compared(made(formdata=None, data=_stored(found, dialogue)), form)
        race = refusals.race(compared=bool(differences))
        form["seen"].data = theme_version(found)
        return render(ONE, 409, **theme_page(dialogue, form, found), errors=race, differences=differences)
    return see_other(list_href(dialogue, {}))


@bp.route("/themes/<int:theme_id>/remove", methods=["POST"])
def remove_theme(dialogue_id: int, theme_id: int) -> ResponseReturnValue:
    """Take a theme away."""
    return _do(dialogue_id, actions.remove_theme, theme_id)


@bp.route("/themes/<int:theme_id>/raise", methods=["POST"])
def raise_theme(dialogue_id: int, theme_id: int) -> ResponseReturnValue:
    """Move a theme up."""
    return _do(dialogue_id, actions.raise_theme, theme_id)


def _do(dialogue_id: int, action: Any, theme_id: int) -> ResponseReturnValue:
    dialogue = opened(dialogue_id)
    require(current_actor(), ResultsPermission.SORT, dialogue)
    form = ActionForm()
    if not form.validate_on_submit():
        return invalid(LIST, **themes_page(dialogue, form))
    action(current_actor(), dialogue, theme_id)
    return see_other(list_href(dialogue, {}))


def _stored(theme: Theme, dialogue: Dialogue) -> dict[str, str]:
    codes = languages_of(dialogue.languages)
    texts = {f"title_{c}": theme.title.get(c, "") for c in codes} | {f"text_{c}": theme.text.get(c, "") for c in codes}
    return texts | {"seen": theme_version(theme)}


def _written(form: Any, dialogue: Dialogue) -> tuple[Texts, Texts]:
    codes = languages_of(dialogue.languages)
    title = texts_from(form, "title", codes) if "title_sv" in form else Texts()
    return title, texts_from(form, "text", codes)


def _theme(dialogue: Dialogue, form: Any, found: Theme | None) -> Response:
    return (invalid if form.is_submitted() else render)(ONE, **theme_page(dialogue, form, found))
