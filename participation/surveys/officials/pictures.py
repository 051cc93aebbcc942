"""The picture of an option, and what it shows in words."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from participation import page
from participation.access import NotFound, Refused
from participation.i18n import gettext
from participation.surveys.building.pictures import set_picture
from participation.surveys.office_forms import PictureForm
from participation.surveys.officials.frame import bp, frame, here, opened, refused
from participation.surveys.officials.languages import picture_hrefs
from participation.surveys.pictures import picture_response
from participation.surveys.queries import definition_of, question_by_key, survey_by_id

LARGEST_PICTURE = 5 * 1024 * 1024


@bp.route("/<int:survey_id>/questions/<question_key>/pictures/<option_key>", methods=["GET", "POST"])
@page.takes_files(LARGEST_PICTURE)
def picture(dialogue_id: int, survey_id: int, question_key: str, option_key: str) -> ResponseReturnValue:
    dialogue = opened(dialogue_id)
    survey = survey_by_id(dialogue.id, survey_id)
    question = question_by_key(survey, question_key)
    definition = definition_of(survey)
    option = definition.by_key[question.key].option(option_key)
    if option is None:
        raise NotFound
    form = PictureForm(data={"alternative": option.alternative.sv})
    back = here("question", survey, question_key=question.key)
    values = {
        **frame(dialogue, gettext("Picture")),
        "form": form,
        "option": option.text.sv,
        "question": question.text.sv,
        "shown": picture_hrefs(survey, definition).get(option.picture, ""),
        "back": back,
    }
    if request.method == "GET":
        return page.render("officials/surveys/picture.html", **values)
    content = _content(form)
    valid = form.validate()
    if content is None and not option.picture:
        form.fail("picture", gettext("Choose a file."))
        valid = False
    if not valid:
        return page.invalid("officials/surveys/picture.html", **values)
    try:
        set_picture(
            page.current_actor(),
            dialogue,
            survey,
            question,
            option_key,
            content=content,
            alternative=form.alternative.data,
        )
    except Refused as error:
        return refused("officials/surveys/picture.html", error, **values)
    return page.see_other(back + "#pictures")


def _content(form: PictureForm) -> bytes | None:
    sent = form.picture.data
    content: bytes = sent.read() if sent is not None and hasattr(sent, "read") else b""
    return content or None


@bp.route("/<int:survey_id>/pictures/<name>", methods=["GET"])
def show_picture(dialogue_id: int, survey_id: int, name: str) -> ResponseReturnValue:
    dialogue = opened(dialogue_id)
    survey = survey_by_id(dialogue.id, survey_id)
    return picture_response(survey, name)
