"""The report of a phase with its document, and the review that comes after it: announced, and as a text."""

from __future__ import annotations

from collections.abc import Sequence

import flask
from flask import request, url_for
from flask.typing import ResponseReturnValue

from participation import db, i18n, page, refusals
from participation.access import Conflict, NotFound, Refused, refusal, require
from participation.access_log.rules import Shown
from participation.dialogues.comparing import Differing, compared
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import slug, staff_dialogue
from participation.dialogues.statutory.notice import announced_phase, announcement
from participation.dialogues.statutory.reads import case_of
from participation.dialogues.workspace import refused
from participation.forms import options
from participation.i18n import gettext
from participation.legal.queries import in_force
from participation.legal.rules import LegalPhase
from participation.refusals import Refusal
from participation.statements.account import DOCX, account, as_document
from participation.statements.actions import phases
from participation.statements.forms import ReportForm, ReviewForm
from participation.statements.officials.frame import bp, frame, opened, refused_at
from participation.statements.permissions import StatementPermission
from participation.statements.queries import report_of, statements


@bp.route("/report", methods=["GET", "POST"])
@page.shows_personal_data(Shown.WRITTEN_STATEMENTS)
def report(dialogue_id: int) -> ResponseReturnValue:
    """How the phase was carried out, and a look at its report; the first one is published here."""
    dialogue, _case = opened(dialogue_id)
    phase = LegalPhase(dialogue.phases[-1].kind) if dialogue.phases else LegalPhase.SAMRAD
    form = ReportForm()
    stored = report_of(dialogue.id, phase)
    if request.method == "GET":
        form.how.data, form.seen.data = stored.how if stored else "", phases.said_how(stored)
        return _report(dialogue, phase, form)
    lacking = refusal(page.current_actor(), StatementPermission.ANSWER, dialogue)
    if lacking is not None:
        return _report(dialogue, phase, form, 403, refused(page.current_actor(), dialogue, [lacking]))
    if not form.validate():
        return _report(dialogue, phase, form, 422)
    try:
        phases.save_report(page.current_actor(), dialogue, phase, how=form.how.data or "", seen=form.seen.data)
        if request.form.get("then") == "publish":
            phases.publish_consultation_report(page.current_actor(), dialogue)
    except Conflict:
        db.start_over()
        dialogue, _case = opened(dialogue_id)
        stored = report_of(dialogue.id, phase)
        form.seen.data = phases.said_how(stored)
        before = ReportForm(formdata=None, data={"how": stored.how if stored else ""})
        differences = compared(before, form)
        return _report(dialogue, phase, form, 409, refusals.race(compared=bool(differences)), differences)
    except Refused as error:
        db.start_over()
        dialogue, _case = opened(dialogue_id)
        return _report(dialogue, phase, form, 409 if error.by_guard else 403, refused_at(error, dialogue, form))
    return page.see_other(url_for(".report", dialogue_id=dialogue.id, saved=1))


def _report(
    dialogue: Dialogue,
    phase: LegalPhase,
    form: ReportForm,
    status: int = 200,
    errors: list[Refusal] | None = None,
    differences: Sequence[Differing] = (),
) -> ResponseReturnValue:
    stored = report_of(dialogue.id, phase)
    published = stored is not None and stored.published_at is not None
    shown = account(dialogue, phase, statements(dialogue.id, phase), how=stored.how if stored else "", published="")
    return page.render(
        "officials/statements/report.html",
        status,
        **frame(dialogue, shown.title),
        form=form,
        report=shown,
        published=published,
        first=phase is LegalPhase.SAMRAD,
        file_href=url_for(".report_file", dialogue_id=dialogue.id, phase=phase.value),
        errors=errors or [],
        differences=differences,
        saved=status == 200 and bool(request.args.get("saved")),
    )


def _phase(text: str) -> LegalPhase:
    if text not in (LegalPhase.SAMRAD.value, LegalPhase.GRANSKNING.value):
        raise NotFound
    return LegalPhase(text)


@bp.route("/report/<phase>/document.docx", methods=["GET"])
@page.shows_personal_data(Shown.WRITTEN_STATEMENTS)
def report_file(dialogue_id: int, phase: str) -> ResponseReturnValue:
    dialogue, _case = opened(dialogue_id)
    which = _phase(phase)
    stored = report_of(dialogue.id, which)
    found = account(dialogue, which, statements(dialogue.id, which), how=stored.how if stored else "", published="")
    response = flask.make_response(as_document(found))
    response.mimetype = DOCX
    response.headers["Content-Disposition"] = f'attachment; filename="{which.value}-{dialogue.id}.docx"'
    return response


@bp.route("/review", methods=["GET", "POST"])
def review(dialogue_id: int) -> ResponseReturnValue:
    dialogue, case = opened(dialogue_id)
    form = ReviewForm()
    rows = {str(r.id): r for r in in_force(phase=LegalPhase.GRANSKNING)}
    kept = case.granskning_basis
    if kept is not None:
        rows.setdefault(str(kept.id), kept)
    locale = i18n.current().code
    names = [(i, f"{r.names.in_(locale).text} ({r.provision})") for i, r in rows.items()]
    form.basis.choices = options([("", gettext("Choose …")), *names])
    dates = ("results_due", "handling_meeting", "feedback_due")
    if request.method == "GET":
        require(page.current_actor(), StatementPermission.REVIEW, dialogue)
        form.basis.data = str(kept.id) if kept else ""
        form.opens_on.data, form.closes_on.data = case.review_opens_on, case.review_closes_on
        for name in dates:
            form[name].data = getattr(dialogue, name)
        return _review(dialogue, form)
    if not form.validate():
        require(page.current_actor(), StatementPermission.REVIEW, dialogue)
        return _review(dialogue, form, 422)
    try:
        phases.announce_review(
            page.current_actor(),
            dialogue,
            basis=rows.get(form.basis.data or ""),
            opens_on=form.opens_on.data,
            closes_on=form.closes_on.data,
            results_due=form.results_due.data,
            handling_meeting=form.handling_meeting.data,
            feedback_due=form.feedback_due.data,
        )
    except Refused as error:
        db.start_over()
        dialogue, _case = opened(dialogue_id)
        return _review(dialogue, form, 409 if error.by_guard else 403, refused_at(error, dialogue, form))
    return page.see_other(url_for("officials.dialogues.show", dialogue_id=dialogue.id))


def _review(
    dialogue: Dialogue, form: ReviewForm, status: int = 200, errors: list[Refusal] | None = None
) -> ResponseReturnValue:
    return page.render(
        "officials/statements/review.html",
        status,
        **frame(dialogue, gettext("Announce the review")),
        form=form,
        errors=errors or [],
        checklist=None,
    )


@bp.route("/notice", methods=["GET"])
def notice(dialogue_id: int) -> ResponseReturnValue:
    """The announcement as text, for the notice board and the local paper; also before it is public."""
    actor = page.current_actor()
    dialogue = staff_dialogue(actor, dialogue_id)
    case = case_of(dialogue)
    if case is None:
        raise NotFound
    address = page.absolute_url("residents.dialogues.show", slug=slug(dialogue))
    found = announcement(dialogue, case, announced_phase(dialogue), address, page.app_settings().municipality.name)
    return page.render(
        "officials/statements/notice.html",
        **frame(dialogue, gettext("The announcement")),
        notice=found,
        rows=min(40, 4 + found.plain.count("\n")),
    )
