"""Files that residents have attached: private, read one at a time by those who handle the answers, each reading logged.

A file is only ever handed out to be saved: a browser shows none of it as a page of this service.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from flask import make_response
from flask.typing import ResponseReturnValue

from participation import page, uploads
from participation.access import NotFound, require
from participation.access_log.rules import Shown
from participation.contributions.queries import full_number
from participation.forms import ActionForm
from participation.i18n import gettext, number
from participation.survey_results.permissions import SurveyResultsPermission
from participation.surveys.officials.frame import bp, frame, here, opened
from participation.surveys.queries import attached_file, attached_files, survey_by_id


@dataclass(frozen=True)
class FileRow:
    """A file in the list."""

    number: str
    question: str
    name: str
    size: str
    href: str


@bp.route("/<int:survey_id>/attached", methods=["GET"])
@page.shows_personal_data(Shown.SURVEY_ANSWERS)
def attached(dialogue_id: int, survey_id: int) -> ResponseReturnValue:
    dialogue = opened(dialogue_id)
    require(page.current_actor(), SurveyResultsPermission.EXPORT, dialogue)
    survey = survey_by_id(dialogue.id, survey_id)
    rows = [
        FileRow(
            number=full_number(dialogue.registry_number, response),
            question=question.sv,
            name=file.original_name,
            size=gettext("%(n)s kB", n=number(max(1, file.size // 1024))),
            href=here("attached_content", survey, file_id=file.id),
        )
        for file, question, response in attached_files(survey.id)
    ]
    values = {
        **frame(dialogue, gettext("Attached files")),
        "form": ActionForm(),
        "rows": rows,
        "back": here("show", survey),
    }
    return page.render("officials/surveys/attached.html", **values)


@bp.route("/<int:survey_id>/attached/<int:file_id>", methods=["GET"])
@page.shows_personal_data(Shown.SURVEY_ANSWERS)
def attached_content(dialogue_id: int, survey_id: int, file_id: int) -> ResponseReturnValue:
    dialogue = opened(dialogue_id)
    require(page.current_actor(), SurveyResultsPermission.EXPORT, dialogue)
    file = attached_file(survey_by_id(dialogue.id, survey_id).id, file_id)
    content = uploads.store().get(file.name)
    if content is None:
        raise NotFound
    response = make_response(content)
    response.mimetype = "application/octet-stream"
    name = quote(f"{file.id}-{file.original_name}", safe="")
    response.headers["Content-Disposition"] = f"attachment; filename=\"{file.id}\"; filename*=UTF-8''{name}"
    return response
