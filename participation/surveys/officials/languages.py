"""A survey in its other languages: written beside the Swedish, and looked at as residents will see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import flask
from flask import abort, request
from flask.typing import ResponseReturnValue

from participation import db, i18n, page
from participation.access import Conflict, Refused
from participation.dialogues.models import Dialogue
from participation.forms import BaseForm
from participation.i18n import gettext
from participation.surveys import building
from participation.surveys.builder_forms import wording_form
from participation.surveys.definition import Asked, Definition
from participation.surveys.models import Survey
from participation.surveys.officials.frame import bp, frame, here, opened, race, refused
from participation.surveys.queries import definition_of, responses_to, survey_by_id
from participation.surveys.sentences import shown_if
from participation.surveys.views import question_views
from participation.surveys.wording import translatable, wording_fingerprint
from participation.texts import direction, language_tag


@bp.route("/<int:survey_id>/languages/<code>", methods=["GET", "POST"])
def language(dialogue_id: int, survey_id: int, code: str) -> ResponseReturnValue:
    dialogue = opened(dialogue_id)
    survey = survey_by_id(dialogue.id, survey_id)
    if code == "sv" or code not in dialogue.languages:
        abort(404)
    definition = definition_of(survey)
    form = wording_form(translatable(survey, definition), code, wording_fingerprint(survey, definition, code))
    if request.method == "GET":
        return page.render("officials/surveys/language.html", **_values(dialogue, survey, code, definition, form))
    if not form.validate():
        return page.invalid("officials/surveys/language.html", **_values(dialogue, survey, code, definition, form))
    sent = {w.key: form[w.key].data or "" for w in translatable(survey, definition)}
    try:
        building.save_wording(page.current_actor(), dialogue, survey, code, sent, seen=form["seen"].data or None)
    except Refused as error:
        values = _values(dialogue, survey, code, definition, form)
        return refused("officials/surveys/language.html", error, **values)
    except Conflict:
        db.start_over()
        dialogue = opened(dialogue_id)
        survey = survey_by_id(dialogue.id, survey_id)
        definition = definition_of(survey)
        again = wording_form(translatable(survey, definition), code)
        again["seen"].data = wording_fingerprint(survey, definition, code)
        return race("officials/surveys/language.html", **_values(dialogue, survey, code, definition, again, True))
    return page.see_other(here("show", survey) + "#languages")


def _values(
    dialogue: Dialogue, survey: Survey, code: str, definition: Definition, form: BaseForm, show_stored: bool = False
) -> dict[str, Any]:
    title = gettext("The survey in %(language)s", language=i18n.language_name(code))
    texts = translatable(survey, definition)
    pairs = [(w.texts.sv, form[w.key], w.texts.get(code, "") if show_stored else "") for w in texts]
    return {
        **frame(dialogue, title),
        "form": form,
        "title": title,
        "survey_title": survey.title.sv,
        "pairs": pairs,
        "is_answered": any(responses_to(q.identity) for q in definition),
        "lang": language_tag(code),
        "dir": direction(code),
        "back": here("show", survey),
    }


@bp.route("/<int:survey_id>/preview", methods=["GET"])
def preview(dialogue_id: int, survey_id: int) -> ResponseReturnValue:
    """The survey as residents see it in the language of the address; nothing can be sent."""
    dialogue = opened(dialogue_id)
    survey = survey_by_id(dialogue.id, survey_id)
    definition = definition_of(survey)
    locale = i18n.current().code
    back = request.args.get("back", locale)
    narrow = request.args.get("width") == "phone"
    width = {"width": "phone"} if narrow else {}
    languages = [code for code in page.app_settings().locales if code == "sv" or code in dialogue.languages]
    return page.render(
        "officials/surveys/preview.html",
        title=survey.title.in_(locale),
        intro=survey.intro.in_(locale),
        pages=_pages(survey, definition),
        narrow=narrow,
        width_href=here("preview", survey, back=back, **({} if narrow else {"width": "phone"})),
        languages=[
            (
                i18n.NATIVE_NAMES[code],
                language_tag(code),
                here("preview", survey, lang=code, back=back, **width),
                code == locale,
            )
            for code in languages
        ],
        back=here("show", survey, lang=back if back in page.app_settings().locales else locale),
    )


def _pages(survey: Survey, definition: Definition) -> list[tuple[str, Any, str, list[Any]]]:
    """Each page: its name, its title, when it is shown, and its questions as on the residents' page."""
    conditions = {q.key: shown_if(definition, q) for q in definition}
    pictures = picture_hrefs(survey, definition)
    many = len(definition.pages) > 1
    made = []
    for n, part in enumerate(definition.pages, 1):
        views = question_views(definition, {}, only=part.questions, picture_href=pictures, shown_if=conditions)
        name = gettext("Page %(n)s of %(total)s", n=i18n.number(n), total=i18n.number(len(definition.pages)))
        start: Asked | None = part.start
        title = start.text.in_(i18n.current().code) if start and start.text else None
        made.append((name if many else "", title, conditions.get(part.key, ""), views))
    return made


def picture_hrefs(survey: Survey, definition: Definition) -> Mapping[str, str]:
    """Where the back office shows each picture, by its name."""
    names = {o.picture for q in definition for o in q.options if o.picture}
    return {
        name: flask.url_for(
            "officials.surveys.show_picture", dialogue_id=survey.dialogue_id, survey_id=survey.id, name=name
        )
        for name in names
    }
