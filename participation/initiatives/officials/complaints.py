"""A complaint about a hidden initiative, settled by another moderator than the one who hid it."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from participation import page
from participation.access import NotFound, Refused, allowed, require
from participation.access_log.rules import Shown
from participation.accounts.queries import names_of
from participation.contributions.taking_part import Crumb
from participation.i18n import gettext
from participation.initiatives.actions.complaints import settle_complaint
from participation.initiatives.models import Initiative, InitiativeComplaint
from participation.initiatives.officials.frame import address_of, bp, said, way
from participation.initiatives.permissions import InitiativePermission
from participation.initiatives.queries import hiding_of, initiative_by_id
from participation.initiatives.views import initiative_view, number_words
from participation.moderation.forms import SettleForm
from participation.moderation.queries import Hiding, answer_by
from participation.moderation.rules import ComplaintOutcome


@bp.route("/<int:initiative_id>/complaint", methods=["GET", "POST"])
@page.shows_personal_data(Shown.COMPLAINTS)
def complaint(initiative_id: int) -> ResponseReturnValue:
    actor, initiative = page.current_actor(), initiative_by_id(initiative_id)
    require(actor, InitiativePermission.HIDE, initiative)
    hiding = hiding_of(initiative)
    if hiding is None or hiding.complaint is None:
        raise NotFound
    form = SettleForm()
    if not form.is_submitted():
        return _page(initiative, hiding, hiding.complaint, form)
    require(actor, InitiativePermission.SETTLE_COMPLAINT, initiative)
    if not form.validate():
        return _page(initiative, hiding, hiding.complaint, form, 422)
    try:
        outcome = ComplaintOutcome(form.outcome.data)
        settle_complaint(actor, initiative, outcome=outcome, reasons=form.reasons.data)
    except Refused as error:
        if not error.by_guard:
            raise
        return _page(initiative, hiding, hiding.complaint, form, 409, error)
    return page.see_other(address_of(initiative))


def _page(
    initiative: Initiative,
    hiding: Hiding[InitiativeComplaint],
    complained: InitiativeComplaint,
    form: SettleForm,
    status: int = 200,
    refused: Refused | None = None,
) -> Response:
    title = gettext("Complaint about initiative %(number)s", number=initiative.id)
    open_ = complained.decided_at is None
    return page.render(
        "officials/initiatives/complaint.html",
        status,
        crumbs=way(Crumb(number_words(initiative), address_of(initiative)), Crumb(title)),
        title=title,
        initiative=initiative_view(initiative, url_for("residents.initiatives.show", number=initiative.id)),
        form=form,
        errors=said(refused) if refused else [],
        hiding=hiding,
        complaint=complained,
        answer_by=answer_by(complained),
        hidden_by=names_of([initiative.hidden_by_id]).get(initiative.hidden_by_id or 0, ""),
        outcome=ComplaintOutcome(complained.outcome) if complained.outcome else None,
        may_settle=open_ and allowed(page.current_actor(), InitiativePermission.SETTLE_COMPLAINT, initiative),
        back_href=address_of(initiative),
    )
