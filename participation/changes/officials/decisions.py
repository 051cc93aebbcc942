"""The body says no to a proposal, or stops a dialogue for good."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from participation import page
from participation.access import Refused, require
from participation.changes.actions import decisions as actions
from participation.changes.forms import DecisionRecordForm, cancellation_form, rejection_form
from participation.changes.officials.frame import (
    back,
    bp,
    decision_from,
    invalid,
    offer_bodies,
    opened,
    show,
    stopped,
    tongues,
)
from participation.dialogues.models import Dialogue
from participation.dialogues.permissions import DialoguePermission
from participation.i18n import Lazy, lazy
from participation.results.queries import contactable


@dataclass(frozen=True)
class _Step:
    name: str
    title: Lazy
    permission: DialoguePermission
    form: Callable[..., type[DecisionRecordForm]]
    take: Callable[..., Any]


REJECT = _Step("reject", lazy("Record the rejection"), DialoguePermission.REJECT, rejection_form, actions.reject)
CANCEL = _Step("cancel", lazy("Cancel the dialogue"), DialoguePermission.CANCEL, cancellation_form, actions.cancel)


@bp.route("/reject", methods=["GET", "POST"])
def reject(dialogue_id: int) -> ResponseReturnValue:
    """The body says no to holding it."""
    return _record(REJECT, dialogue_id)


@bp.route("/cancel", methods=["GET", "POST"])
def cancel(dialogue_id: int) -> ResponseReturnValue:
    """The body stops it for good, says why, and tells those who took part."""
    return _record(CANCEL, dialogue_id)


def _record(step: _Step, dialogue_id: int) -> ResponseReturnValue:
    dialogue = opened(dialogue_id)
    form = step.form(dialogue.languages)()
    offer_bodies(form, dialogue, first=request.method == "GET")
    if request.method == "GET":
        require(page.current_actor(), step.permission, dialogue)
        return show(step.name, str(step.title), dialogue, form, **_values(dialogue))
    if not form.validate():
        invalid(step.permission, dialogue)
        return show(step.name, str(step.title), dialogue, form, 422, **_values(dialogue))
    try:
        step.take(page.current_actor(), dialogue, decision_from(form))
    except Refused as error:
        dialogue, status, errors = stopped(error, dialogue_id, form)
        return show(step.name, str(step.title), dialogue, form, status, errors, **_values(dialogue))
    return back(dialogue_id)


def _values(dialogue: Dialogue) -> dict[str, Any]:
    return {"tongues": tongues(dialogue), "contactable": contactable(dialogue.id)}
