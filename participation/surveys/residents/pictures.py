"""The pictures one chooses between. Files that residents attach are shown to nobody here."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from participation import page
from participation.dialogues.queries import public_dialogue
from participation.surveys.pictures import picture_response
from participation.surveys.queries import survey_by_key
from participation.surveys.residents.sitting import bp


@bp.route("/pictures/<name>", methods=["GET"])
@page.browsing
def picture(slug: str, key: str, name: str) -> ResponseReturnValue:
    """A picture to choose, of a survey that the public may see."""
    return picture_response(survey_by_key(public_dialogue(slug).id, key), name)
