"""Complaints of authors: a list of their own, each settled by another moderator than the one who hid."""

from __future__ import annotations

from typing import Any

import flask
from flask import Blueprint
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from participation import clock, i18n, page
from participation.access import Refused, allowed, require
from participation.access_log.rules import Shown
from participation.contributions.paging import Pager
from participation.initiatives.models import InitiativeComplaint
from participation.initiatives.permissions import InitiativePermission
from participation.initiatives.queries import open_complaints
from participation.initiatives.views import number_words
from participation.moderation import actions, queries
from participation.moderation.forms import SettleForm
from participation.moderation.models import Complained
from participation.moderation.moderators import desk
from participation.moderation.moderators.view import View, whole_number
from participation.moderation.permissions import ComplaintMatter, ModerationPermission
from participation.moderation.queries import FoundComplaint
from participation.moderation.rules import ComplaintOutcome, Ground
from participation.texts import direction, language_tag

bp = Blueprint("complaints", __name__, url_prefix="/complaints")


@bp.route("", methods=["GET"])
@page.shows_personal_data(Shown.COMPLAINTS)
def index() -> ResponseReturnValue:
    actor, start = page.current_actor(), whole_number("after") or 0
    rows = queries.open_complaints(actor, start)
    more = rows[queries.PAGE - 1].complaint.id if len(rows) > queries.PAGE else None
    return page.render(
        "moderators/complaints/index.html",
        rows=[_row(found) for found in rows[: queries.PAGE]],
        pager=Pager(
            flask.url_for(".index") if start else None,
            flask.url_for(".index", after=more) if more is not None else None,
        ),
        initiatives=[_initiative_row(found) for found in open_complaints()] if not start else [],
        **desk.frame(View.asked(), desk.counted(actor)),
    )


@bp.route("/<int(max=2147483647):complaint>", methods=["GET", "POST"])
@page.shows_personal_data(Shown.COMPLAINTS)
def show(complaint: int) -> ResponseReturnValue:
    actor, form = page.current_actor(), SettleForm()
    found = queries.complaint_by_id(actor, complaint)
    if not form.is_submitted():
        return _page(found, form)
    require(actor, ModerationPermission.SETTLE_COMPLAINT, _matter(found))
    if not form.validate():
        return _page(found, form, status=422)
    try:
        actions.settle_complaint(
            actor,
            found.complaint,
            outcome=ComplaintOutcome(form.outcome.data),
            reasons=form.reasons.data,
        )
    except Refused as error:
        return _page(found, form, status=409 if error.by_guard else 403, refused=error)
    return page.see_other(flask.url_for(".show", complaint=complaint, did="settled"))


def _matter(found: FoundComplaint) -> ComplaintMatter:
    return ComplaintMatter(found.dialogue, found.ruling.decided_by_id)


def _may_settle(found: FoundComplaint) -> bool:
    return allowed(page.current_actor(), ModerationPermission.SETTLE_COMPLAINT, _matter(found))


def _row(found: FoundComplaint) -> dict[str, Any]:
    return {
        "text": desk.text_of(found.contribution, found.dialogue),
        "dialogue": found.dialogue.title.in_(i18n.current().code),
        **_due(found.complaint),
        "hidden_by": found.hidden_by,
        "may_settle": _may_settle(found),
        "href": flask.url_for(".show", complaint=found.complaint.id),
    }


def _initiative_row(found: InitiativeComplaint) -> dict[str, Any]:
    initiative = found.initiative
    return {
        "number": number_words(initiative),
        "question": initiative.question,
        "lang": language_tag(initiative.language),
        "dir": direction(initiative.language),
        **_due(found),
        "may_settle": allowed(page.current_actor(), InitiativePermission.SETTLE_COMPLAINT, initiative),
        "href": flask.url_for("officials.initiatives.complaint", initiative_id=initiative.id),
    }


def _due(complaint: Complained) -> dict[str, Any]:
    answer_by = queries.answer_by(complaint)
    return {"received_at": complaint.received_at, "answer_by": answer_by, "is_late": answer_by < clock.today()}


def _page(found: FoundComplaint, form: SettleForm, *, status: int = 200, refused: Refused | None = None) -> Response:
    complaint, ruling = found.complaint, found.ruling
    page.shown_of(found.dialogue.id)
    return page.render(
        "moderators/complaints/show.html",
        status,
        form=form,
        errors=desk.said(refused),
        text=desk.text_of(found.contribution, found.dialogue),
        dialogue_title=found.dialogue.title.in_(i18n.current().code),
        complaint=complaint,
        answer_by=queries.answer_by(complaint),
        ground=Ground(ruling.ground or ""),
        reasons=ruling.reasons,
        hidden_by=found.hidden_by,
        hidden_at=ruling.decided_at,
        outcome=ComplaintOutcome(complaint.outcome) if complaint.outcome else None,
        may_settle=_may_settle(found),
        item_href=flask.url_for("moderators.queue.show", contribution=found.contribution.id),
        **desk.frame(View.asked(), desk.counted(page.current_actor())),
    )
