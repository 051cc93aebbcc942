"""Hiding several contributions at once: for obvious spam."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from participation import page
from participation.access import Conflict, allowed, require
from participation.access_log.rules import Shown
from participation.contributions.models import Contribution
from participation.contributions.paging import Pager
from participation.dialogues.models import Dialogue
from participation.moderation import actions, queries, waiting
from participation.moderation.forms import SeveralForm
from participation.moderation.moderators import desk
from participation.moderation.moderators.view import View, whole_number
from participation.moderation.permissions import ModerationPermission
from participation.moderation.rules import GROUNDS_BY_LAW, Ground
from participation.moderation.words import PLAIN

bp = Blueprint("several", __name__, url_prefix="/several")


@bp.route("", methods=["GET", "POST"])
@page.shows_personal_data(Shown.REPORTS)
def index() -> ResponseReturnValue:
    """The list with boxes to tick. Sent once, it shows what would happen; sent from there, it happens."""
    actor, form = page.current_actor(), SeveralForm()
    if not form.is_submitted():
        return _list_page(form)
    picked = form.picked()
    if not form.validate() or not picked:
        return _list_page(form, status=422)
    found = queries.of_several(actor, picked)
    for _, dialogue in found:
        require(actor, ModerationPermission.RULE, dialogue)
    if request.form.get("step") != "hide":
        return _confirm_page(form, found)
    ground = Ground(form.ground.data)
    hidden, settled = actions.hide_several(actor, picked, ground=ground, reasons=form.reasons.data)
    if not hidden:
        raise Conflict
    return page.see_other(View.asked().address("moderators.several.index", hidden=len(hidden), settled=len(settled)))


def _list_page(form: SeveralForm, status: int = 200) -> Response:
    actor, view = page.current_actor(), View.asked()
    counts = desk.counted(actor)
    rows, following = waiting.rows(actor, view.only, view.dialogue_id, view.at)
    before = waiting.page_before(actor, view.only, view.dialogue_id, view.at) if view.at else None
    first = view.address("moderators.several.index") if view.at else None
    return page.render(
        "moderators/several/index.html",
        status,
        form=form,
        ballots=desk.ballots(rows, counts.dialogues),
        chosen=set(form.chosen.data or []),
        by_law=len(GROUNDS_BY_LAW),
        may_rule=any(allowed(actor, ModerationPermission.RULE, row.dialogue) for row in rows),
        kept_view=desk.kept_view(view, None),
        hidden=whole_number("hidden") or 0,
        settled=whole_number("settled") or 0,
        pager=Pager(
            view.address("moderators.several.index", at=before) if before else first,
            view.address("moderators.several.index", at=following) if following else None,
        ),
        **desk.frame(view, counts, "moderators.several.index"),
    )


def _confirm_page(form: SeveralForm, found: list[tuple[Contribution, Dialogue]]) -> Response:
    ground = Ground(form.ground.data)
    return page.render(
        "moderators/several/confirm.html",
        form=form,
        texts=[desk.text_of(contribution, dialogue) for contribution, dialogue in found],
        ground=ground,
        plain=PLAIN[ground],
        preview=desk.preview(*found[0], ground, form.reasons.data),
        kept_view=desk.kept_view(View.asked(), None),
        back_href=View.asked().address("moderators.several.index"),
    )
