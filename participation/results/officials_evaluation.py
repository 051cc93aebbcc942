"""Evaluating a completed dialogue: the officials' answers, the body's own note, and publishing both."""

from __future__ import annotations

from typing import Any

import flask
from flask import request
from flask.typing import ResponseReturnValue

from participation import i18n, refusals
from participation.access import Conflict, Refused, require
from participation.dialogues.comparing import Differing, compared
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import slug
from participation.forms import ActionForm
from participation.i18n import gettext
from participation.page import current_actor, invalid, render, see_other
from participation.refusals import Refusal
from participation.results.actions import evaluation as actions
from participation.results.evaluation import evaluation_of, facts_of, fingerprint, part_of, shown
from participation.results.forms import evaluation_form, note_form, texts_from
from participation.results.guards import evaluation_complete
from participation.results.officials_desk import Step, bp, frame, here, opened, said, tongues, why_not
from participation.results.permissions import ResultsPermission
from participation.results.rules import OFFICIALS_PARTS, EvaluationPart, GoalReached, languages_of

PAGE = "officials/results/evaluation.html"
NOTE = (EvaluationPart.BODY_NOTE,)


@bp.route("/evaluation", methods=["GET", "POST"])
def evaluation(dialogue_id: int) -> ResponseReturnValue:
    """The officials' answers; kept as one goes, complete or not."""
    dialogue = opened(dialogue_id)
    if request.method == "GET":
        return render(PAGE, **_page(dialogue))
    require(current_actor(), ResultsPermission.WRITE_EVALUATION, dialogue)
    form = evaluation_form(dialogue.languages)()
    if not form.validate():
        return invalid(PAGE, **_page(dialogue, answers=form))
    codes = languages_of(dialogue.languages)
    try:
        actions.save_evaluation(
            current_actor(),
            dialogue,
            goal_reached=GoalReached(form["goal_reached"].data) if form["goal_reached"].data else None,
            parts={part: texts_from(form, part.value, codes) for part in OFFICIALS_PARTS},
            seen=form["seen"].data,
        )
    except Conflict:
        return _overtaken(dialogue, answers=form)
    return _saved(dialogue)


@bp.route("/evaluation/note", methods=["POST"])
def body_note(dialogue_id: int) -> ResponseReturnValue:
    """What the body itself says."""
    dialogue = opened(dialogue_id)
    require(current_actor(), ResultsPermission.WRITE_BODY_NOTE, dialogue)
    form = note_form(dialogue.languages)()
    if not form.validate():
        return invalid(PAGE, **_page(dialogue, note=form))
    texts = texts_from(form, EvaluationPart.BODY_NOTE.value, languages_of(dialogue.languages))
    try:
        actions.save_body_note(current_actor(), dialogue, texts, seen=form["seen_note"].data)
    except Conflict:
        return _overtaken(dialogue, note=form)
    return _saved(dialogue)


@bp.route("/evaluation/publish", methods=["POST"])
def publish_evaluation(dialogue_id: int) -> ResponseReturnValue:
    """Everybody can read it; the dialogue is evaluated."""
    dialogue = opened(dialogue_id)
    require(current_actor(), ResultsPermission.EVALUATE, dialogue)
    form = ActionForm()
    if not form.validate_on_submit():
        return invalid(PAGE, **_page(dialogue, button=form))
    try:
        actions.publish_evaluation(current_actor(), dialogue)
    except Refused as error:
        status = 409 if error.by_guard else 403
        return render(PAGE, status, **_page(dialogue, errors=said(error.reasons, dialogue)))
    return see_other(flask.url_for(".evaluation", dialogue_id=dialogue.id, published=1))


def _saved(dialogue: Dialogue) -> ResponseReturnValue:
    return see_other(flask.url_for(".evaluation", dialogue_id=dialogue.id, saved=1))


def _overtaken(dialogue: Dialogue, **sent: Any) -> ResponseReturnValue:
    """Somebody else was first: both versions, and what this person wrote kept in the form."""
    differences: list[Differing] = []
    if "answers" in sent:
        differences = compared(_answers(dialogue), sent["answers"])
        sent["answers"]["seen"].data = fingerprint(evaluation_of(dialogue.id), OFFICIALS_PARTS)
    else:
        differences = compared(_note(dialogue), sent["note"])
        sent["note"]["seen_note"].data = fingerprint(evaluation_of(dialogue.id), NOTE)
    race = refusals.race(compared=bool(differences))
    return render(PAGE, 409, **_page(dialogue, errors=race, differences=differences, **sent))


def _answers(dialogue: Dialogue) -> Any:
    stored = evaluation_of(dialogue.id)
    values: dict[str, Any] = {"seen": fingerprint(stored, OFFICIALS_PARTS)}
    values["goal_reached"] = stored.goal_reached if stored else None
    return evaluation_form(dialogue.languages)(formdata=None, data=values | _texts(dialogue, OFFICIALS_PARTS))


def _note(dialogue: Dialogue) -> Any:
    values = {"seen_note": fingerprint(evaluation_of(dialogue.id), NOTE)}
    return note_form(dialogue.languages)(formdata=None, data=values | _texts(dialogue, NOTE))


def _texts(dialogue: Dialogue, parts: tuple[EvaluationPart, ...]) -> dict[str, str]:
    stored = evaluation_of(dialogue.id)
    return {
        f"{part.value}_{code}": part_of(stored, part).get(code, "")
        for part in parts
        for code in languages_of(dialogue.languages)
    }


def _page(
    dialogue: Dialogue,
    *,
    answers: Any = None,
    note: Any = None,
    button: Any = None,
    errors: list[Refusal] | None = None,
    differences: list[Differing] | None = None,
) -> dict[str, Any]:
    stored = evaluation_of(dialogue.id)
    reasons = evaluation_complete(facts_of(stored))
    writes = why_not(ResultsPermission.WRITE_EVALUATION, dialogue) is None
    notes = why_not(ResultsPermission.WRITE_BODY_NOTE, dialogue) is None
    return {
        **frame(dialogue, gettext("Evaluate the dialogue"), "evaluation"),
        "answers": answers or _answers(dialogue),
        "note": note or _note(dialogue),
        "button": button or ActionForm(formdata=None),
        "errors": errors or [],
        "differences": differences or [],
        "parts": [part.value for part in OFFICIALS_PARTS],
        "tongues": tongues(dialogue),
        "writes": writes,
        "notes": notes,
        "locked": None if writes or notes else why_not(ResultsPermission.WRITE_EVALUATION, dialogue),
        "goal": here(dialogue.goal),
        "goal_followup": here(dialogue.goal_followup),
        "own_note": here(part_of(stored, EvaluationPart.BODY_NOTE)),
        "story": shown(stored),
        "steps": _steps(reasons, dialogue, writes=writes),
        "saved": "saved" in request.args,
        "published": "published" in request.args,
        "public_href": flask.url_for("residents.results.show", slug=slug(dialogue)),
        "body": dialogue.responsible_body.names.in_(i18n.current().code),
    }


def _steps(reasons: Any, dialogue: Dialogue, *, writes: bool) -> list[Step]:
    """What remains; each line leads to its field for those who have it before them."""
    if not reasons:
        return [Step("", gettext("Every question is answered, and the body has written its note"), done=True)]
    note = "#body_note_sv"
    return [
        Step(r.code, r.sentence, done=False, href=r.href if writes or r.href == note else None)
        for r in said(reasons, dialogue)
    ]
