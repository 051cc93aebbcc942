"""Typing in one person’s answers to a survey, once or by two people."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from participation import clock, db, i18n, page
from participation.access import NotFound, Refused
from participation.access_log.rules import Shown
from participation.contributions.rules import Channel
from participation.dialogues.models import Dialogue
from participation.forms import options, writing_languages
from participation.i18n import gettext
from participation.offline import actions
from participation.offline.forms import EntryForm, channel_of
from participation.offline.officials.frame import between, bp, frame, here, key, opened, opened_to_enter, refused
from participation.offline.officials.slips import receipt_of
from participation.offline.queries import entry_by_id, response_number
from participation.offline.typing_twice import as_on_paper
from participation.surveys.actions import Changed
from participation.surveys.building.deletions import deletion_of_entry, is_taken_out
from participation.surveys.forms import survey_form
from participation.surveys.models import Survey
from participation.surveys.queries import definition_of, survey_by_id
from participation.surveys.views import question_views

ANSWERS = "officials/offline/answers.html"


def _entry_form(dialogue: Dialogue, survey: Survey) -> Any:
    form = survey_form(as_on_paper(definition_of(survey)), base=EntryForm)
    if not form.is_submitted():
        form["channel"].data = request.args.get("channel") or Channel.PAPER.value
        form["language"].data = request.args.get("language") or "sv"
        form["received_on"].data = clock.today()
    form["language"].choices = options(writing_languages())
    return between(form, dialogue)


def _answers(dialogue: Dialogue, survey: Survey, form: Any, title: str) -> dict[str, Any]:
    errors = {f.name: [str(e) for e in f.errors] for f in form}
    return {
        **frame(dialogue, title),
        "form": form,
        "title": title,
        "survey_title": survey.title.in_(i18n.current().code),
        "questions": [replace(q, required=False) for q in question_views(form.definition, form.raw(), errors)],
        "asks_arrival": "channel" in form,
    }


@bp.route("/surveys/<int:survey_id>/new", methods=["GET", "POST"])
def answers(dialogue_id: int, survey_id: int) -> ResponseReturnValue:
    """Type in one person's answers: the whole survey on one page."""
    dialogue = opened(dialogue_id)
    survey = survey_by_id(dialogue.id, survey_id)
    if not survey.questions:
        raise NotFound
    form: Any = _entry_form(dialogue, survey)
    values = _answers(dialogue, survey, form, gettext("Type in answers"))
    if request.method == "GET":
        return page.render(ANSWERS, **values)
    valid = bool(form.validate()) & form.check_day()
    if valid and not form.given():
        form.fail(None, gettext("Nothing is answered yet. Type in at least one answer."))
        valid = False
    if not valid:
        return page.invalid(ANSWERS, **_answers(dialogue, survey, form, gettext("Type in answers")))
    try:
        entry = actions.enter_answers(
            page.current_actor(),
            dialogue,
            survey,
            key=key(form, form.raw()),
            channel=channel_of(form),
            language=form["language"].data,
            received_on=form["received_on"].data,
            note=form["note"].data or "",
            raw=form.raw(),
        )
    except Refused as error:
        return refused(ANSWERS, error, values)
    except Changed:
        db.start_over()
        form.fail(None, gettext("The survey has just been changed. Look through your answers and send once more."))
        return page.render(ANSWERS, 409, **_answers(dialogue, survey, form, gettext("Type in answers")))
    return page.see_other(here("entry", dialogue, entry_id=entry.id))


@bp.route("/entries/<int:entry_id>", methods=["GET"])
@page.shows_personal_data(Shown.RECEIPTS)
def entry(dialogue_id: int, entry_id: int) -> ResponseReturnValue:
    """What became of an entry: the receipt to print, or what it waits for."""
    dialogue = opened_to_enter(dialogue_id)
    found = entry_by_id(dialogue.id, entry_id)
    again = here("answers", dialogue, survey_id=found.survey_id, channel=found.channel, language=found.language)
    if found.response_id is not None:
        discard = here("discard", dialogue, entry_id=found.id)
        return receipt_of(dialogue, response_number(found.response_id), again, discard)
    if is_taken_out(found):
        return page.see_other(here("index", dialogue))
    differ = found.second_raw is not None
    return page.render(
        "officials/offline/waiting.html",
        **frame(dialogue, gettext("Type in answers")),
        differ=differ,
        settle_href=here("settle", dialogue, entry_id=found.id) if differ else "",
        again_href=again,
        discard_href="" if deletion_of_entry(found) else here("discard", dialogue, entry_id=found.id),
    )


@bp.route("/entries/<int:entry_id>/again", methods=["GET", "POST"])
def again(dialogue_id: int, entry_id: int) -> ResponseReturnValue:
    """Type the same paper a second time, without seeing what the first typed."""
    dialogue = opened_to_enter(dialogue_id)
    found = entry_by_id(dialogue.id, entry_id)
    if found.response_id is not None or found.second_raw is not None or is_taken_out(found):
        return page.see_other(here("entry", dialogue, entry_id=found.id))
    survey = survey_by_id(dialogue.id, found.survey_id)
    form = survey_form(as_on_paper(definition_of(survey)))
    title = gettext("Type it a second time")
    values = _answers(dialogue, survey, form, title) | {"note": found.note}
    if request.method == "GET":
        return page.render(ANSWERS, **values)
    if "language" in form:
        form["language"].data = found.language
    valid = form.validate()
    if valid and not form.given():
        form.fail(None, gettext("Nothing is answered yet. Type in at least one answer."))
        valid = False
    if not valid:
        return page.invalid(ANSWERS, **_answers(dialogue, survey, form, title) | {"note": found.note})
    try:
        actions.type_again(page.current_actor(), dialogue, survey, found, form.raw())
    except Refused as error:
        return refused(ANSWERS, error, values)
    return page.see_other(here("settle" if found.response_id is None else "entry", dialogue, entry_id=found.id))
