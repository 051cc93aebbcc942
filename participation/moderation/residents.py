"""Pages where anyone reports content, and authors complain."""

from __future__ import annotations

from typing import Any

import flask
from flask import Blueprint
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from participation import i18n, page
from participation.access import NotFound, allowed
from participation.contributions.models import Contribution
from participation.contributions.queries import by_return_code, full_number
from participation.contributions.taking_part import author, look_automatic
from participation.dialogues.models import Dialogue
from participation.dialogues.permissions import DialoguePermission
from participation.dialogues.queries import dialogue_by_id, slug
from participation.moderation.actions import complain, report
from participation.moderation.complaining import complaint_page
from participation.moderation.forms import ReportForm
from participation.moderation.models import RulingRecord
from participation.moderation.queries import (
    authors_ruling,
    report_by,
    report_by_code,
    reportable,
)
from participation.moderation.rules import GROUNDS_BY_LAW, Ground, Ruling
from participation.texts import direction, language_tag

bp = Blueprint("report", __name__, url_prefix="/report")
complaints = Blueprint("complaints", __name__, url_prefix="/receipts")


@bp.route("/<int(max=2147483647):contribution>", methods=["GET", "POST"])
def new(contribution: int) -> ResponseReturnValue:
    reported = reportable(contribution)
    dialogue = _public(reported)
    key = page.browser_key("report")
    earlier = report_by(reported.id, key)
    if earlier is not None:
        return page.see_other(flask.url_for(".receipt", code=earlier.receipt_code))
    form = ReportForm()
    values = {"form": form, "by_law": len(GROUNDS_BY_LAW), **_shown(reported, dialogue)}
    if not form.is_submitted():
        return page.render("residents/report/new.html", **values)
    if not form.validate():
        return page.invalid("residents/report/new.html", **values)
    if form.looks_automatic:
        look_automatic(form)
        return page.invalid("residents/report/new.html", **values)
    seconds = page.limiter().wait(page.app_settings().rate_limits.reports_per_prefix, "report", page.sender_prefix())
    if seconds:
        return page.too_many("residents/report/new.html", seconds, **values)
    received, _ = report(
        page.current_actor(),
        reported,
        ground=Ground(form.ground.data),
        text=form.text.data or "",
        email=form.email.data or "",
        locale=i18n.current().code,
        reporter_key=key,
        key=form.key(str(reported.id)),
    )
    return page.see_other(flask.url_for(".receipt", code=received.receipt_code))


@bp.route("/receipts/<code>", methods=["GET"])
def receipt(code: str) -> ResponseReturnValue:
    seconds = page.wait_for_receipt()
    if seconds:
        return page.wait(seconds)
    received, contribution, ruling = report_by_code(code)
    dialogue = dialogue_by_id(contribution.dialogue_id)
    ground = Ground(received.ground)
    return page.render(
        "residents/report/receipt.html",
        code=received.receipt_code,
        number=full_number(dialogue.registry_number, contribution),
        dialogue=dialogue.title.in_(i18n.current().code),
        ground=ground,
        reported_at=received.reported_at,
        will_be_told=bool(received.email),
        settled_at=received.settled_at,
        outcome=_outcome(ruling),
        tell_police=ground is Ground.CHILD_ABUSE_MATERIAL,
    )


@complaints.route("/<code>/complaint", endpoint="new", methods=["GET", "POST"])
def new_complaint(code: str) -> ResponseReturnValue:
    contribution = page.with_code(code, by_return_code)
    if isinstance(contribution, Response):
        return contribution
    hiding = authors_ruling(contribution)
    if hiding is None:
        raise NotFound
    return complaint_page(
        "residents/complaints/new.html",
        hiding,
        number=full_number(dialogue_by_id(contribution.dialogue_id).registry_number, contribution),
        code=contribution.return_code,
        here=flask.url_for(".new", code=contribution.return_code),
        receive=lambda text: complain(page.current_actor(), contribution, text=text),
    )


def _public(contribution: Contribution) -> Dialogue:
    dialogue = dialogue_by_id(contribution.dialogue_id)
    if not allowed(page.current_actor(), DialoguePermission.READ, dialogue):
        raise NotFound
    return dialogue


def _shown(contribution: Contribution, dialogue: Dialogue) -> dict[str, Any]:
    return {
        "kind": contribution.contribution_kind,
        "number": full_number(dialogue.registry_number, contribution),
        "dialogue": dialogue.title.in_(i18n.current().code),
        "dialogue_href": flask.url_for("residents.dialogues.show", slug=slug(dialogue)),
        "author": author(contribution.display_name),
        "title": contribution.title,
        "body": contribution.body,
        "lang": language_tag(contribution.language),
        "dir": direction(contribution.language),
    }


def _outcome(ruling: RulingRecord | None) -> str:
    if ruling is None:
        return ""
    return "hidden" if ruling.ruling == Ruling.HIDE.value else "stays"
