"""A statement: read, and answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request, url_for
from flask.typing import ResponseReturnValue

from participation import db, i18n, page, refusals
from participation.access import Conflict, Refused, allowed, refusal
from participation.access_log.rules import Shown
from participation.contributions.queries import full_number
from participation.dialogues.comparing import Differing, compared
from participation.dialogues.models import Dialogue
from participation.dialogues.workspace import refused
from participation.i18n import gettext, label
from participation.refusals import Refusal
from participation.statements.actions import answers
from participation.statements.forms import AnswerForm
from participation.statements.officials.frame import bp, frame, opened
from participation.statements.permissions import StatementPermission
from participation.statements.queries import Statement, statement
from participation.statements.rules import Met
from participation.texts import direction, language_tag


@dataclass(frozen=True)
class Fact:
    """A line about a statement."""

    label: str
    value: str


@bp.route("/<int:number>", methods=["GET", "POST"])
@page.shows_personal_data(Shown.WRITTEN_STATEMENTS)
def show(dialogue_id: int, number: int) -> ResponseReturnValue:
    dialogue, _case = opened(dialogue_id)
    found = statement(dialogue.id, number)
    form = AnswerForm()
    if request.method == "GET":
        form = AnswerForm(formdata=None, data=_answered(found))
        return _show(dialogue, found, form)
    lacking = refusal(page.current_actor(), StatementPermission.ANSWER, dialogue)
    if lacking is not None:
        return _show(dialogue, found, form, 403, refused(page.current_actor(), dialogue, [lacking]))
    if not form.validate():
        return _show(dialogue, found, form, 422)
    try:
        answers.answer_statement(
            page.current_actor(),
            dialogue,
            number,
            summary=form.summary.data or "",
            comment=form.comment.data or "",
            proposal=form.proposal.data or "",
            met=Met(form.met.data) if form.met.data else None,
            seen=form.seen.data,
        )
    except Conflict:
        db.start_over()
        dialogue, _case = opened(dialogue_id)
        found = statement(dialogue.id, number)
        form.seen.data = answers.fingerprint(found)
        stored = AnswerForm(formdata=None, data=_answered(found))
        differences = compared(stored, form)
        return _show(dialogue, found, form, 409, refusals.race(compared=bool(differences)), differences)
    except Refused as error:
        db.start_over()
        dialogue, _case = opened(dialogue_id)
        said = refused(page.current_actor(), dialogue, error.reasons)
        return _show(dialogue, statement(dialogue.id, number), form, 409 if error.by_guard else 403, said)
    return page.see_other(url_for(".show", dialogue_id=dialogue.id, number=number, saved=1))


def _answered(found: Statement) -> dict[str, str | None]:
    """What is written about the statement, as the form holds it."""
    return {
        "summary": found.summary,
        "comment": found.comment,
        "proposal": found.proposal,
        "met": found.met.value if found.met else None,
        "seen": answers.fingerprint(found),
    }


def _show(
    dialogue: Dialogue,
    found: Statement,
    form: AnswerForm,
    status: int = 200,
    errors: list[Refusal] | None = None,
    differences: Sequence[Differing] = (),
) -> ResponseReturnValue:
    title = gettext("Statement %(number)s", number=full_number(dialogue.registry_number, found))
    return page.render(
        "officials/statements/show.html",
        status,
        **frame(dialogue, title),
        facts=[
            Fact(gettext("From"), found.name),
            Fact(gettext("For whom"), label(found.sender_kind)),
            Fact(gettext("Postal address"), found.postal_address or "–"),
            Fact(gettext("E-mail"), found.email or "–"),
            Fact(gettext("Property"), found.property_name or "–"),
            Fact(gettext("Received"), i18n.format_datetime(found.received_at)),
            Fact(gettext("How it came"), label(found.channel)),
            Fact(gettext("Phase"), label(found.phase)),
        ],
        text=found.body,
        lang=language_tag(found.language),
        dir=direction(found.language),
        form=form,
        # Also where it has just been refused: what was written stands there, to be copied.
        may_answer=form.is_submitted() or allowed(page.current_actor(), StatementPermission.ANSWER, dialogue),
        answer=[
            Fact(gettext("Summary"), found.summary or "–"),
            Fact(gettext("Comment"), found.comment or "–"),
            Fact(gettext("Proposal"), found.proposal or "–"),
            Fact(gettext("Are the views met?"), label(found.met) if found.met else "–"),
        ],
        errors=errors or [],
        differences=differences,
        saved=status == 200 and bool(request.args.get("saved")),
    )
