"""Writing the result report, looking at it as residents will, and publishing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import flask
from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from participation import clock, i18n, refusals
from participation.access import Conflict, Refused, require
from participation.dialogues.comparing import Differing, compared
from participation.dialogues.models import Dialogue
from participation.dialogues.rules import Kind
from participation.forms import ActionForm
from participation.page import current_actor, invalid, render, see_other
from participation.refusals import Refusal
from participation.results.actions import report as actions
from participation.results.forms import report_form, texts_from
from participation.results.guards import (
    COMPILE_GUARDS,
    everything_covered,
    paper_typed_in,
    priorities_ranked,
    queue_empty,
    report_complete,
    review_held,
    statements_answered,
)
from participation.results.officials_desk import Step, bp, frame, opened, said, tongues, why_not
from participation.results.outcome import outcome_of
from participation.results.permissions import ResultsPermission
from participation.results.queries import compile_facts, degrees_of, fingerprint, report_of
from participation.results.rules import ReportSection, languages_of, sections_for
from participation.results.story import story_of
from participation.survey_results.in_report import who_is_missing
from participation.texts import Texts

WRITE, LOOK = "officials/results/report.html", "officials/results/preview.html"

IN_PLACE = {
    queue_empty: i18n.lazy("Everything has been reviewed"),
    paper_typed_in: i18n.lazy("Everything on paper is typed in"),
    everything_covered: i18n.lazy("Every contribution has a theme"),
    priorities_ranked: i18n.lazy("The themes are in order"),
    report_complete: i18n.lazy("Every section is written"),
    review_held: i18n.lazy("The review has been held"),
    statements_answered: i18n.lazy("Every written statement is answered"),
}


@bp.route("/report", methods=["GET", "POST"])
def report(dialogue_id: int) -> ResponseReturnValue:
    """The report's sections; kept as one goes, complete or not."""
    dialogue = opened(dialogue_id)
    stored = report_of(dialogue.id)
    form = report_form(dialogue.languages)(data=_stored(dialogue, stored) | {"seen": fingerprint(stored)})
    if not form.is_submitted():
        return render(WRITE, **_page(dialogue, form))
    require(current_actor(), ResultsPermission.WRITE_REPORT, dialogue)
    if not form.validate():
        return _unsaved(form) if _by_script() else invalid(WRITE, **_page(dialogue, form))
    try:
        saved = actions.save_report(current_actor(), dialogue, _sections(form, dialogue), seen=form["seen"].data)
    except Conflict:
        return _overtaken(dialogue, form)
    if _by_script():
        time = i18n.format_datetime(clock.now())
        return flask.jsonify(saved=i18n.gettext("Saved %(time)s", time=time), seen=fingerprint(saved))
    then = ".preview" if request.form.get("then") == "preview" else ".report"
    return see_other(flask.url_for(then, dialogue_id=dialogue.id, saved=1 if then == ".report" else None))


@bp.route("/report/preview", methods=["GET"])
def preview(dialogue_id: int) -> ResponseReturnValue:
    """The report as residents will see it, and what is missing before it can be published."""
    return render(LOOK, **_preview(opened(dialogue_id)))


@bp.route("/report/publish", methods=["POST"])
def publish(dialogue_id: int) -> ResponseReturnValue:
    """Publish it."""
    dialogue = opened(dialogue_id)
    require(current_actor(), ResultsPermission.COMPILE, dialogue)
    form = ActionForm()
    if not form.validate_on_submit():
        return invalid(LOOK, **_preview(dialogue, form))
    try:
        actions.publish_report(current_actor(), dialogue)
    except Refused as error:
        return render(
            LOOK, 409 if error.by_guard else 403, **_preview(dialogue, form, said(error.reasons, dialogue, ".report"))
        )
    return see_other(flask.url_for(".report", dialogue_id=dialogue.id, published=1))


def _page(
    dialogue: Dialogue, form: Any, errors: Sequence[Refusal] = (), differences: Sequence[Differing] = ()
) -> dict[str, Any]:
    locked = why_not(ResultsPermission.WRITE_REPORT, dialogue)
    return {
        **frame(dialogue, i18n.gettext("Write the result report"), "report"),
        "form": form,
        "errors": errors,
        "differences": differences,
        "sections": [s.value for s in sections_for(*degrees_of(dialogue))],
        "tongues": tongues(dialogue),
        "locked": locked,
        "saved": "saved" in request.args,
        "published": "published" in request.args,
        "published_at": dialogue.compiled_at,
        "preview_href": flask.url_for(".preview", dialogue_id=dialogue.id),
        "public_href": _public(dialogue),
    }


def _public(dialogue: Dialogue) -> str | None:
    from participation.dialogues.queries import slug

    return flask.url_for("residents.results.show", slug=slug(dialogue)) if dialogue.compiled_at else None


def _preview(dialogue: Dialogue, form: ActionForm | None = None, errors: list[Refusal] | None = None) -> dict[str, Any]:
    facts = compile_facts(dialogue)
    return {
        **frame(dialogue, i18n.gettext("Preview of the result report"), "report"),
        "story": story_of(outcome_of(dialogue.id), preview=True),
        "missing": who_is_missing(dialogue),
        "form": form or ActionForm(formdata=None),
        "errors": errors or [],
        "locked": why_not(ResultsPermission.COMPILE, dialogue),
        "steps": [_step(guard, facts, dialogue) for guard in COMPILE_GUARDS if _concerns(guard, dialogue)],
        "write_href": flask.url_for(".report", dialogue_id=dialogue.id),
        "publish_href": flask.url_for(".publish", dialogue_id=dialogue.id),
    }


def _concerns(guard: Any, dialogue: Dialogue) -> bool:
    return dialogue.kind == Kind.STATUTORY.value or guard not in (review_held, statements_answered)


def _step(guard: Any, facts: Any, dialogue: Dialogue) -> Step:
    reasons = guard(facts)
    if not reasons:
        return Step("", str(IN_PLACE[guard]), done=True)
    reason = reasons[0]
    (refusal,) = said([reason], dialogue, ".report")
    return Step(reason.code, refusal.sentence, done=False, href=refusal.href)


def _stored(dialogue: Dialogue, stored: Any) -> dict[str, str]:
    values: dict[str, str] = {}
    for section in ReportSection:
        texts: Texts = getattr(stored, section.value) if stored else Texts()
        values |= {f"{section.value}_{code}": texts.get(code, "") for code in languages_of(dialogue.languages)}
    return values


def _sections(form: Any, dialogue: Dialogue) -> dict[ReportSection, Texts]:
    codes = languages_of(dialogue.languages)
    return {section: texts_from(form, section.value, codes) for section in ReportSection}


def _overtaken(dialogue: Dialogue, form: Any) -> ResponseReturnValue:
    message = i18n.gettext(
        "Somebody else has changed the report since you opened it. What you wrote is still here; "
        "saving again replaces what they wrote."
    )
    stored = report_of(dialogue.id)
    if _by_script():
        return flask.jsonify(message=message), 409
    differences = compared(report_form(dialogue.languages)(formdata=None, data=_stored(dialogue, stored)), form)
    form["seen"].data = fingerprint(stored)
    race = refusals.race(compared=bool(differences))
    return render(WRITE, 409, **_page(dialogue, form, race, differences))


def _by_script() -> bool:
    return request.headers.get("X-Autosave") == "1"


def _unsaved(form: Any) -> Response:
    errors = [str(e) for errors in form.errors.values() for e in errors]
    return flask.make_response(flask.jsonify(message=" ".join(errors)), 422)
