"""Noting what has become of the decision that a dialogue informs."""

from __future__ import annotations

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from participation import i18n, page
from participation.access import Refused, require
from participation.changes.actions.decision_point import note_decision
from participation.changes.forms import DecisionPointForm
from participation.changes.officials.frame import back, bp, invalid, opened, show, stopped
from participation.changes.rules import Happening
from participation.dialogues.models import Dialogue
from participation.dialogues.overview import Fact
from participation.dialogues.permissions import DialoguePermission
from participation.i18n import gettext


@bp.route("/decision-point", methods=["GET", "POST"])
def decision_point(dialogue_id: int) -> ResponseReturnValue:
    """It has been moved, or taken."""
    dialogue = opened(dialogue_id)
    title = gettext("What has become of the decision?")
    form = DecisionPointForm()
    if request.method == "GET":
        require(page.current_actor(), DialoguePermission.NOTE_DECISION, dialogue)
        return show("decision_point", title, dialogue, form, **_values(dialogue))
    if not form.validate():
        invalid(DialoguePermission.NOTE_DECISION, dialogue)
        return show("decision_point", title, dialogue, form, 422, **_values(dialogue))
    taken = form.happening.data == Happening.TAKEN.value
    try:
        note_decision(
            page.current_actor(),
            dialogue,
            meeting=None if taken else form.meeting.data,
            taken_on=form.taken_on.data if taken else None,
            paragraph=form.paragraph.data or "",
        )
    except Refused as error:
        dialogue, status, errors = stopped(error, dialogue_id, form)
        return show("decision_point", title, dialogue, form, status, errors, **_values(dialogue))
    return back(dialogue_id)


def _values(dialogue: Dialogue) -> dict[str, Any]:
    locale = i18n.current().code
    body = dialogue.decision_body or dialogue.responsible_body
    facts = [
        Fact(gettext("The matter"), dialogue.decision_matter.in_(locale).text),
        Fact(gettext("The body that takes it"), body.names.in_(locale).text),
    ]
    if dialogue.decision_meeting:
        facts.append(Fact(gettext("Planned meeting"), i18n.format_date_long(dialogue.decision_meeting)))
    if dialogue.decision_taken_on:
        facts.append(Fact(gettext("Decision taken on"), i18n.format_date_long(dialogue.decision_taken_on)))
    if dialogue.handling_meeting:
        name = gettext("Meeting that handles the results")
        facts.append(Fact(name, i18n.format_date_long(dialogue.handling_meeting)))
    return {"facts": tuple(facts)}
