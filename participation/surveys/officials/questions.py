"""Adding, changing, moving and removing the questions of a survey."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, TypeVar

from flask import abort, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from participation import db, i18n, page
from participation.access import Conflict, NotFound, Refused
from participation.dialogues.models import Dialogue
from participation.forms import ActionForm
from participation.i18n import gettext
from participation.surveys import building
from participation.surveys.building import OptionValues, RowValues
from participation.surveys.definition import Asked, fingerprint
from participation.surveys.models import Question, Survey
from participation.surveys.officials.frame import bp, frame, here, opened, race, refused, removal
from participation.surveys.queries import (
    answered_questions,
    definition_of,
    question_by_key,
    responses_to,
    survey_by_id,
)
from participation.surveys.question_form import QuestionForm
from participation.surveys.rules import MAXIMUM_QUESTIONS, Direction, QuestionType
from participation.surveys.sentences import name_of, shown_if

Line = TypeVar("Line", OptionValues, RowValues)

_WISH = re.compile(r"(?P<prefix>row-)?(?P<verb>up|down|drop)-(?P<place>\d{1,3})")
"""What a button beside an option or a row asks for."""


@bp.route("/<int:survey_id>/questions/new", methods=["GET", "POST"])
def new_question(dialogue_id: int, survey_id: int) -> ResponseReturnValue:
    dialogue = opened(dialogue_id)
    survey = survey_by_id(dialogue.id, survey_id)
    try:
        kind = QuestionType(request.args.get("type", ""))
    except ValueError:
        raise NotFound from None
    return _question_page(dialogue, survey, kind, None)


@bp.route("/<int:survey_id>/questions/<question_key>", methods=["GET", "POST"])
def question(dialogue_id: int, survey_id: int, question_key: str) -> ResponseReturnValue:
    dialogue = opened(dialogue_id)
    survey = survey_by_id(dialogue.id, survey_id)
    found = question_by_key(survey, question_key)
    return _question_page(dialogue, survey, QuestionType(found.type), found)


def _question_page(dialogue: Dialogue, survey: Survey, kind: QuestionType, stored: Question | None) -> Response:
    definition = definition_of(survey)
    asked = definition.by_key[stored.key] if stored else None
    form = QuestionForm(kind, definition, asked)
    if request.method == "GET":
        return page.render("officials/surveys/question.html", **_values(dialogue, survey, kind, form, asked))
    if not form.validate():
        return page.invalid("officials/surveys/question.html", **_values(dialogue, survey, kind, form, asked))
    wish = request.form.get("do", "")
    options, rows = _rearranged(form.wished_options(), wish, ""), _rearranged(form.wished_rows(), wish, "row-")
    if wish and stored is not None and stored.id in answered_questions(survey.id):
        # Each save of an answered question is a version: rearranging is shown and stored once, at the end.
        form = QuestionForm(kind, definition, asked, _as_data(form, options, rows))
        return page.render("officials/surveys/question.html", **_values(dialogue, survey, kind, form, asked, wish=True))
    try:
        saved = building.save_question(
            page.current_actor(),
            dialogue,
            survey,
            stored,
            form.values(options, rows),
            type=kind,
            seen=form.seen.data or None,
        )
    except building.TooMany:
        form.fail(None, gettext("A survey has at most %(n)s questions.", n=i18n.number(MAXIMUM_QUESTIONS)))
        return page.invalid("officials/surveys/question.html", **_values(dialogue, survey, kind, form, asked))
    except Refused as error:
        values = _values(dialogue, survey, kind, form, asked)
        return refused("officials/surveys/question.html", error, **values)
    except Conflict:
        return _overtaken(dialogue.id, survey.id, kind, form, stored)
    if wish:
        return page.see_other(here("question", survey, question_key=saved.key) + "#options")
    return page.see_other(here("show", survey) + f"#question-{saved.key}")


def _values(
    dialogue: Dialogue,
    survey: Survey,
    kind: QuestionType,
    form: QuestionForm,
    asked: Asked | None,
    *,
    wish: bool = False,
) -> dict[str, Any]:
    title = gettext("Change the question") if asked else gettext("New question")
    if kind is QuestionType.PAGE_BREAK:
        title = gettext("Change the page") if asked else gettext("New page")
    answered = responses_to(asked.identity) if asked else 0
    return {
        **frame(dialogue, title),
        "form": form,
        "title": title,
        "kind": i18n.label(kind),
        "survey_title": survey.title.sv,
        "back": here("show", survey),
        "answered": answered,
        "version": asked.version if asked else 1,
        "rearranged": wish,
        "pictures": _pictures(survey, asked),
        "now": None,
    }


def _pictures(survey: Survey, asked: Asked | None) -> list[tuple[str, bool, str]]:
    """Each option that can have a picture: its text, whether it has one, and where to choose it."""
    if asked is None or not asked.parts.pictures:
        return []
    return [
        (o.text.sv, bool(o.picture), here("picture", survey, question_key=asked.key, option_key=o.key))
        for o in asked.options
    ]


def _overtaken(
    dialogue_id: int, survey_id: int, kind: QuestionType, form: QuestionForm, stored: Question | None
) -> Response:
    """Somebody else was first: what this person wrote, beside what is stored now. Sent again, it replaces that."""
    db.start_over()
    dialogue = opened(dialogue_id)
    survey = survey_by_id(dialogue.id, survey_id)
    definition = definition_of(survey)
    asked = definition.by_key.get(stored.key) if stored else None
    if asked is None:
        raise NotFound
    form.seen.data = fingerprint(asked)
    now = [asked.text.sv, asked.help.sv, *(r.text.sv for r in asked.rows), *(o.text.sv for o in asked.options)]
    values = _values(dialogue, survey, kind, form, asked)
    values |= {"now": [*filter(None, now), *filter(None, [shown_if(definition, asked)])]}
    return race("officials/surveys/question.html", **values)


def _as_data(form: QuestionForm, options: Sequence[OptionValues], rows: Sequence[RowValues]) -> dict[str, Any]:
    data = dict(form.data)
    data["options"] = [{"id": o.key or "", "text": o.text} for o in options]
    data["rows"] = [{"id": r.key or "", "text": r.text} for r in rows]
    return data


def _rearranged(lines: list[Line], wish: str, prefix: str) -> list[Line]:
    """The lines as they are to be stored: one moved or dropped if a button wished it, empty ones left out."""
    found = _WISH.fullmatch(wish)
    order = list(range(len(lines)))
    if found is not None and (found["prefix"] or "") == prefix and int(found["place"]) < len(lines):
        order = _order(lines, found["verb"], int(found["place"]))
    return [lines[place] for place in order if lines[place].text.strip()]


def _order(lines: Sequence[OptionValues | RowValues], verb: str, at: int) -> list[int]:
    """The places of the lines after one was moved past its filled neighbour, or dropped."""
    order = [place for place in range(len(lines)) if verb != "drop" or place != at]
    filled = [place for place, line in enumerate(lines) if line.text.strip()]
    if verb != "drop" and at in filled:
        other = filled.index(at) + (1 if verb == "down" else -1)
        if 0 <= other < len(filled):
            order[at], order[filled[other]] = order[filled[other]], order[at]
    return order


@bp.route("/<int:survey_id>/questions/<question_key>/move", methods=["POST"])
def move(dialogue_id: int, survey_id: int, question_key: str) -> ResponseReturnValue:
    dialogue = opened(dialogue_id)
    survey = survey_by_id(dialogue.id, survey_id)
    found = question_by_key(survey, question_key)
    wish = request.form.get("to")
    if not ActionForm().validate() or wish not in set(Direction):
        abort(422)
    try:
        building.move_question(page.current_actor(), dialogue, survey, found, Direction(wish))
    except Refused as error:
        values = removal(dialogue, survey, gettext("The question stays where it is"), found.text.sv)
        return refused("officials/surveys/stays.html", error, **values)
    return page.see_other(here("show", survey) + f"#question-{found.key}")


@bp.route("/<int:survey_id>/questions/<question_key>/remove", methods=["GET", "POST"])
def remove_question(dialogue_id: int, survey_id: int, question_key: str) -> ResponseReturnValue:
    dialogue = opened(dialogue_id)
    survey = survey_by_id(dialogue.id, survey_id)
    found = question_by_key(survey, question_key)
    is_page = found.type == QuestionType.PAGE_BREAK.value
    title = gettext("Remove the page break?") if is_page else gettext("Remove the question?")
    definition = definition_of(survey)
    what = found.text.sv or name_of(definition, found.key)
    values = removal(dialogue, survey, title, what) | {"answered": responses_to(found.id), "is_page": is_page}
    if request.method == "GET" or not values["form"].validate():
        return page.render("officials/surveys/remove.html", 200 if request.method == "GET" else 422, **values)
    try:
        building.remove_question(page.current_actor(), dialogue, survey, found)
    except Refused as error:
        return refused("officials/surveys/remove.html", error, **values)
    return page.see_other(here("show", survey) + "#questions")
