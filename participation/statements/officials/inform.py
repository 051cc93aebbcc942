"""Informing those whose views were not met."""

from __future__ import annotations

from dataclasses import dataclass

import flask
from flask import request, url_for
from flask.typing import ResponseReturnValue

from participation import clock, db, i18n, outbox, page
from participation.access import Refused, allowed, require
from participation.access_log.rules import Shown
from participation.contributions.queries import full_number
from participation.dialogues.models import Dialogue
from participation.forms import ActionForm
from participation.i18n import gettext
from participation.letters import Progress, progress
from participation.refusals import Refusal
from participation.statements.actions import informing
from participation.statements.forms import InformForm
from participation.statements.officials.frame import bp, frame, opened, refused_at
from participation.statements.permissions import StatementPermission
from participation.statements.queries import Statement, informed, must_be_told
from participation.statements.rules import DECIDED, REVIEWED


@dataclass(frozen=True)
class ToInform:
    """Somebody whose views were not met."""

    value: int
    number: str
    sender: str
    address: str
    letter: Progress | None = None


@bp.route("/inform", methods=["GET", "POST"])
@page.shows_personal_data(Shown.WRITTEN_STATEMENTS)
def inform(dialogue_id: int) -> ResponseReturnValue:
    """Inform those whose views were not met: of the review statement before the decision, of the decision after it."""
    dialogue, _case = opened(dialogue_id)
    actor = page.current_actor()
    form = InformForm()
    if request.method == "GET":
        return _inform(dialogue, form)
    if not ActionForm().validate():
        flask.abort(400)
    how = request.form.get("how")
    try:
        if how == "review":
            informing.send_review_statement(actor, dialogue)
        elif how == "post":
            ticked = [page.number_in(n) for n in request.form.getlist("number")]
            numbers = [n for n in ticked if n is not None]
            informing.note_informed(actor, dialogue, numbers, on=clock.today())
        else:
            require(actor, StatementPermission.INFORM, dialogue)
            if not form.validate():
                return _inform(dialogue, form, 422)
            informing.inform_by_mail(actor, dialogue, appeal=form.appeal.data or "")
    except Refused as error:
        db.start_over()
        dialogue, _case = opened(dialogue_id)
        return _inform(dialogue, form, 409 if error.by_guard else 403, refused_at(error, dialogue, form))
    return page.see_other(url_for(".inform", dialogue_id=dialogue.id, saved=1))


def _inform(
    dialogue: Dialogue, form: InformForm, status: int = 200, errors: list[Refusal] | None = None
) -> ResponseReturnValue:
    actor = page.current_actor()
    waiting, done = must_be_told(dialogue.id), informed(dialogue.id)
    may_inform = allowed(actor, StatementPermission.INFORM, dialogue)
    event = DECIDED if may_inform or done else REVIEWED
    letters = outbox.sendings([f"{event}{s.id}" for s in (*waiting, *done)])

    def line(found: Statement, *, by_post: bool = False) -> ToInform:
        number = full_number(dialogue.registry_number, found)
        how = progress(letters.get((found.email, f"{event}{found.id}")))
        if how is None and found.informed_on is not None:
            how = Progress(gettext("Noted on %(date)s", date=i18n.format_date(found.informed_on)), "good")
        addresses = (found.postal_address, found.email) if by_post else (found.email, found.postal_address)
        return ToInform(found.number, number, found.name, next(filter(None, addresses), ""), how)

    on_the_way = [s for s in waiting if s.email and s.informed_on is not None]
    return page.render(
        "officials/statements/inform.html",
        status,
        **frame(dialogue, gettext("Inform those whose views were not met")),
        form=form,
        button=ActionForm(formdata=None),
        by_mail=[line(s) for s in waiting if s.email and s.informed_on is None],
        by_post=[line(s, by_post=True) for s in (*(s for s in waiting if not s.email), *on_the_way)],
        on_the_way=[line(s) for s in on_the_way],
        done=[line(s) for s in done],
        may_review=allowed(actor, StatementPermission.SEND_REVIEW, dialogue),
        may_inform=may_inform,
        errors=errors or [],
        saved=status == 200 and bool(request.args.get("saved")),
    )
