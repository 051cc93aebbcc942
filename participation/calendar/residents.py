"""Calendar files that residents subscribe to: of one dialogue, and of all of them. Only what is public is in them."""

from __future__ import annotations

import flask
from flask import Blueprint
from flask.typing import ResponseReturnValue

from participation import i18n, page
from participation.calendar import files
from participation.calendar.queries import activities_of, public_now, revisions_of
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import public_dialogue
from participation.dialogues.queries import slug as slug_for

bp = Blueprint("calendar", __name__)


@bp.route("/calendar.ics", methods=["GET"])
@page.browsing
def everything() -> ResponseReturnValue:
    return _file(files.name_of_all(), public_now())


@bp.route("/dialogues/<slug>/calendar.ics", methods=["GET"])
@page.browsing
def dialogue(slug: str) -> ResponseReturnValue:
    found = public_dialogue(slug)
    right = slug_for(found)
    if slug != right:
        return flask.redirect(flask.url_for("residents.calendar.dialogue", slug=right), code=301)
    return _file(found.title.in_(i18n.current().code).text, [found])


def _file(name: str, dialogues: list[Dialogue]) -> ResponseReturnValue:
    ids = [d.id for d in dialogues]
    made = files.calendar(name, dialogues, activities_of(ids), revisions_of(ids))
    response = flask.Response(made, content_type=files.CONTENT_TYPE)
    response.headers["Content-Disposition"] = 'inline; filename="dialogues.ics"'
    return response
