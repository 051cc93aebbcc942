"""What the pages of taking part without the web share: the dialogue, the frame around the page, refusals."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import flask
from flask import Blueprint
from werkzeug.wrappers import Response

from participation import clock, page, refusals
from participation.access import Refused, refusal, require
from participation.contributions.permissions import ContributionPermission
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import closes_on, opens_on, staff_dialogue
from participation.dialogues.workspace import desk, state_of
from participation.refusals import sentence

bp = Blueprint("offline", __name__, url_prefix="/dialogues/<int:dialogue_id>/offline")


def opened(dialogue_id: int) -> Dialogue:
    """The dialogue, if the official may know of it; else :class:`NotFound`."""
    return staff_dialogue(page.current_actor(), dialogue_id)


def opened_to_enter(dialogue_id: int) -> Dialogue:
    """The dialogue, for those alone who type in for others: what was typed, and the codes of its receipts, are shown to
    nobody else who reads the back office. Raises Refused (E-ROLE, E-STATE)."""
    dialogue = opened(dialogue_id)
    require(page.current_actor(), ContributionPermission.ENTER, dialogue)
    return dialogue


def frame(dialogue: Dialogue, here: str) -> dict[str, Any]:
    """What every page shows: the dialogue's desk, and whether anything can be typed in now."""
    reason = refusal(page.current_actor(), ContributionPermission.ENTER, dialogue)
    return {
        "desk": desk(state_of(page.current_actor(), dialogue), tab="offline", here=here),
        "may_enter": reason is None,
        "locked": sentence(reason) if reason is not None and reason.code == "E-STATE" else "",
        "errors": [],
        "index_href": flask.url_for("officials.offline.index", dialogue_id=dialogue.id),
    }


def refused(template: str, error: Refused, values: Mapping[str, Any]) -> Response:
    """The page again with the reasons, as 409 if the dialogue forbids it and 403 if the role does."""
    errors = refusals.shown(error.reasons)
    return page.render(template, 409 if error.by_guard else 403, **{**values, "errors": errors})


def here(name: str, dialogue: Dialogue, **more: Any) -> str:
    """The address of another of these pages."""
    return flask.url_for(f"officials.offline.{name}", dialogue_id=dialogue.id, **more)


def between(form: Any, dialogue: Dialogue) -> Any:
    """The form, taking days from the dialogue's opening to its closing."""
    form.first = opens_on(dialogue) or clock.today()
    form.last = closes_on(dialogue) or clock.today()
    return form


def key(form: Any, said: Mapping[str, Any]) -> str:
    """The idempotency key of a form. The same form sent again with other words, by way of the browser's back button, is
    another paper."""
    arrival = {name: str(form[name].data or "") for name in ("channel", "received_on", "language")}
    made: str = form.key("offline", json.dumps([arrival, said], sort_keys=True))
    return made
