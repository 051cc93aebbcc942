"""Following up the measures: how far each has come, for everybody to see."""

from __future__ import annotations

from typing import Any

import flask
from flask import request
from flask.typing import ResponseReturnValue

from participation import db, i18n, refusals
from participation.access import Conflict, require
from participation.dialogues.comparing import compared
from participation.dialogues.models import Dialogue
from participation.forms import ActionForm
from participation.page import current_actor, invalid, render, see_other
from participation.results.actions.measures import change_measure, measure_version
from participation.results.forms import MeasureForm
from participation.results.models import Measure, Theme
from participation.results.officials_desk import bp, frame, here, opened, why_not
from participation.results.permissions import ResultsPermission
from participation.results.queries import theme_in, themes_in
from participation.results.rules import MeasureStatus, StanceValue

PAGE = "officials/results/measures.html"


@bp.route("/measures", methods=["GET"])
def measures(dialogue_id: int) -> ResponseReturnValue:
    """Each theme's measure."""
    return render(PAGE, **_page(opened(dialogue_id)))


@bp.route("/measures/<int:theme_id>", methods=["POST"])
def measure(dialogue_id: int, theme_id: int) -> ResponseReturnValue:
    """Note how far one has come."""
    dialogue = opened(dialogue_id)
    require(current_actor(), ResultsPermission.FOLLOW_MEASURES, dialogue)
    theme_in(dialogue.id, theme_id)
    form, button = _form(theme_id), ActionForm()
    if not button.validate():
        return invalid(PAGE, **_page(dialogue, theme_id, form, button))
    if not form.validate():
        return invalid(PAGE, **_page(dialogue, theme_id, form, form))
    status = MeasureStatus(form.status.data)
    try:
        change_measure(current_actor(), dialogue, theme_id, status=status, due=form.due.data, seen=form.seen.data)
    except Conflict:
        return _overtaken(dialogue_id, theme_id, form)
    return see_other(flask.url_for(".measures", dialogue_id=dialogue.id, saved=1))


def _overtaken(dialogue_id: int, theme_id: int, form: MeasureForm) -> ResponseReturnValue:
    """A colleague has noted something else meanwhile: both, side by side. Sent again, it replaces that."""
    db.start_over()
    dialogue = opened(dialogue_id)
    stance = theme_in(dialogue.id, theme_id).stance
    stored = _form(theme_id, formdata=None, data=_values(stance.measure if stance else None))
    form.seen.data = stored.seen.data
    differences = compared(stored, form)
    race = refusals.race(compared=bool(differences))
    return render(PAGE, 409, **_page(dialogue, theme_id, form), errors=race, differs=(theme_id, differences))


def _form(theme_id: int, **more: Any) -> MeasureForm:
    """Each theme's form has fields of its own; the one token of the page stands beside them."""
    return MeasureForm(prefix=f"theme_{theme_id}-", meta={"csrf": False}, **more)


def _page(dialogue: Dialogue, theme_id: int | None = None, form: Any = None, wrong: Any = None) -> dict[str, Any]:
    handled = [t for t in themes_in(dialogue.id) if t.stance is not None]
    return {
        **frame(dialogue, i18n.gettext("Follow up"), "measures"),
        "rows": [_row(dialogue, t, form if t.id == theme_id else None) for t in handled],
        "wrong": wrong,
        "button": ActionForm(formdata=None),
        "locked": why_not(ResultsPermission.FOLLOW_MEASURES, dialogue),
        "saved": "saved" in request.args,
    }


def _row(dialogue: Dialogue, theme: Theme, form: Any) -> dict[str, Any]:
    stance = theme.stance
    if stance is None:
        raise AssertionError("only themes with a stance are followed up")
    measure = stance.measure
    return {
        "id": theme.id,
        "title": here(theme.title),
        "stance": i18n.label(StanceValue(stance.value)),
        "motive": here(stance.motive),
        "form": form or _form(theme.id, formdata=None, data=_values(measure)),
        "href": flask.url_for(".measure", dialogue_id=dialogue.id, theme_id=theme.id),
        "new": measure is None,
    }


def _values(measure: Measure | None) -> dict[str, Any]:
    """What is noted of the measure, as the form holds it."""
    values: dict[str, Any] = {"seen": measure_version(measure)}
    return values | ({"status": measure.status, "due": measure.due} if measure else {})
