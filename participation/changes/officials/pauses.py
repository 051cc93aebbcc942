"""Pausing a dialogue, letting it go on, and giving people longer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from participation import clock, i18n, page
from participation.access import Refused, Role, require
from participation.changes.actions import pauses as actions
from participation.changes.forms import ClosingForm, ExtensionForm, ResumeForm, pause_form, texts_from
from participation.changes.guards import LONGEST_PAUSE
from participation.changes.officials.frame import back, bp, invalid, opened, show, stopped, tongues
from participation.dialogues.models import Dialogue
from participation.dialogues.overview import Fact
from participation.dialogues.permissions import DialoguePermission
from participation.dialogues.queries import closes_on, opens_on
from participation.i18n import gettext


@bp.route("/pause", methods=["GET", "POST"])
def pause(dialogue_id: int) -> ResponseReturnValue:
    """Nobody can take part until a day in the next thirty."""
    dialogue = opened(dialogue_id)
    title = gettext("Pause the dialogue")
    form = pause_form(dialogue.languages)()
    if request.method == "GET":
        require(page.current_actor(), DialoguePermission.PAUSE, dialogue)
        return show("pause", title, dialogue, form, **_pause_values(dialogue))
    if not form.validate():
        invalid(DialoguePermission.PAUSE, dialogue)
        return show("pause", title, dialogue, form, 422, **_pause_values(dialogue))
    try:
        actions.pause(
            page.current_actor(), dialogue, reason=texts_from(form, "reason"), resumes_on=form["resumes_on"].data
        )
    except Refused as error:
        dialogue, status, errors = stopped(error, dialogue_id, form)
        return show("pause", title, dialogue, form, status, errors, **_pause_values(dialogue))
    return back(dialogue_id)


def _pause_values(dialogue: Dialogue) -> dict[str, Any]:
    last = closes_on(dialogue)
    return {
        "tongues": tongues(dialogue),
        "closes": i18n.format_date_long(last) if last else "",
        "latest": i18n.format_date_long(clock.today() + timedelta(days=LONGEST_PAUSE)),
        "facts": _dates(dialogue),
    }


def _dates(dialogue: Dialogue) -> tuple[Fact, ...]:
    """What is promised now, and must be kept to."""
    decision = dialogue.decision_meeting
    rows: list[tuple[str, date | None]] = [
        (gettext("Opens"), opens_on(dialogue)),
        (gettext("Last day to take part"), closes_on(dialogue)),
        (gettext("Results ready"), dialogue.results_due),
        (gettext("Meeting that handles the results"), dialogue.handling_meeting),
        (gettext("The decision that the dialogue informs"), decision),
        (gettext("Feedback at the latest"), dialogue.feedback_due),
    ]
    return tuple(Fact(name, i18n.format_date_long(day)) for name, day in rows if day is not None)


@bp.route("/resume", methods=["GET", "POST"])
def resume(dialogue_id: int) -> ResponseReturnValue:
    """It goes on now, earlier than planned."""
    dialogue = opened(dialogue_id)
    title = gettext("Resume the dialogue")
    form = ResumeForm()
    if request.method == "GET":
        require(page.current_actor(), DialoguePermission.RESUME, dialogue)
        return show("resume", title, dialogue, form, **_resume_values(dialogue))
    if not form.validate():
        invalid(DialoguePermission.RESUME, dialogue)
        return show("resume", title, dialogue, form, 422, **_resume_values(dialogue))
    try:
        actions.resume(page.current_actor(), dialogue)
    except Refused as error:
        dialogue, status, errors = stopped(error, dialogue_id, form)
        return show("resume", title, dialogue, form, status, errors, **_resume_values(dialogue))
    return back(dialogue_id)


def _resume_values(dialogue: Dialogue) -> dict[str, Any]:
    resumes, last = dialogue.resumes_at, closes_on(dialogue)
    return {
        "resumes": i18n.format_date_long(clock.local_date(resumes)) if resumes else "",
        "closes": i18n.format_date_long(last) if last else "",
        "reason": dialogue.pause_reason.in_(i18n.current().code),
    }


@bp.route("/extend", methods=["GET", "POST"])
def extend(dialogue_id: int) -> ResponseReturnValue:
    """People get longer to take part."""
    dialogue = opened(dialogue_id)
    title = gettext("Extend the dialogue")
    records = page.current_actor().holds(Role.COMMITTEE_SECRETARY, dialogue.responsible_body_id, dialogue.id)
    stored = {
        "closes_on": closes_on(dialogue),
        "results_due": dialogue.results_due,
        "handling_meeting": dialogue.handling_meeting,
        "feedback_due": dialogue.feedback_due,
    }
    form = (ExtensionForm if records else ClosingForm)(data=stored)
    values: dict[str, Any] = {"facts": _dates(dialogue), "records": records}
    if request.method == "GET":
        require(page.current_actor(), DialoguePermission.EXTEND, dialogue)
        return show("extend", title, dialogue, form, **values)
    if not form.validate():
        invalid(DialoguePermission.EXTEND, dialogue)
        return show("extend", title, dialogue, form, 422, **values)
    sent = stored | {name: form[name].data for name in stored if name in form}
    try:
        actions.extend(page.current_actor(), dialogue, **sent)
    except Refused as error:
        dialogue, status, errors = stopped(error, dialogue_id, form)
        return show("extend", title, dialogue, form, status, errors, **values)
    return back(dialogue_id)
