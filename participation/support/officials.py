"""Help from the coordinator: a body's questions and their answers."""

from __future__ import annotations

import secrets

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from participation import i18n, page
from participation.access import Conflict, Reason, Refused, Role, allowed, require
from participation.bodies.models import Body
from participation.bodies.queries import valid_bodies
from participation.contributions.paging import Pager
from participation.forms import options
from participation.i18n import gettext
from participation.support.actions import answer, ask
from participation.support.forms import AnswerForm, AskForm
from participation.support.models import SupportTicket
from participation.support.permissions import SupportPermission
from participation.support.queries import ticket_by_id, tickets

bp = Blueprint("support", __name__, url_prefix="/support")


@bp.route("", methods=["GET"])
def index() -> ResponseReturnValue:
    actor = page.current_actor()
    before = request.args.get("before", "")
    found, older = tickets(actor, page.number_in(before))
    return page.render(
        "officials/support/index.html",
        rows=[_row(ticket) for ticket in found],
        may_ask=bool(_own_bodies()),
        pager=Pager(url_for(".index") if before else None, url_for(".index", before=older) if older else None),
    )


def _own_bodies() -> list[Body]:
    return [b for b in valid_bodies() if allowed(page.current_actor(), SupportPermission.ASK, b.id)]


def _row(ticket: SupportTicket) -> dict[str, object]:
    return {
        "subject": ticket.subject,
        "href": url_for(".show", ticket_id=ticket.id),
        "body": ticket.body.names.in_(i18n.current().code),
        "asked": i18n.format_date(ticket.asked_at),
        "answered": i18n.format_date(ticket.answered_at) if ticket.answered_at else "",
    }


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    bodies = {str(b.id): b for b in _own_bodies()}
    if not bodies:
        raise Refused(Reason("E-ROLE", {"role": Role.OFFICER}))
    form = AskForm()
    names = [(key, body.names.in_(i18n.current().code).text) for key, body in bodies.items()]
    form.body.choices = options(names if len(names) == 1 else [("", gettext("Choose …")), *names])
    if not form.is_submitted():
        return page.render("officials/support/new.html", form=form)
    if not form.validate():
        return page.invalid("officials/support/new.html", form=form)
    key = (form.key.data or "")[:64] or secrets.token_urlsafe(24)
    ticket = ask(
        page.current_actor(),
        bodies[form.body.data],
        subject=form.subject.data,
        question=form.question.data,
        key=key,
    )
    return page.see_other(url_for(".show", ticket_id=ticket.id))


@bp.route("/<int:ticket_id>", methods=["GET", "POST"])
def show(ticket_id: int) -> ResponseReturnValue:
    ticket, form = ticket_by_id(page.current_actor(), ticket_id), AnswerForm()
    if request.method == "GET":
        return _show(ticket, form)
    require(page.current_actor(), SupportPermission.ANSWER, ticket.body_id)
    if not form.validate():
        return _show(ticket, form, 422)
    try:
        answer(page.current_actor(), ticket, text=form.answer.data)
    except Conflict:
        return _show(ticket, form, 409)
    return page.see_other(url_for(".show", ticket_id=ticket.id))


def _show(ticket: SupportTicket, form: AnswerForm, status: int = 200) -> ResponseReturnValue:
    may = allowed(page.current_actor(), SupportPermission.ANSWER, ticket.body_id)
    return page.render(
        "officials/support/show.html",
        status,
        form=form,
        may_answer=may and ticket.answered_at is None,
        conflict=form.answer.data if status == 409 else "",
        subject=ticket.subject,
        body=ticket.body.names.in_(i18n.current().code),
        question=ticket.question,
        asked_by=ticket.asked_by.name if ticket.asked_by else "",
        asked=i18n.format_datetime(ticket.asked_at),
        answer=ticket.answer,
        answered_by=ticket.answered_by.name if ticket.answered_by else "",
        answered=i18n.format_datetime(ticket.answered_at) if ticket.answered_at else "",
        action=url_for(".show", ticket_id=ticket.id),
    )
