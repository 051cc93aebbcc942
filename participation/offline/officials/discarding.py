"""Taking out what was typed in by mistake, such as a paper that was in the pile twice: asked here with a reason, and
decided by another person where the survey's other answers are taken out."""

from __future__ import annotations

import flask
from flask import request
from flask.typing import ResponseReturnValue

from participation import i18n, page
from participation.access import Refused
from participation.i18n import gettext
from participation.offline.forms import DiscardForm
from participation.offline.officials.frame import bp, frame, here, opened_to_enter, refused
from participation.offline.queries import entry_by_id, response_number, typist
from participation.surveys.building.deletions import ask_deletion, deletion_of_entry
from participation.surveys.queries import survey_by_id


@bp.route("/entries/<int:entry_id>/discard", methods=["GET", "POST"])
def discard(dialogue_id: int, entry_id: int) -> ResponseReturnValue:
    """Ask that what was typed in is taken out."""
    dialogue = opened_to_enter(dialogue_id)
    found = entry_by_id(dialogue.id, entry_id)
    survey = survey_by_id(dialogue.id, found.survey_id)
    decisions = flask.url_for("officials.surveys.deletions", dialogue_id=dialogue.id, survey_id=survey.id)
    if found.response_id is not None:  # it counts: it is taken out as other responses are
        return page.see_other(f"{decisions}?number={response_number(found.response_id)}#ask")
    if deletion_of_entry(found) is not None:
        return page.see_other(f"{decisions}#deletions")
    form = DiscardForm()
    values = {
        **frame(dialogue, gettext("Take out what was typed in")),
        "form": form,
        "survey_title": survey.title.in_(i18n.current().code),
        "came_on": i18n.format_date(found.filled_on),
        "typed_by": typist(found.entered_by_id),
        "note": found.note,
        "back": here("entry", dialogue, entry_id=found.id),
    }
    if request.method == "GET":
        return page.render("officials/offline/discard.html", **values)
    if not form.validate():
        return page.invalid("officials/offline/discard.html", **values)
    try:
        ask_deletion(page.current_actor(), dialogue, survey, reason=form.reason.data, entry=found)
    except Refused as error:
        return refused("officials/offline/discard.html", error, values)
    return page.see_other(f"{decisions}#deletions")
