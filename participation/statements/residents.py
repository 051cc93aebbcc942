"""Pages where residents write a statement, and read the announcement and the reports."""

from __future__ import annotations

from typing import Any

import flask
from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from participation import i18n, page
from participation.access import NotFound, Refused
from participation.contributions.taking_part import (
    Crumb,
    Kept,
    closed,
    dialogue_href,
    look_automatic,
    may_take_part,
    moved,
    title_of,
    way_to,
)
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import public_dialogue
from participation.dialogues.statutory.models import StatutoryCase
from participation.dialogues.statutory.notice import announced_phase, announcement
from participation.dialogues.statutory.reads import case_of
from participation.i18n import gettext
from participation.legal.rules import LegalPhase
from participation.statements.account import DOCX, Account, account, as_document
from participation.statements.actions.sending import submit_statement
from participation.statements.forms import StatementForm
from participation.statements.queries import report_of, statements
from participation.statements.rules import SenderKind

bp = Blueprint("statements", __name__, url_prefix="/dialogues/<slug>")


def _statutory(slug: str) -> tuple[Dialogue, StatutoryCase]:
    """The public statutory dialogue that an address names; NotFound for the other kinds."""
    dialogue = public_dialogue(slug)
    case = case_of(dialogue)
    if case is None:
        raise NotFound
    return dialogue, case


@bp.route("/statements/new", methods=["GET", "POST"])
def new(slug: str) -> ResponseReturnValue:
    dialogue, _case = _statutory(slug)
    elsewhere = moved(slug, dialogue)
    if elsewhere is not None:
        return elsewhere
    form = StatementForm()
    values: dict[str, Any] = {
        "form": form,
        "breadcrumbs": way_to(slug, dialogue, Crumb(gettext("Write a statement"))),
        "dialogue_title": title_of(dialogue),
        "registry_number": dialogue.registry_number,
    }
    if not may_take_part(page.current_actor(), dialogue):
        return closed(slug, dialogue, _kept(form))
    if request.method == "GET":
        return page.render("residents/statements/new.html", **values)
    if not form.validate():
        return page.invalid("residents/statements/new.html", **values)
    if form.looks_automatic:
        look_automatic(form)
        return page.invalid("residents/statements/new.html", **values)
    seconds = page.wait_before_contributing()
    if seconds:
        return page.too_many("residents/statements/new.html", seconds, **values)
    sent: dict[str, Any] = {
        n: form[n].data or "" for n in ("body", "language", "name", "postal_address", "email", "property_name")
    }
    try:
        statement = submit_statement(
            page.current_actor(),
            dialogue,
            key=form.key("statement", *sent.values(), form.sender_kind.data),
            sender_kind=SenderKind(form.sender_kind.data),
            locale=i18n.current().code,
            **sent,
        )
    except Refused as error:
        return closed(slug, dialogue, _kept(form), error)
    return page.see_other(flask.url_for("residents.receipts.show", code=statement.return_code))


def _kept(form: StatementForm) -> list[Kept]:
    if request.method == "GET":
        return []
    names = ("body", "name", "postal_address", "email", "property_name")
    return [Kept(str(form[n].label.text), form[n].data or "") for n in names]


@bp.route("/notice", methods=["GET"])
@page.browsing
def notice(slug: str) -> ResponseReturnValue:
    dialogue, case = _statutory(slug)
    elsewhere = moved(slug, dialogue)
    if elsewhere is not None:
        return elsewhere
    address = page.absolute_url("residents.dialogues.show", slug=slug)
    municipality = page.app_settings().municipality.name
    return page.render(
        "residents/statements/notice.html",
        breadcrumbs=way_to(slug, dialogue, Crumb(gettext("Announcement"))),
        notice=announcement(dialogue, case, announced_phase(dialogue), address, municipality),
        href=dialogue_href(slug),
    )


@bp.route("/reports/<phase>", methods=["GET"])
@page.browsing
def report(slug: str, phase: str) -> ResponseReturnValue:
    dialogue, found = _published(slug, phase)
    elsewhere = moved(slug, dialogue)
    if elsewhere is not None:
        return elsewhere
    return page.render(
        "residents/statements/report.html",
        breadcrumbs=way_to(slug, dialogue, Crumb(found.title)),
        report=found,
        file_href=flask.url_for("residents.statements.report_file", slug=slug, phase=phase),
        href=dialogue_href(slug),
    )


@bp.route("/reports/<phase>/document.docx", methods=["GET"])
@page.browsing
def report_file(slug: str, phase: str) -> ResponseReturnValue:
    dialogue, found = _published(slug, phase)
    response = flask.make_response(as_document(found))
    response.mimetype = DOCX
    response.headers["Content-Disposition"] = f'attachment; filename="{phase}-{dialogue.id}.docx"'
    return response


def _published(slug: str, text: str) -> tuple[Dialogue, Account]:
    """The published report of the phase; NotFound before it is published."""
    dialogue, _case = _statutory(slug)
    if text not in (LegalPhase.SAMRAD.value, LegalPhase.GRANSKNING.value):
        raise NotFound
    phase = LegalPhase(text)
    stored = report_of(dialogue.id, phase)
    if stored is None or stored.published_at is None:
        raise NotFound
    published = gettext("Published %(date)s", date=i18n.format_date(stored.published_at))
    # What came on paper and was typed in after that stands there once it is answered.
    answered = [s for s in statements(dialogue.id, phase) if s.answered]
    return dialogue, account(dialogue, phase, answered, how=stored.how, published=published)
