"""A dialogue's surveys, one survey with its questions, and who may answer it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import flask
from flask import request
from flask.typing import ResponseReturnValue

from participation import db, i18n, page
from participation.access import Conflict, Refused, allowed
from participation.dialogues.comparing import compared
from participation.dialogues.models import Dialogue
from participation.i18n import gettext
from participation.surveys import building
from participation.surveys.branching import FlawCode, check
from participation.surveys.builder_forms import NewSurveyForm, SettingsForm, SurveyTextsForm
from participation.surveys.definition import Asked, Definition, fingerprint
from participation.surveys.models import Survey
from participation.surveys.officials.frame import bp, frame, here, opened, race, refused, removal
from participation.surveys.permissions import SurveyPermission
from participation.surveys.queries import answered_questions, definition_of, survey_by_id, surveys_of
from participation.surveys.rules import (
    CHOICES,
    MAXIMUM_QUESTIONS,
    WRITTEN,
    Access,
    Layout,
    Publication,
    QuestionType,
)
from participation.surveys.sentences import flaw_sentence, name_of, shown_if
from participation.surveys.wording import missing_texts


@dataclass(frozen=True)
class QuestionRow:
    """A question, notice or page break in the builder's list."""

    key: str
    name: str
    text: str
    kind: str
    is_page: bool
    required: bool
    confidential: bool
    version: int
    answered: bool
    lists: Sequence[Sequence[str]]
    shown_if: str
    lacks: Sequence[str]
    edit_href: str
    remove_href: str
    move_href: str
    first: bool
    last: bool


@dataclass(frozen=True)
class LanguageRow:
    """A language of the dialogue, and which of the survey's texts it lacks."""

    name: str
    href: str
    preview_href: str
    missing: Sequence[str]


@bp.route("", methods=["GET", "POST"])
def index(dialogue_id: int) -> ResponseReturnValue:
    dialogue = opened(dialogue_id)
    form = NewSurveyForm()
    values = {
        **frame(dialogue, gettext("Surveys")),
        "form": form,
        "surveys": [
            (s.title.sv, here("show", s), i18n.ngettext("%(n)s question", "%(n)s questions", _count(definition_of(s))))
            for s in surveys_of(dialogue.id)
        ],
        "library_href": flask.url_for("officials.surveys.library", dialogue_id=dialogue.id),
        "copy_href": flask.url_for("officials.surveys.copy", dialogue_id=dialogue.id),
    }
    if request.method == "GET":
        return page.render("officials/surveys/index.html", **values)
    if not form.validate():
        return page.invalid("officials/surveys/index.html", **values)
    try:
        survey = building.create_survey(page.current_actor(), dialogue, title=form.title.data)
    except Refused as error:
        return refused("officials/surveys/index.html", error, **values)
    return page.see_other(here("show", survey))


def _count(definition: Definition) -> int:
    return sum(1 for q in definition if definition.number_of(q.key))


@bp.route("/<int:survey_id>", methods=["GET", "POST"])
def show(dialogue_id: int, survey_id: int) -> ResponseReturnValue:
    dialogue = opened(dialogue_id)
    survey = survey_by_id(dialogue.id, survey_id)
    form = SurveyTextsForm(data={"title": survey.title.sv, "intro": survey.intro.sv})
    if request.method == "GET":
        form.seen.data = fingerprint(survey.title, survey.intro)
        return page.render("officials/surveys/show.html", **_show(dialogue, survey, form))
    if not form.validate():
        return page.invalid("officials/surveys/show.html", **_show(dialogue, survey, form))
    try:
        building.save_survey(
            page.current_actor(),
            dialogue,
            survey,
            title=form.title.data,
            intro=form.intro.data or "",
            seen=form.seen.data or None,
        )
    except Refused as error:
        return refused("officials/surveys/show.html", error, **_show(dialogue, survey, form))
    except Conflict:
        db.start_over()
        dialogue = opened(dialogue_id)
        survey = survey_by_id(dialogue.id, survey_id)
        form.seen.data = fingerprint(survey.title, survey.intro)
        now = [t for t in (survey.title.sv, survey.intro.sv) if t]
        return race("officials/surveys/show.html", **_show(dialogue, survey, form) | {"now": now})
    return page.see_other(here("show", survey))


def _show(dialogue: Dialogue, survey: Survey, form: SurveyTextsForm) -> dict[str, Any]:
    definition = definition_of(survey)
    empty = [f for f in check(definition) if f.code is FlawCode.EMPTY_PAGE]
    return {
        **frame(dialogue, survey.title.sv),
        "form": form,
        "now": None,
        "title": survey.title.sv,
        "intro": survey.intro.sv,
        "count": _count(definition),
        "questions": _rows(survey, definition),
        "flaws": [flaw_sentence(definition, f) for f in empty],
        "kinds": [] if len(definition) >= MAXIMUM_QUESTIONS else _kinds(survey),
        "languages": _languages(dialogue, survey, definition),
        "preview_href": here("preview", survey, back=i18n.current().code),
        "settings": [
            (gettext("Who may answer?"), i18n.label(Access(survey.access))),
            (gettext("How is it shown?"), i18n.label(Layout(survey.layout))),
            (gettext("When does the public see the result?"), i18n.label(Publication(survey.publication))),
        ],
        "settings_href": here("settings", survey),
        "invitations_href": here("invitations", survey) if survey.access == Access.INVITED.value else "",
        "deletions_href": here("deletions", survey),
        "attached_href": here("attached", survey) if _takes_files(survey) else "",
        "remove_href": here("remove", survey) if _may_remove(dialogue) else "",
    }


def _takes_files(survey: Survey) -> bool:
    return any(q.type == QuestionType.FILE.value for q in survey.every_version)


def _may_remove(dialogue: Dialogue) -> bool:
    return allowed(page.current_actor(), SurveyPermission.REMOVE, dialogue)


def _rows(survey: Survey, definition: Definition) -> list[QuestionRow]:
    answered = answered_questions(survey.id)
    last = len(definition) - 1
    return [_row(survey, definition, q, answered, place == 0, place == last) for place, q in enumerate(definition)]


def _row(
    survey: Survey, definition: Definition, asked: Asked, answered: set[int], first: bool, last: bool
) -> QuestionRow:
    without = [o.text.sv for o in asked.options if asked.parts.pictures and not (o.picture and o.alternative.sv)]
    return QuestionRow(
        key=asked.key,
        name=name_of(definition, asked.key),
        text=asked.text.sv,
        kind=i18n.label(asked.type),
        is_page=asked.type is QuestionType.PAGE_BREAK,
        required=asked.required,
        confidential=asked.confidential,
        version=asked.version,
        answered=asked.identity in answered,
        lists=[found for of in (asked.rows, asked.options) if (found := [o.text.sv for o in of])],
        shown_if=shown_if(definition, asked),
        lacks=[gettext("The picture for “%(option)s” is missing, or what it shows.", option=o) for o in without],
        edit_href=here("question", survey, question_key=asked.key),
        remove_href=here("remove_question", survey, question_key=asked.key),
        move_href=here("move", survey, question_key=asked.key),
        first=first,
        last=last,
    )


def _kinds(survey: Survey) -> list[tuple[str, list[tuple[str, str]]]]:
    """The sorts of questions that can be added, in groups."""
    chosen = [k for k in QuestionType if k in CHOICES] + [QuestionType.PICTURE_CHOICE]
    compared = [QuestionType.SCALE, QuestionType.MATRIX, QuestionType.RANKING]
    told = [k for k in QuestionType if k in WRITTEN] + [QuestionType.NUMBER, QuestionType.DATE]
    given = [QuestionType.MAP, QuestionType.FILE]
    around = [QuestionType.PAGE_BREAK, QuestionType.NOTICE]
    groups = [
        (gettext("Choose among answers"), chosen),
        (gettext("Judge and compare"), compared),
        (gettext("Write"), told),
        (gettext("Show and attach"), given),
        (gettext("Around the questions"), around),
    ]
    return [
        (name, [(i18n.label(kind), here("new_question", survey, type=kind.value)) for kind in kinds])
        for name, kinds in groups
    ]


def _languages(dialogue: Dialogue, survey: Survey, definition: Definition) -> list[LanguageRow]:
    back = i18n.current().code
    return [
        LanguageRow(
            i18n.language_name(code),
            here("language", survey, code=code),
            here("preview", survey, lang=code, back=back),
            [w.label for w in missing_texts(survey, code, definition)],
        )
        for code in dialogue.languages
        if code != "sv"
    ]


@bp.route("/<int:survey_id>/settings", methods=["GET", "POST"])
def settings(dialogue_id: int, survey_id: int) -> ResponseReturnValue:
    dialogue = opened(dialogue_id)
    survey = survey_by_id(dialogue.id, survey_id)
    form = SettingsForm(data=_settings(survey))
    values = _settings_page(dialogue, survey, form)
    if request.method == "GET":
        return page.render("officials/surveys/settings.html", **values)
    if not form.validate():
        return page.invalid("officials/surveys/settings.html", **values)
    try:
        building.save_settings(
            page.current_actor(),
            dialogue,
            survey,
            access=Access(form.access.data),
            layout=Layout(form.layout.data),
            publication=Publication(form.publication.data),
            asks_background=form.asks_background.data,
            double_entry=form.double_entry.data,
            seen=form.seen.data or None,
        )
    except Refused as error:
        return refused("officials/surveys/settings.html", error, **values)
    except Conflict:
        db.start_over()
        dialogue = opened(dialogue_id)
        survey = survey_by_id(dialogue.id, survey_id)
        stored = SettingsForm(formdata=None, data=_settings(survey))
        form.seen.data = stored.seen.data
        values = _settings_page(dialogue, survey, form) | {"differences": compared(stored, form)}
        return race("officials/surveys/settings.html", **values)
    return page.see_other(here("show", survey))


def _settings(survey: Survey) -> dict[str, Any]:
    """What is stored, as the form holds it."""
    names = ("access", "layout", "publication", "asks_background", "double_entry")
    return {**{n: getattr(survey, n) for n in names}, "seen": building.settings_fingerprint(survey)}


def _settings_page(dialogue: Dialogue, survey: Survey, form: SettingsForm) -> dict[str, Any]:
    return {
        **frame(dialogue, gettext("Who may answer, and how")),
        "form": form,
        "survey_title": survey.title.sv,
        "back": here("show", survey),
        "invitations_href": here("invitations", survey),
        "differences": [],
    }


@bp.route("/<int:survey_id>/remove", methods=["GET", "POST"])
def remove(dialogue_id: int, survey_id: int) -> ResponseReturnValue:
    dialogue = opened(dialogue_id)
    survey = survey_by_id(dialogue.id, survey_id)
    values = removal(dialogue, survey, gettext("Remove the survey?"), survey.title.sv)
    if request.method == "GET" or not values["form"].validate():
        return page.render("officials/surveys/remove.html", 200 if request.method == "GET" else 422, **values)
    try:
        building.remove_survey(page.current_actor(), dialogue, survey)
    except Refused as error:
        return refused("officials/surveys/remove.html", error, **values)
    return page.see_other(flask.url_for("officials.surveys.index", dialogue_id=dialogue.id))
