"""Receipts: what became of what somebody said. Whoever has the code may read; nobody else knows that there is one."""

from __future__ import annotations

import flask
from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from participation import i18n, page
from participation.access import NotFound
from participation.contributions.actions import leave_address, unsubscribe
from participation.contributions.forms import AddressForm, FindReceiptForm
from participation.contributions.models import ContactAddress, Contribution
from participation.contributions.queries import by_return_code, contact_by_token
from participation.contributions.residents_receipt import receipt_view
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import dialogue_by_id
from participation.forms import ActionForm, is_one_click
from participation.initiatives.actions.receiving import leave_answer_address, write_no_more
from participation.initiatives.models import Initiative, InitiativeAddress
from participation.initiatives.queries import address_by_token, initiative_by_code
from participation.initiatives.residents_receipt import initiative_receipt

bp = Blueprint("receipts", __name__, url_prefix="/receipts")


@bp.route("", methods=["GET", "POST"])
def find() -> ResponseReturnValue:
    form = FindReceiptForm()
    if request.method == "GET":
        return page.render("residents/receipts/find.html", form=form)
    if not form.validate():
        return page.invalid("residents/receipts/find.html", form=form)
    seconds = page.wait_for_receipt()
    if seconds:
        return page.too_many("residents/receipts/find.html", seconds, form=form)
    try:
        found = _with_code(form.code.data)
    except NotFound:
        form.fail(
            "code",
            i18n.gettext(
                "There is no receipt with this code. Compare it with your receipt: it has no letters I, L, O or U."
            ),
        )
        return page.invalid("residents/receipts/find.html", form=form)
    return page.see_other(flask.url_for("residents.receipts.show", code=found.return_code))


def _with_code(code: str) -> Contribution | Initiative:
    """What the receipt with the code is about; else :class:`NotFound`."""
    try:
        return by_return_code(code)
    except NotFound:
        return initiative_by_code(code)


@bp.route("/<code>", methods=["GET", "POST"])
def show(code: str) -> ResponseReturnValue:
    contribution = page.with_code(code, _with_code)
    if isinstance(contribution, Response):
        return contribution
    form = AddressForm()
    if isinstance(contribution, Initiative):
        return _of_initiative(contribution, form)
    dialogue = dialogue_by_id(contribution.dialogue_id)
    if request.method == "GET":
        return _receipt(contribution, dialogue, form)
    if not form.validate():
        return _receipt(contribution, dialogue, form, 422)
    seconds = page.wait_before_contributing()
    if seconds:
        return page.too_many(
            "residents/receipts/show.html", seconds, form=form, receipt=receipt_view(contribution, dialogue)
        )
    leave_address(contribution, email=form.email.data, locale=i18n.current().code)
    return page.see_other(flask.url_for("residents.receipts.show", code=contribution.return_code) + "#feedback")


def _receipt(contribution: Contribution, dialogue: Dialogue, form: AddressForm, status: int = 200) -> Response:
    return page.render("residents/receipts/show.html", status, form=form, receipt=receipt_view(contribution, dialogue))


def _of_initiative(initiative: Initiative, form: AddressForm) -> Response:
    """The same page for an initiative: its state, its answer, an address for the answer."""
    template = "residents/receipts/initiative.html"
    if request.method == "GET":
        return page.render(template, form=form, receipt=initiative_receipt(initiative))
    if not form.validate():
        return page.invalid(template, form=form, receipt=initiative_receipt(initiative))
    seconds = page.wait_before_contributing()
    if seconds:
        return page.too_many(template, seconds, form=form, receipt=initiative_receipt(initiative))
    leave_answer_address(initiative, email=form.email.data, locale=i18n.current().code)
    return page.see_other(flask.url_for("residents.receipts.show", code=initiative.return_code) + "#feedback")


@bp.route("/unsubscribe/<token>", endpoint="unsubscribe", methods=["GET", "POST"])
def stop_mail(token: str) -> ResponseReturnValue:
    """A link in a letter leads here. Opening it changes nothing, because mail programs open links by themselves."""
    contact = _address_with(token)
    form = ActionForm()
    if request.method == "POST" and (is_one_click(request.form) or form.validate()):
        if isinstance(contact, InitiativeAddress):
            write_no_more(contact)
        else:
            unsubscribe(contact)
        return page.see_other(flask.url_for("residents.receipts.unsubscribe", token=token))
    done = contact.unsubscribed_at is not None
    status = 422 if form.errors else 200
    return page.render("residents/receipts/unsubscribe.html", status, form=form, done=done)


def _address_with(token: str) -> ContactAddress | InitiativeAddress:
    try:
        return contact_by_token(token)
    except NotFound:
        return address_by_token(token)
