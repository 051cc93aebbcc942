"""What the pages of the builder share."""

from __future__ import annotations

from typing import Any

import flask
from flask import Blueprint
from werkzeug.wrappers import Response

from participation import page, refusals
from participation.access import Refused, refusal
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import staff_dialogue
from participation.dialogues.workspace import desk, state_of
from participation.forms import ActionForm
from participation.refusals import sentence
from participation.surveys.models import Survey
from participation.surveys.permissions import SurveyPermission

bp = Blueprint("surveys", __name__, url_prefix="/dialogues/<int:dialogue_id>/surveys")


def opened(dialogue_id: int) -> Dialogue:
    """The dialogue, if the official may know of it; else :class:`NotFound`."""
    return staff_dialogue(page.current_actor(), dialogue_id)


def frame(dialogue: Dialogue, name: str) -> dict[str, Any]:
    """What every page of the builder shows: the dialogue's desk, and whether its surveys can be changed now."""
    reason = refusal(page.current_actor(), SurveyPermission.BUILD, dialogue)
    return {
        "desk": desk(state_of(page.current_actor(), dialogue), tab="surveys", here=name),
        "may_build": reason is None,
        "locked": sentence(reason) if reason is not None and reason.code == "E-STATE" else "",
        "errors": [],
    }


def refused(template: str, error: Refused, **values: Any) -> Response:
    """The page again with the reasons on top: 409 by a guard, else 403."""
    errors = refusals.shown(error.reasons)
    return page.render(template, 409 if error.by_guard else 403, **values | {"errors": errors})


def race(template: str, **values: Any) -> Response:
    """The page again, what is stored now beside what was written: somebody else has changed it since (409)."""
    errors = refusals.race(compared=True)
    return page.render(template, 409, **values | {"errors": errors})


def here(name: str, survey: Survey, **more: Any) -> str:
    """An address of the survey's."""
    return flask.url_for(f"officials.surveys.{name}", dialogue_id=survey.dialogue_id, survey_id=survey.id, **more)


def removal(dialogue: Dialogue, survey: Survey, title: str, what: str) -> dict[str, Any]:
    """What the page shows that asks once more before something is removed."""
    return {
        **frame(dialogue, title),
        "form": ActionForm(),
        "title": title,
        "what": what,
        "back": here("show", survey),
        "answered": 0,
        "is_page": False,
    }
