"""Beginning with a survey that exists: another dialogue's, or one of the library."""

from __future__ import annotations

import flask
from flask import request
from flask.typing import ResponseReturnValue

from participation import i18n, page
from participation.access import Refused
from participation.i18n import gettext
from participation.surveys.builder_forms import TemplateForm, copy_form
from participation.surveys.building import copies
from participation.surveys.library import template_by_name, templates
from participation.surveys.officials.frame import bp, frame, here, opened, refused
from participation.surveys.queries import readable_surveys, survey_by_id


@bp.route("/copy", methods=["GET", "POST"])
def copy(dialogue_id: int) -> ResponseReturnValue:
    dialogue = opened(dialogue_id)
    found = readable_surveys(page.current_actor())
    form = copy_form([(str(s.id), f"{s.title.sv} – {d.title.sv}") for s, d in found])
    values = {
        **frame(dialogue, gettext("Copy a survey")),
        "form": form,
        "any": bool(found),
        "back": flask.url_for("officials.surveys.index", dialogue_id=dialogue.id),
    }
    if request.method == "GET":
        return page.render("officials/surveys/copy.html", **values)
    if not form.validate():
        return page.invalid("officials/surveys/copy.html", **values)
    chosen, of = next((s, d) for s, d in found if str(s.id) == form.source.data)
    try:
        made = copies.copy_survey(page.current_actor(), dialogue, survey_by_id(of.id, chosen.id))
    except Refused as error:
        return refused("officials/surveys/copy.html", error, **values)
    return page.see_other(here("show", made))


@bp.route("/library", methods=["GET", "POST"])
def library(dialogue_id: int) -> ResponseReturnValue:
    dialogue = opened(dialogue_id)
    form = TemplateForm()
    locale = i18n.current().code
    values = {
        **frame(dialogue, gettext("Take a survey from the library")),
        "form": form,
        "templates": [
            (t.name, t.title.in_(locale), t.about.in_(locale), [q.text.in_(locale) for q in t.definition if q.text])
            for t in templates()
        ],
        "back": flask.url_for("officials.surveys.index", dialogue_id=dialogue.id),
    }
    if request.method == "GET":
        return page.render("officials/surveys/library.html", **values)
    template = template_by_name(form.template.data or "")
    if not form.validate() or template is None:
        if template is None:
            form.fail(None, gettext("Choose one of the surveys."))
        return page.invalid("officials/surveys/library.html", **values)
    try:
        made = copies.begin(page.current_actor(), dialogue, template.title, template.intro, template.definition)
    except Refused as error:
        return refused("officials/surveys/library.html", error, **values)
    return page.see_other(here("show", made))
