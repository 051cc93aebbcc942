"""Two composers side by side: feedback to participants, and to citizens at large. Then the dialogue is completed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import flask
from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from participation import i18n, refusals
from participation.access import Conflict, Refused, require
from participation.dialogues.comparing import Differing, compared
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import slug
from participation.forms import ActionForm
from participation.page import current_actor, invalid, render, see_other
from participation.refusals import Refusal
from participation.results.actions import feedback as actions
from participation.results.forms import channels_from, participants_form, public_form, texts_from
from participation.results.guards import fed_back
from participation.results.models import Feedback
from participation.results.officials_desk import Step, bp, frame, here, opened, said, tongues, why_not
from participation.results.permissions import ResultsPermission
from participation.results.queries import contactable, feedback_version, feedbacks, participants_facts, public_facts
from participation.results.rules import FeedbackKind, languages_of
from participation.texts import Rendered, Texts

PAGE = "officials/results/feedback.html"


@dataclass(frozen=True)
class Sent:
    """A feedback that is out."""

    text: Rendered
    on: Any
    recipients: int
    motive: str
    channels: list[str]


@bp.route("/feedback", methods=["GET"])
def feedback(dialogue_id: int) -> ResponseReturnValue:
    """Both composers."""
    return render(PAGE, **_page(opened(dialogue_id)))


@bp.route("/feedback/participants", methods=["POST"])
def tell_participants(dialogue_id: int) -> ResponseReturnValue:
    """Keep the feedback to participants, or send it."""
    dialogue = opened(dialogue_id)
    require(current_actor(), ResultsPermission.WRITE_FEEDBACK, dialogue)
    form = participants_form(dialogue.languages)()
    if not form.validate():
        return invalid(PAGE, **_page(dialogue, participants=form))
    sent: dict[str, Any] = {
        "text": _text(form, FeedbackKind.PARTICIPANTS, dialogue),
        "channels": channels_from(form["participants_channels"].data),
        "motive": form["participants_motive"].data or "",
        "seen": form["seen_participants"].data,
    }
    try:
        if request.form.get("do") == "publish":
            actions.publish_to_participants(current_actor(), dialogue, **sent)
        else:
            actions.save_feedback(current_actor(), dialogue, FeedbackKind.PARTICIPANTS, **sent)
    except Refused as error:
        return _refused(dialogue, error, participants=form)
    except Conflict:
        return _overtaken(dialogue, participants=form)
    return _done(dialogue)


@bp.route("/feedback/public", methods=["POST"])
def tell_public(dialogue_id: int) -> ResponseReturnValue:
    """Keep the feedback to citizens at large, or publish it."""
    dialogue = opened(dialogue_id)
    require(current_actor(), ResultsPermission.WRITE_FEEDBACK, dialogue)
    form = public_form(dialogue.languages)()
    if not form.validate():
        return invalid(PAGE, **_page(dialogue, public=form))
    sent: dict[str, Any] = {
        "text": _text(form, FeedbackKind.PUBLIC, dialogue),
        "channels": channels_from(form["public_channels"].data),
        "seen": form["seen_public"].data,
    }
    try:
        if request.form.get("do") == "publish":
            actions.publish_to_public(current_actor(), dialogue, **sent)
        else:
            actions.save_feedback(current_actor(), dialogue, FeedbackKind.PUBLIC, **sent)
    except Refused as error:
        return _refused(dialogue, error, public=form)
    except Conflict:
        return _overtaken(dialogue, public=form)
    return _done(dialogue)


@bp.route("/feedback/complete", methods=["POST"])
def complete(dialogue_id: int) -> ResponseReturnValue:
    """Both are out: the dialogue is completed."""
    dialogue = opened(dialogue_id)
    require(current_actor(), ResultsPermission.FEED_BACK, dialogue)
    form = ActionForm()
    if not form.validate_on_submit():
        return invalid(PAGE, **_page(dialogue, button=form))
    try:
        actions.complete(current_actor(), dialogue)
    except Refused as error:
        return _refused(dialogue, error)
    return _done(dialogue)


def _text(form: Any, kind: FeedbackKind, dialogue: Dialogue) -> Texts:
    return texts_from(form, f"{kind.value}_text", languages_of(dialogue.languages))


def _done(dialogue: Dialogue) -> Response:
    return see_other(flask.url_for(".feedback", dialogue_id=dialogue.id, saved=1))


def _refused(dialogue: Dialogue, error: Refused, **forms: Any) -> Response:
    errors = said(error.reasons, dialogue)
    return render(PAGE, 409 if error.by_guard else 403, **_page(dialogue, errors=errors, **forms))


def _overtaken(dialogue: Dialogue, **forms: Any) -> Response:
    """Somebody else was first: both versions, and what this person wrote kept in the form, if it is not out yet."""
    both = feedbacks(dialogue.id)
    differences: list[Differing] = []
    for kind, made in ((FeedbackKind.PARTICIPANTS, _participants), (FeedbackKind.PUBLIC, _public)):
        written = forms.get(kind.value)
        if written is not None:
            differences = compared(made(dialogue, both.get(kind)), written)
            written[f"seen_{kind.value}"].data = feedback_version(both.get(kind))
    race = refusals.race(compared=bool(differences))
    return render(PAGE, 409, **_page(dialogue, errors=race, differences=differences, **forms))


def _page(
    dialogue: Dialogue,
    *,
    participants: Any = None,
    public: Any = None,
    button: ActionForm | None = None,
    errors: list[Refusal] | None = None,
    differences: list[Differing] | None = None,
) -> dict[str, Any]:
    both = feedbacks(dialogue.id)
    told, published = both.get(FeedbackKind.PARTICIPANTS), both.get(FeedbackKind.PUBLIC)
    facts = (participants_facts(dialogue, told), public_facts(dialogue, published))
    at: dict[str, Any] = {"dialogue_id": dialogue.id}
    return {
        **frame(dialogue, i18n.gettext("Feed back"), "feedback"),
        "participants": participants or _participants(dialogue, told),
        "public": public or _public(dialogue, published),
        "participants_sent": _sent(told),
        "public_sent": _sent(published),
        "contactable": contactable(dialogue.id),
        "tongues": tongues(dialogue),
        "button": button or ActionForm(formdata=None),
        "errors": errors or [],
        "differences": differences or [],
        "locked": why_not(ResultsPermission.WRITE_FEEDBACK, dialogue),
        "completed_at": dialogue.fed_back_at,
        "saved": "saved" in request.args,
        "steps": _steps(facts),
        "due": dialogue.feedback_due,
        "hrefs": {
            "participants": flask.url_for(".tell_participants", **at),
            "public": flask.url_for(".tell_public", **at),
            "complete": flask.url_for(".complete", **at),
            "results": flask.url_for("residents.results.show", slug=slug(dialogue)) if dialogue.compiled_at else None,
        },
    }


def _steps(facts: Any) -> list[Step]:
    reasons = {r.code: refusals.sentence(r) for r in fed_back(*facts)}
    words = {
        "E-G29": i18n.gettext("The participants have been told"),
        "E-G30": i18n.gettext("Citizens at large have been told"),
    }
    return [
        Step(code, reasons.get(code, done), done=code not in reasons, href=None if code not in reasons else f"#{where}")
        for (code, done), where in zip(words.items(), ("participants", "public"), strict=True)
    ]


def _sent(feedback: Feedback | None) -> Sent | None:
    if feedback is None or feedback.published_at is None:
        return None
    return Sent(
        text=here(feedback.text),
        on=feedback.published_at,
        recipients=feedback.recipients_count,
        motive=feedback.no_one_contactable_motive,
        channels=list(feedback.channels),
    )


def _stored(kind: FeedbackKind, dialogue: Dialogue, stored: Feedback | None) -> dict[str, str]:
    text = stored.text if stored else Texts()
    values = {f"{kind.value}_text_{code}": text.get(code, "") for code in languages_of(dialogue.languages)}
    values[f"seen_{kind.value}"] = feedback_version(stored)
    return values | {f"{kind.value}_channels": "\n".join(stored.channels) if stored else ""}


def _participants(dialogue: Dialogue, stored: Feedback | None) -> Any:
    values = _stored(FeedbackKind.PARTICIPANTS, dialogue, stored)
    values["participants_motive"] = stored.no_one_contactable_motive if stored else ""
    return participants_form(dialogue.languages)(formdata=None, data=values)


def _public(dialogue: Dialogue, stored: Feedback | None) -> Any:
    return public_form(dialogue.languages)(formdata=None, data=_stored(FeedbackKind.PUBLIC, dialogue, stored))
