"""The page where an official types in a written statement that came on paper."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from participation import clock, page
from participation.access import refusal, require
from participation.contributions.permissions import ContributionPermission
from participation.dialogues.models import Dialogue
from participation.i18n import gettext
from participation.refusals import sentence
from participation.statements.actions.sending import enter_statement
from participation.statements.forms import PaperStatementForm
from participation.statements.officials.frame import bp, frame, opened
from participation.statements.rules import SenderKind

_TYPED = ("body", "language", "name", "postal_address", "email", "property_name")


@bp.route("/new", methods=["GET", "POST"])
def new(dialogue_id: int) -> ResponseReturnValue:
    dialogue, _case = opened(dialogue_id)
    actor = page.current_actor()
    form = PaperStatementForm()
    lacking = refusal(actor, ContributionPermission.ENTER, dialogue)
    if lacking is not None and form.is_submitted():
        # It may have been possible when they began: what they have typed is not lost.
        form.fail(None, sentence(lacking))
        return _page(dialogue, form, 403)
    require(actor, ContributionPermission.ENTER, dialogue)
    if not form.is_submitted():
        form.language.data, form.received_on.data = "sv", clock.today()
        return _page(dialogue, form)
    if not form.validate():
        return _page(dialogue, form, 422)
    typed = {name: form[name].data or "" for name in _TYPED}
    day = form.received_on.data
    made = enter_statement(
        actor,
        dialogue,
        key=form.key("paper statement", day.isoformat(), form.sender_kind.data, *typed.values()),
        received_on=day,
        sender_kind=SenderKind(form.sender_kind.data),
        values=typed,
    )
    if made is None:
        form.fail("received_on", gettext("No period was open on that day. What came then cannot be counted."))
        return _page(dialogue, form, 422)
    return page.see_other(url_for("officials.statements.show", dialogue_id=dialogue.id, number=made.number))


def _page(dialogue: Dialogue, form: PaperStatementForm, status: int = 200) -> ResponseReturnValue:
    return page.render(
        "officials/statements/new.html", status, **frame(dialogue, gettext("Type in a statement")), form=form
    )
