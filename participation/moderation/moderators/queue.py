"""The moderation queue, one contribution at a time, and what has been decided."""

from __future__ import annotations

import flask
from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from participation import page
from participation.access import Refused, require
from participation.access_log.rules import Shown
from participation.contributions.paging import Pager
from participation.contributions.queries import full_number
from participation.moderation import actions, queries, waiting
from participation.moderation.forms import HideForm, RestoreForm, RulingForm
from participation.moderation.moderators import desk
from participation.moderation.moderators.view import View, whole_number
from participation.moderation.permissions import ModerationPermission
from participation.moderation.rules import GROUNDS_BY_LAW, Ground, Ruling
from participation.moderation.words import ADVICE

bp = Blueprint("queue", __name__)

CONTRIBUTION = "/contributions/<int(max=2147483647):contribution>"


@bp.route("/", methods=["GET"])
@page.shows_personal_data(Shown.REPORTS)
def index() -> ResponseReturnValue:
    actor, view = page.current_actor(), View.asked()
    around = waiting.around(actor, view.only, view.dialogue_id, view.at)
    if around is None:
        return page.render("moderators/queue/index.html", text=None, **desk.frame(view, desk.counted(actor)))
    return _item_page("moderators/queue/index.html", waiting.item(actor, around.here.id), view, around)


@bp.route(CONTRIBUTION, methods=["GET"])
@page.shows_personal_data(Shown.REPORTS)
def show(contribution: int) -> ResponseReturnValue:
    return _item_page("moderators/queue/show.html", waiting.item(page.current_actor(), contribution), View.asked())


@bp.route(CONTRIBUTION + "/approve", methods=["POST"])
@page.shows_personal_data(Shown.REPORTS)
def approve(contribution: int) -> ResponseReturnValue:
    found, form = waiting.item(page.current_actor(), contribution), RulingForm()
    if not form.validate_on_submit() or form.what_was_seen is None:
        return _item_page("moderators/queue/show.html", found, View.asked(), status=422, failed=form)
    try:
        actions.approve(page.current_actor(), found.contribution, seen=form.what_was_seen)
    except Refused as error:
        return _refused(found, error)
    return _onwards(Ruling.APPROVE, contribution)


@bp.route(CONTRIBUTION + "/hide", methods=["GET", "POST"])
@page.shows_personal_data(Shown.REPORTS)
def hide(contribution: int) -> ResponseReturnValue:
    actor, form = page.current_actor(), HideForm()
    found = waiting.item(actor, contribution)
    require(actor, ModerationPermission.RULE, found.dialogue)
    if not form.is_submitted():
        form.seen.data = str(found.seen)
        return _hide_page(found, form)
    if not form.validate() or form.what_was_seen is None:
        return _hide_page(found, form, status=422)
    ground, reasons = Ground(form.ground.data), form.reasons.data
    if request.form.get("step") != "hide":
        letter = desk.preview(found.contribution, found.dialogue, ground, reasons)
        return _hide_page(found, form, preview=letter, ground=ground)
    try:
        actions.hide(actor, found.contribution, ground=ground, reasons=reasons, seen=form.what_was_seen)
    except Refused as error:
        return _refused(found, error, hide_form=form)
    return _onwards(Ruling.HIDE, contribution)


@bp.route(CONTRIBUTION + "/restore", methods=["POST"])
@page.shows_personal_data(Shown.REPORTS)
def restore(contribution: int) -> ResponseReturnValue:
    found, form = waiting.item(page.current_actor(), contribution), RestoreForm()
    if not form.validate_on_submit() or form.what_was_seen is None:
        return _item_page("moderators/queue/show.html", found, View.asked(), status=422, failed=form)
    reasons = form.reasons.data or ""
    try:
        actions.restore(page.current_actor(), found.contribution, reasons=reasons, seen=form.what_was_seen)
    except Refused as error:
        return _refused(found, error)
    return page.see_other(flask.url_for(".show", contribution=contribution, did=Ruling.RESTORE.value))


@bp.route("/settled", methods=["GET"])
@page.shows_personal_data(Shown.REPORTS)
def settled() -> ResponseReturnValue:
    actor, start = page.current_actor(), whole_number("before")
    rows = waiting.settled(actor, start)
    more = rows[queries.PAGE - 1][0].id if len(rows) > queries.PAGE else None
    return page.render(
        "moderators/queue/settled.html",
        rows=[
            {
                "number": full_number(number, contribution),
                "ruling": Ruling(ruling.ruling),
                "ground": Ground(ruling.ground) if ruling.ground else None,
                "by": by,
                "at": ruling.decided_at,
                "href": flask.url_for(".show", contribution=contribution.id),
            }
            for ruling, contribution, number, by in rows[: queries.PAGE]
        ],
        pager=Pager(
            flask.url_for(".settled") if start is not None else None,
            flask.url_for(".settled", before=more) if more is not None else None,
        ),
        **desk.frame(View.asked(), desk.counted(actor)),
    )


def _item_page(
    template: str,
    found: waiting.Item,
    view: View,
    around: waiting.Around | None = None,
    *,
    status: int = 200,
    refused: Refused | None = None,
    failed: RulingForm | None = None,
    hide_form: HideForm | None = None,
) -> Response:
    actor = page.current_actor()
    page.shown_of(found.contribution.dialogue_id)
    values = desk.item_values(actor, view, found, around)
    if hide_form is None:
        hide_form = HideForm(formdata=None)
        hide_form.seen.data = values["seen"]
    return page.render(
        template,
        status,
        hide_form=hide_form,
        failed=failed or RulingForm(formdata=None),
        restore_form=failed if isinstance(failed, RestoreForm) else RestoreForm(formdata=None),
        errors=desk.said(refused),
        queue_href=view.address("moderators.queue.index", at=view.at),
        **values,
        **desk.frame(view, desk.counted(actor)),
    )


def _refused(found: waiting.Item, error: Refused, hide_form: HideForm | None = None) -> Response:
    """403 or 409: why not, with the contribution as it is now; what was written is kept."""
    now = waiting.item(page.current_actor(), found.contribution.id)
    return _item_page(
        "moderators/queue/show.html",
        now,
        View.asked(),
        status=409 if error.by_guard else 403,
        refused=error,
        hide_form=hide_form,
    )


def _hide_page(
    found: waiting.Item, form: HideForm, *, status: int = 200, preview: str = "", ground: Ground | None = None
) -> Response:
    page.shown_of(found.contribution.dialogue_id)
    return page.render(
        "moderators/queue/hide.html",
        status,
        form=form,
        preview=preview,
        advice=str(ADVICE.get(ground, "")) if ground else "",
        by_law=len(GROUNDS_BY_LAW),
        text=desk.text_of(found.contribution, found.dialogue),
        contribution_id=found.contribution.id,
        kept_view=desk.kept_view(View.asked(), None),
        back_href=flask.url_for(".show", contribution=found.contribution.id),
    )


def _onwards(ruling: Ruling, contribution: int) -> Response:
    """To the next in the same part of the queue."""
    view = View.asked()
    return page.see_other(view.address("moderators.queue.index", at=view.at, did=ruling.value, was=contribution))
