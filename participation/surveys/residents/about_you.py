"""After the answers are sent: what people may tell about themselves, kept apart from everything they said."""

from __future__ import annotations

from typing import Any

import flask
from flask import request
from flask.typing import ResponseReturnValue

from participation import page
from participation.access import NotFound, Refused
from participation.contributions.taking_part import moved
from participation.surveys.answering.background import tell
from participation.surveys.answering_forms import BackgroundForm
from participation.surveys.residents.sitting import Sitting, bp, sit, when_closed

TEMPLATE = "residents/surveys/about_you.html"


@bp.route("/about-you", methods=["GET", "POST"])
def about_you(slug: str, key: str) -> ResponseReturnValue:
    sitting = sit(slug, key)
    elsewhere = moved(slug, sitting.dialogue)
    if elsewhere is not None:
        return elsewhere
    if not sitting.survey.asks_background:
        raise NotFound
    if not sitting.is_open:
        return when_closed(sitting, {})
    form = BackgroundForm()
    code = flask.session.get("sent", {}).get(str(sitting.survey.id), "")
    if request.method == "GET":
        return page.render(TEMPLATE, **_values(sitting, form, code))
    if not form.validate():
        return page.invalid(TEMPLATE, **_values(sitting, form, code))
    if not code:  # nothing was sent from here: nobody tells about themselves twice
        return page.see_other(sitting.here("answer"))
    seconds = page.wait_before_page()
    if seconds:
        return page.too_many(TEMPLATE, seconds, **_values(sitting, form, code))
    if not form.looks_automatic:
        try:
            tell(
                page.current_actor(),
                sitting.dialogue,
                form.told(),
                key=form.key(),
                secret=page.app_settings().secret_key,
            )
        except Refused as error:
            return when_closed(sitting, {}, error)
    flask.session["sent"] = {i: c for i, c in flask.session["sent"].items() if i != str(sitting.survey.id)}
    flask.session["told"] = [*flask.session.get("told", []), sitting.survey.id][-50:]
    return page.see_other(_receipt(code))


def _receipt(code: str) -> str:
    return flask.url_for("residents.receipts.show", code=code)


def _values(sitting: Sitting, form: BackgroundForm, code: str) -> dict[str, Any]:
    return {
        **sitting.values(),
        "form": form,
        "code": code,
        "skip_href": _receipt(code) if code else sitting.here("answer"),
    }
